// The outbox: every picture and message on its way, sent, or given up, with the way to send it again.

import { useMutation } from '@tanstack/react-query';
import { Ban, CircleCheck, Clock, Send, SkipForward } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxItem, SyncStatus } from '../../../shared/domain/sync.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useFailureToast } from '../../data/job-actions.ts';
import { type OutboxFilter, useOutbox } from '../../data/queries.ts';
import { formatMoment } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { SyncPart } from './sync-part.tsx';

const marks = {
  waiting: <Clock aria-hidden className="size-4 text-muted" />,
  sending: <Send aria-hidden className="size-4 text-accent" />,
  sent: <CircleCheck aria-hidden className="size-4 text-ok" />,
  dead: <Ban aria-hidden className="size-4 text-danger" />,
  skipped: <SkipForward aria-hidden className="size-4 text-faint" />,
} as const;

export function OutboxList({ status }: { readonly status: SyncStatus }) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const fail = useFailureToast();
  const [filter, setFilter] = useState<OutboxFilter>('all');
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useOutbox(filter);
  const retry = useMutation({
    mutationFn: (id: string | null) => bridge.call('sync.outbox.retry', id === null ? {} : { id }),
    onError: fail,
  });
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  const { waiting, sent, dead } = status.counts;
  return (
    <SyncPart
      title={t('sync.parts.outbox')}
      text={t('sync.counts', { waiting, sent, dead })}
      actions={
        dead > 0 && (
          <Button size="small" onClick={() => retry.mutate(null)}>
            {t('sync.retryAll', { count: dead })}
          </Button>
        )
      }
    >
      <Segmented
        size="small"
        label={t('sync.filter')}
        value={filter}
        onPick={setFilter}
        segments={(['all', 'waiting', 'dead', 'sent'] as const).map((value) => ({
          value,
          label: t(`sync.filters.${value}`),
        }))}
      />
      {items.length === 0 && <p className="mt-3 text-muted">{t('sync.empty')}</p>}
      {items.length > 0 && (
        <ul
          aria-label={t('sync.parts.outbox')}
          className="mt-3 max-h-96 divide-y divide-line overflow-y-auto rounded-control border border-line"
        >
          {items.map((item) => (
            <OutboxRow key={item.id} item={item} onRetry={() => retry.mutate(item.id)} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button size="small" className="mt-3" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('sync.more')}
        </Button>
      )}
    </SyncPart>
  );
}

function OutboxRow({ item, onRetry }: { readonly item: OutboxItem; readonly onRetry: () => void }) {
  const { t, i18n } = useTranslation();
  const what = t(`sync.kinds.${item.kind}`);
  const moment = item.sentAt ?? item.createdAt;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
      {marks[item.state]}
      <div className="min-w-40 flex-1">
        <p>{what}</p>
        <p className="truncate text-small text-faint">{item.id}</p>
        {item.fault !== null && (
          <p className="text-small text-muted">
            {t(`sync.faults.${item.fault.code}`)}
            {item.fault.status === null ? '' : ` (${item.fault.status})`}
          </p>
        )}
      </div>
      <span className="text-small text-muted">
        {item.tries > 1 || item.fault !== null
          ? t('sync.stateTries', { state: t(`sync.states.${item.state}`), count: item.tries })
          : t(`sync.states.${item.state}`)}
      </span>
      <time dateTime={moment} className="tabular text-small text-faint">
        {item.nextAt === null
          ? formatMoment(moment, i18n.language)
          : t('sync.nextAt', { time: formatMoment(item.nextAt, i18n.language) })}
      </time>
      {(item.state === 'dead' || item.nextAt !== null) && (
        <Button size="small" aria-label={t('sync.retryOne', { what: item.id })} onClick={onRetry}>
          {t('sync.retry')}
        </Button>
      )}
    </li>
  );
}
