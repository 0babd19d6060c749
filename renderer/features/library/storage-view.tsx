// What the library takes of the disk, where it lies, and a way to empty what can be made again.

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQueryClient } from '@tanstack/react-query';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useStorage } from '../../data/collections.ts';
import { useFailureToast } from '../../data/job-actions.ts';
import { queryKeys } from '../../data/query-keys.ts';
import { useModels } from '../../data/queries.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { formatBytes, formatMonth, formatNumber } from '../../i18n/format.ts';
import { useToasts } from '../../state/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { PlaceTitle } from './place-title.tsx';

interface Share {
  readonly name: string;
  readonly pictures: number;
  readonly bytes: number;
}

export function StorageView() {
  const { t, i18n } = useTranslation();
  const sentence = useErrorSentence();
  const { data, error } = useStorage();
  const { data: models } = useModels();
  const size = (bytes: number) => formatBytes(bytes, i18n.language);
  const pictures = (count: number) => t('library.total', { count, total: formatNumber(count, i18n.language) });

  return (
    <>
      <PlaceTitle title={t('storage.title')} />
      {error !== null && data === undefined && (
        <Notice role="alert" tone="danger" title={sentence(error).title}>
          {sentence(error).advice}
        </Notice>
      )}
      {data === undefined && error === null && (
        <div role="status" aria-label={t('storage.counting')}>
          <Skeleton className="h-40" />
        </div>
      )}
      {data !== undefined && (
        <div className="flex max-w-3xl flex-col gap-6">
          <dl className="grid grid-cols-[auto_1fr_auto] items-center gap-x-6 gap-y-3 rounded-card border border-line bg-surface p-4">
            <dt>{t('storage.library')}</dt>
            <dd className="tabular text-muted">{pictures(data.kept.pictures)}</dd>
            <dd className="tabular text-right">{size(data.kept.bytes)}</dd>
            <dt>{t('trash.title')}</dt>
            <dd className="tabular text-muted">{pictures(data.trash.pictures)}</dd>
            <dd className="tabular text-right">{size(data.trash.bytes)}</dd>
            <dt>{t('storage.cache')}</dt>
            <dd>
              <ClearCache />
            </dd>
            <dd className="tabular text-right">{size(data.cacheBytes)}</dd>
            <dt>{t('storage.folder')}</dt>
            <dd className="col-span-2 font-mono text-small [overflow-wrap:anywhere] text-muted select-text">
              {data.folder}
            </dd>
          </dl>
          <Shares
            title={t('storage.models')}
            shares={data.models}
            nameOf={(id) =>
              models?.models.find((model) => model.id === id)?.manifest.name ?? (id || t('storage.imported'))
            }
          />
          <Shares
            title={t('storage.months')}
            shares={data.months}
            nameOf={(month) => formatMonth(month, i18n.language)}
          />
        </div>
      )}
    </>
  );
}

interface SharesProps {
  readonly title: string;
  readonly shares: readonly Share[];
  readonly nameOf: (name: string) => string;
}

function Shares({ title, shares, nameOf }: SharesProps) {
  const { t, i18n } = useTranslation();
  const most = Math.max(1, ...shares.map(({ bytes }) => bytes));
  if (shares.length === 0) return null;
  return (
    <section>
      <h2 className="mb-2 font-semibold">{title}</h2>
      <ul className="flex flex-col gap-1 rounded-card border border-line bg-surface p-4">
        {shares.map(({ name, pictures, bytes }) => (
          <li key={name} className="grid grid-cols-[minmax(0,12rem)_1fr_auto] items-center gap-4 py-1">
            <span className="truncate">{nameOf(name)}</span>
            <span aria-hidden className="h-2 overflow-hidden rounded-full bg-soft">
              <span className="block h-full rounded-full bg-accent" style={{ width: `${(bytes / most) * 100}%` }} />
            </span>
            <span className="tabular text-right whitespace-nowrap">
              {t('storage.share', {
                count: pictures,
                total: formatNumber(pictures, i18n.language),
                size: formatBytes(bytes, i18n.language),
              })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ClearCache() {
  const { t, i18n } = useTranslation();
  const bridge = useBridge();
  const cache = useQueryClient();
  const fail = useFailureToast();
  const show = useToasts((toasts) => toasts.show);
  const [clearing, setClearing] = useState(false);

  async function clear(): Promise<void> {
    setClearing(true);
    try {
      const { freedBytes } = await bridge.call('library.clearCache', {});
      show({ tone: 'neutral', text: t('storage.cleared', { size: formatBytes(freedBytes, i18n.language) }) });
      await cache.invalidateQueries({ queryKey: queryKeys.storage });
    } finally {
      setClearing(false);
    }
  }

  return (
    <Button size="small" disabled={clearing} onClick={() => void clear().catch(fail)}>
      {t('storage.clear')}
    </Button>
  );
}
