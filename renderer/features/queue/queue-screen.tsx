// The queue: what is being drawn, what waits behind it, and the way to stop either.

import { ListChecks, Play, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../shared/domain/job.ts';
import { type JobActions, useJobActions } from '../../data/job-actions.ts';
import { useActiveJobs } from '../../data/queries.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { formatDuration, formatPercent } from '../../i18n/format.ts';
import { useRetryWords } from '../../i18n/retry-words.ts';
import { goTo } from '../../state/screen.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { ScreenTitle } from '../../ui/screen-title.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

export function QueueScreen() {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const active = useActiveJobs();
  const actions = useJobActions();
  const oldestFirst = (active.data?.jobs ?? []).toReversed();
  const running = oldestFirst.filter((job) => job.state === 'running');
  const waiting = oldestFirst.filter((job) => job.state !== 'running');

  return (
    <div className="mx-auto max-w-4xl px-4 py-6 md:px-8">
      <ScreenTitle title={t('queue.title')}>
        {waiting.length > 1 && (
          <Button icon={<X />} onClick={() => waiting.forEach((job) => actions.cancel(job.id))}>
            {t('queue.cancelWaiting')}
          </Button>
        )}
      </ScreenTitle>
      {active.isPending && <Skeleton className="h-20 w-full" />}
      {active.isError && (
        <Notice role="alert" tone="danger" title={sentence(active.error).title}>
          {sentence(active.error).advice}
        </Notice>
      )}
      {active.isSuccess && oldestFirst.length === 0 && (
        <EmptyState icon={<ListChecks />} title={t('queue.emptyTitle')} text={t('queue.emptyText')}>
          <Button weight="primary" onClick={() => goTo('create')}>
            {t('library.create')}
          </Button>
        </EmptyState>
      )}
      <QueuePart title={t('queue.running')} jobs={running} actions={actions} />
      <QueuePart title={t('queue.waiting', { count: waiting.length })} jobs={waiting} actions={actions} />
    </div>
  );
}

interface QueuePartProps {
  readonly title: string;
  readonly jobs: readonly Job[];
  readonly actions: JobActions;
}

function QueuePart({ title, jobs, actions }: QueuePartProps) {
  if (jobs.length === 0) return null;
  return (
    <section aria-label={title} className="mb-8">
      <h2 className="mb-2 text-small font-medium text-muted">{title}</h2>
      <ol className="flex flex-col gap-2">
        {jobs.map((job) => (
          <QueueRow key={job.id} job={job} actions={actions} />
        ))}
      </ol>
    </section>
  );
}

function QueueRow({ job, actions }: { readonly job: Job; readonly actions: JobActions }) {
  const { t, i18n } = useTranslation();
  const { recipe } = job.task;
  const sentence = useErrorSentence();
  const waits = useRetryWords(job.retries);
  const runs = job.state === 'running';
  const facts = [
    t(`queue.kinds.${job.task.kind}`),
    `${job.images[0]?.width ?? recipe.width} × ${job.images[0]?.height ?? recipe.height}`,
    t('queue.pictures', { count: job.images.length }),
  ];
  return (
    <li className="flex flex-col gap-3 rounded-card border border-line bg-surface p-4 shadow-card">
      <div className="flex items-start gap-4">
        <div className="min-w-0 flex-1">
          <p className="line-clamp-2 font-medium">{recipe.prompt}</p>
          <p className="tabular mt-0.5 text-small text-faint">{facts.join(' · ')}</p>
        </div>
        {runs && (
          <p className="tabular text-right text-small whitespace-nowrap text-muted">
            {t(`stages.${job.stage}`)} · {formatPercent(job.progress, i18n.language)}
            {job.etaMs !== null && (
              <>
                <br />
                {t('feed.timeLeft', { time: formatDuration(job.etaMs, i18n.language) })}
              </>
            )}
          </p>
        )}
        {waits === null && (
          <Button
            size="small"
            icon={<X />}
            aria-label={t('queue.cancelOne', { prompt: recipe.prompt })}
            onClick={() => actions.cancel(job.id)}
          >
            {t('feed.cancel')}
          </Button>
        )}
      </div>
      {waits !== null && (
        <div className="flex flex-wrap items-center gap-2">
          <p className="min-w-0 flex-1 basis-60 text-small text-muted">
            {sentence(job.error).title} <span className="tabular text-ink">{waits}</span>
          </p>
          <Button size="small" icon={<Play />} onClick={() => actions.retry(job.id)}>
            {t('retry.now')}
          </Button>
          <Button size="small" icon={<X />} onClick={() => actions.stopRetrying(job.id)}>
            {t('retry.stop')}
          </Button>
        </div>
      )}
      {runs && <ProgressBar label={t('feed.progress')} fraction={job.progress} />}
    </li>
  );
}
