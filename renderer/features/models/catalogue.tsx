// The catalogue: models of others that can be downloaded, with what is known of each before a byte of it is fetched.

import { CircleCheck, Download as DownloadIcon, Pause, Play, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../shared/contract/index.ts';
import type { Download } from '../../../shared/domain/download.ts';
import { type DownloadActions, useDownloadActions, useDownloads } from '../../data/downloads.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { formatBytes, formatPercent } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';

type Entry = CallOutput<'downloads.list'>['catalogue'][number];

export function Catalogue() {
  const { t } = useTranslation();
  const { data } = useDownloads();
  const actions = useDownloadActions();
  if (data === undefined || data.catalogue.length === 0) return null;
  return (
    <section aria-label={t('catalogue.title')} className="mt-8">
      <h2 className="text-lead font-semibold">{t('catalogue.title')}</h2>
      <p className="mt-1 mb-3 text-small text-faint">{t('catalogue.text')}</p>
      <ul aria-label={t('catalogue.title')} className="flex flex-col gap-2">
        {data.catalogue.map((entry) => (
          <CatalogueRow
            key={entry.id}
            entry={entry}
            download={data.downloads.find(({ id }) => id === entry.id) ?? null}
            actions={actions}
          />
        ))}
      </ul>
    </section>
  );
}

interface CatalogueRowProps {
  readonly entry: Entry;
  readonly download: Download | null;
  readonly actions: DownloadActions;
}

function CatalogueRow({ entry, download, actions }: CatalogueRowProps) {
  const { t, i18n } = useTranslation();
  const [isAsking, setIsAsking] = useState(false);
  const { id, name } = entry;

  async function start(): Promise<void> {
    setIsAsking(true);
    await actions.start(id);
    setIsAsking(false);
  }

  return (
    <li className="flex flex-col gap-3 rounded-card border border-line bg-surface p-4 shadow-card">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-60 flex-1">
          <p className="font-medium">{name}</p>
          <p className="mt-0.5 font-mono text-small text-faint [overflow-wrap:anywhere]">{entry.repository}</p>
        </div>
        {entry.isInstalled && (
          <p className="flex h-7 items-center gap-1.5 text-small text-muted">
            <CircleCheck aria-hidden className="size-4 text-ok" />
            {t('catalogue.installed')}
          </p>
        )}
        {!entry.isInstalled && (download === null || download.state !== 'running') && (
          <Button
            size="small"
            icon={download === null ? <DownloadIcon /> : <Play />}
            aria-label={t(download === null ? 'catalogue.startOne' : 'catalogue.resumeOne', { name })}
            disabled={isAsking}
            onClick={() => void start()}
          >
            {t(isAsking ? 'catalogue.asking' : download === null ? 'catalogue.start' : 'catalogue.resume')}
          </Button>
        )}
        {download?.state === 'running' && (
          <Button
            size="small"
            icon={<Pause />}
            aria-label={t('catalogue.pauseOne', { name })}
            onClick={() => actions.pause(id)}
          >
            {t('catalogue.pause')}
          </Button>
        )}
        {download !== null && (
          <Button
            size="small"
            icon={<X />}
            aria-label={t('catalogue.cancelOne', { name })}
            onClick={() => actions.cancel(id)}
          >
            {t('catalogue.cancel')}
          </Button>
        )}
      </div>
      <div className="flex flex-wrap gap-1.5">
        <Chip>{t(`models.families.${entry.family}`)}</Chip>
        <Chip>{entry.licence}</Chip>
        {entry.sizeBytes !== null && (
          <Chip>{t('catalogue.about', { size: formatBytes(entry.sizeBytes, i18n.language) })}</Chip>
        )}
        {!entry.tried && <Chip>{t('catalogue.untried')}</Chip>}
      </div>
      {download !== null && <HowFar download={download} name={name} />}
    </li>
  );
}

function HowFar({ download, name }: { readonly download: Download; readonly name: string }) {
  const { t, i18n } = useTranslation();
  const sentence = useErrorSentence();
  const { receivedBytes, sizeBytes, state, error } = download;
  const fraction = sizeBytes === 0 ? 0 : receivedBytes / sizeBytes;
  const failed = error === null ? null : sentence(error);
  return (
    <div className="flex flex-col gap-2">
      <p className="tabular text-small text-muted">
        {t(`catalogue.states.${state}`)} · {formatPercent(fraction, i18n.language)} ·{' '}
        {t('catalogue.of', {
          received: formatBytes(receivedBytes, i18n.language),
          size: formatBytes(sizeBytes, i18n.language),
        })}
      </p>
      <ProgressBar label={t('catalogue.progress', { name })} fraction={fraction} />
      {failed !== null && (
        <p role="alert" className="text-small text-muted">
          <span className="font-medium text-danger">{failed.title}</span> {failed.advice}
        </p>
      )}
    </div>
  );
}
