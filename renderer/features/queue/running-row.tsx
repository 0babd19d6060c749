// A job at work: how far it is, how long it still takes, and the ways to stop it.

import { Pause, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../shared/domain/job.ts';
import type { JobActions } from '../../data/job-actions.ts';
import { formatDuration, formatPercent } from '../../i18n/format.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { JobRow, rowLook } from './job-row.tsx';

interface RunningRowProps {
  readonly job: Job;
  readonly actions: JobActions;
  readonly onPause: () => void;
}

export function RunningRow({ job, actions, onPause }: RunningRowProps) {
  const { t, i18n } = useTranslation();
  const { prompt } = job.task.recipe;
  return (
    <li className={rowLook}>
      <JobRow
        job={job}
        aside={
          <>
            {t(`stages.${job.stage}`)} · {formatPercent(job.progress, i18n.language)}
            {job.etaMs !== null && (
              <>
                <br />
                {t('feed.timeLeft', { time: formatDuration(job.etaMs, i18n.language) })}
              </>
            )}
          </>
        }
        buttons={
          <>
            <IconButton label={t('queue.pauseOne', { prompt })} icon={<Pause />} onClick={onPause} />
            <IconButton label={t('queue.cancelOne', { prompt })} icon={<X />} onClick={() => actions.cancel(job.id)} />
          </>
        }
      >
        <ProgressBar label={t('feed.progress')} fraction={job.progress} />
      </JobRow>
    </li>
  );
}
