// The queue: what is being drawn, what waits behind it and in which order, what failed, and the way to change any of it.

import { ListChecks, Pause, Play, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../shared/domain/job.ts';
import { useJobActions } from '../../data/job-actions.ts';
import { useActiveJobs, useFailedJobs } from '../../data/queries.ts';
import { inLineOrder, useQueueActions, useQueueLine } from '../../data/queue.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { formatDuration } from '../../i18n/format.ts';
import { goTo } from '../../state/screen.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ScreenTitle } from '../../ui/screen-title.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { FailedRow } from './failed-row.tsx';
import { QueuePart } from './queue-part.tsx';
import { RunningRow } from './running-row.tsx';
import { timeUntil } from './time-until.ts';
import { WaitingJobs } from './waiting-jobs.tsx';

const none: readonly never[] = [];

export function QueueScreen() {
  const { t, i18n } = useTranslation();
  const sentence = useErrorSentence();
  const active = useActiveJobs();
  const failed = useFailedJobs().data?.jobs ?? none;
  const line = useQueueLine().data;
  const actions = useJobActions();
  const queue = useQueueActions();
  const inOrder = inLineOrder(active.data?.jobs ?? none, line?.line ?? none);
  const running = inOrder.filter((job) => job.state === 'running');
  const waiting = inOrder.filter((job) => job.state !== 'running');
  const isPaused = line?.paused === true;
  const left = timeUntil({ running, waiting, expected: line?.line ?? none }).all;

  return (
    <div className="mx-auto max-w-4xl px-4 py-6 md:px-8">
      <ScreenTitle title={t('queue.title')}>
        {waiting.length > 1 && (
          <Button icon={<X />} onClick={() => waiting.forEach((job) => actions.cancel(job.id))}>
            {t('queue.cancelWaiting')}
          </Button>
        )}
        <Button icon={isPaused ? <Play /> : <Pause />} onClick={() => queue.setPaused(!isPaused)}>
          {t(isPaused ? 'queue.resumeAll' : 'queue.pauseAll')}
        </Button>
      </ScreenTitle>
      {isPaused && (
        <div className="mb-6">
          <Notice role="status" tone="warning" title={t('queue.pausedTitle')}>
            {t('queue.pausedText')}
          </Notice>
        </div>
      )}
      {active.isPending && <Skeleton className="h-20 w-full" />}
      {active.isError && (
        <Notice role="alert" tone="danger" title={sentence(active.error).title}>
          {sentence(active.error).advice}
        </Notice>
      )}
      {active.isSuccess && inOrder.length === 0 && (
        <EmptyState icon={<ListChecks />} title={t('queue.emptyTitle')} text={t('queue.emptyText')}>
          <Button weight="primary" onClick={() => goTo('create')}>
            {t('library.create')}
          </Button>
        </EmptyState>
      )}
      {left !== null && !isPaused && waiting.length > 0 && (
        <p className="tabular mb-4 text-small text-muted">
          {t('queue.allDoneIn', { time: formatDuration(left, i18n.language) })}
        </p>
      )}
      <QueuePart title={t('queue.running')} count={running.length}>
        {running.map((job) => (
          <RunningRow key={job.id} job={job} actions={actions} onPause={() => queue.pauseJob(job.id)} />
        ))}
      </QueuePart>
      <WaitingJobs
        jobs={waiting}
        running={running}
        // Nobody knows when a queue that rests will be done.
        expected={isPaused ? none : (line?.line ?? none)}
        actions={actions}
        queue={queue}
      />
      <QueuePart title={t('queue.failed', { count: failed.length })} count={failed.length}>
        {failed.map((job: Job) => (
          <FailedRow key={job.id} job={job} actions={actions} />
        ))}
      </QueuePart>
    </div>
  );
}
