// A job that failed for good: why, and the way to try it again.

import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../shared/domain/job.ts';
import type { JobActions } from '../../data/job-actions.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { Button } from '../../ui/button.tsx';
import { JobRow, rowLook } from './job-row.tsx';

export function FailedRow({ job, actions }: { readonly job: Job; readonly actions: JobActions }) {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const { title, advice } = sentence(job.error);
  return (
    <li className={rowLook}>
      <JobRow job={job}>
        <div className="flex flex-wrap items-center gap-2">
          <p className="min-w-0 flex-1 basis-60 text-small text-muted">
            <span className="font-medium text-danger">{title}</span> {advice}
          </p>
          <Button size="small" icon={<RotateCcw />} onClick={() => actions.retry(job.id)}>
            {t('feed.retry')}
          </Button>
        </div>
      </JobRow>
    </li>
  );
}
