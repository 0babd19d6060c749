// Where a job stands: waiting, at work, failed or stopped. A finished one needs no words.

import { Play, RotateCcw, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../shared/domain/job.ts';
import type { JobActions } from '../../data/job-actions.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { formatDuration, formatPercent } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { JobRetry } from './job-retry.tsx';

interface JobStatusProps {
  readonly job: Job;
  /** Jobs before this one; null when it does not wait. */
  readonly place: number | null;
  readonly actions: JobActions;
}

export function JobStatus({ job, place, actions }: JobStatusProps) {
  const { t } = useTranslation();
  const sentence = useErrorSentence();

  switch (job.state) {
    case 'completed':
      return null;
    case 'queued':
      if (job.retries.nextAt !== null) return <JobRetry job={job} actions={actions} />;
      return <JobProgress job={job} place={place} onCancel={() => actions.cancel(job.id)} />;
    case 'paused':
    case 'running':
      return <JobProgress job={job} place={place} onCancel={() => actions.cancel(job.id)} />;
    case 'cancelled':
      return (
        <Notice
          tone="neutral"
          title={t('feed.cancelled')}
          actions={
            <Button size="small" icon={<Play />} onClick={() => actions.reroll(job)}>
              {t('feed.runAgain')}
            </Button>
          }
        >
          {job.images.some((image) => image.state === 'ready') ? t('feed.cancelledKept') : t('feed.cancelledNothing')}
        </Notice>
      );
    case 'failed': {
      const { title, advice, detail } = sentence(job.error);
      return (
        <Notice
          tone="danger"
          title={title}
          actions={
            <Button size="small" icon={<RotateCcw />} onClick={() => actions.retry(job.id)}>
              {t('feed.retry')}
            </Button>
          }
        >
          {advice}
          {detail !== null && <p className="mt-1 text-small text-muted">{detail}</p>}
        </Notice>
      );
    }
    default:
      return job.state satisfies never;
  }
}

function JobProgress({
  job,
  place,
  onCancel,
}: {
  readonly job: Job;
  readonly place: number | null;
  readonly onCancel: () => void;
}) {
  const { t, i18n } = useTranslation();
  const waits = job.state !== 'running';
  const turn = t(place === null || place === 0 ? 'feed.next' : 'feed.behind', { count: place ?? 0 });
  const whileWaiting = job.state === 'paused' ? t('feed.paused') : turn;
  const stage = waits ? whileWaiting : t(`stages.${job.stage}`);
  const left =
    job.etaMs === null || waits ? null : t('feed.timeLeft', { time: formatDuration(job.etaMs, i18n.language) });

  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-3">
        <p className="min-w-0 flex-1 truncate text-muted">
          <span className="text-ink">{stage}</span>
          {left !== null && <span className="tabular"> · {left}</span>}
        </p>
        {!waits && <span className="tabular text-muted">{formatPercent(job.progress, i18n.language)}</span>}
        <Button size="small" icon={<X />} onClick={onCancel}>
          {t('feed.cancel')}
        </Button>
      </div>
      {!waits && (
        <ProgressBar
          label={t('feed.progress')}
          fraction={job.stage === 'loading' && job.progress === 0 ? null : job.progress}
        />
      )}
    </div>
  );
}
