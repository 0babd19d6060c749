// Sync: whether finished work leaves this machine, where to, and how every piece of it fares.

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../shared/contract/index.ts';
import type { SyncStatus } from '../../../shared/domain/sync.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useFailureToast } from '../../data/job-actions.ts';
import { queryKeys } from '../../data/query-keys.ts';
import { useSync } from '../../data/queries.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ScreenTitle } from '../../ui/screen-title.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { DiagnosisList } from './diagnosis-list.tsx';
import { DryRunList } from './dry-run-list.tsx';
import { OutboxList } from './outbox-list.tsx';
import { SyncForm } from './sync-form.tsx';
import { SwitchRow, SyncPart } from './sync-part.tsx';

export function SyncScreen() {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const { data: status, error } = useSync();
  return (
    <div className="mx-auto max-w-4xl px-4 py-6 md:px-8">
      <ScreenTitle title={t('sync.title')} />
      {error !== null && (
        <Notice role="alert" tone="danger" title={sentence(error).title}>
          {sentence(error).advice}
        </Notice>
      )}
      {status === undefined && error === null && <Skeleton className="h-64 w-full rounded-card" />}
      {status !== undefined && (
        <>
          <MainSwitch status={status} />
          <OutboxList status={status} />
          <SyncForm status={status} />
          <Trials />
        </>
      )}
    </div>
  );
}

function MainSwitch({ status }: { readonly status: SyncStatus }) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const cache = useQueryClient();
  const sentence = useErrorSentence();
  const { enabled, paused } = status.settings;
  const keep = (changed: SyncStatus): void => {
    cache.setQueryData(queryKeys.syncStatus, changed);
  };
  const turn = useMutation({
    mutationFn: (on: boolean) => bridge.call('sync.configure', { enabled: on }),
    onSuccess: keep,
  });
  const hold = useMutation({
    mutationFn: () => bridge.call(paused ? 'sync.resume' : 'sync.pause', {}),
    onSuccess: keep,
  });
  const failed = turn.error === null ? null : sentence(turn.error);
  return (
    <SyncPart
      title={t('sync.parts.main')}
      text={t('sync.promise')}
      actions={
        enabled && (
          <Button size="small" icon={paused ? <Play /> : <Pause />} onClick={() => hold.mutate()}>
            {t(paused ? 'sync.resume' : 'sync.pause')}
          </Button>
        )
      }
    >
      <SwitchRow name={t('sync.enabled')} checked={enabled} onChange={(on) => turn.mutate(on)} />
      {enabled && paused && <Notice tone="neutral">{t('sync.pausedText')}</Notice>}
      {failed !== null && (
        <Notice role="alert" tone="danger" title={failed.title}>
          {failed.detail ?? failed.advice}
        </Notice>
      )}
    </SyncPart>
  );
}

function Trials() {
  const { t } = useTranslation();
  const bridge = useBridge();
  const fail = useFailureToast();
  const [planned, setPlanned] = useState<CallOutput<'sync.dryRun'> | null>(null);
  const [lines, setLines] = useState<CallOutput<'sync.test'>['lines'] | null>(null);
  const dryRun = useMutation({
    mutationFn: () => bridge.call('sync.dryRun', {}),
    onSuccess: setPlanned,
    onError: fail,
  });
  const test = useMutation({
    mutationFn: () => bridge.call('sync.test', {}),
    onSuccess: (answer) => setLines(answer.lines),
    onError: fail,
  });
  return (
    <SyncPart
      title={t('sync.parts.trials')}
      text={t('sync.texts.trials')}
      actions={
        <div className="flex flex-wrap gap-2">
          <Button size="small" disabled={dryRun.isPending} onClick={() => dryRun.mutate()}>
            {t('sync.dryRun')}
          </Button>
          <Button size="small" disabled={test.isPending} onClick={() => test.mutate()}>
            {test.isPending ? t('sync.testing') : t('sync.test')}
          </Button>
        </div>
      }
    >
      {planned !== null && <DryRunList planned={planned} />}
      {lines !== null && <DiagnosisList heading="h3" lines={lines} />}
    </SyncPart>
  );
}
