// A job that failed and is tried again: what went wrong, when it goes on, and the choice not to wait or not to go on.

import { Play, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../shared/domain/job.ts';
import type { JobActions } from '../../data/job-actions.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { useRetryWords } from '../../i18n/retry-words.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';

export function JobRetry({ job, actions }: { readonly job: Job; readonly actions: JobActions }) {
  const { t } = useTranslation();
  const words = useRetryWords(job.retries);
  const { title, advice, detail } = useErrorSentence()(job.error);

  return (
    <Notice
      tone="warning"
      title={title}
      actions={
        <>
          <Button size="small" icon={<Play />} onClick={() => actions.retry(job.id)}>
            {t('retry.now')}
          </Button>
          <Button size="small" icon={<X />} onClick={() => actions.stopRetrying(job.id)}>
            {t('retry.stop')}
          </Button>
        </>
      }
    >
      {advice}
      {detail !== null && <p className="mt-1 text-small text-muted">{detail}</p>}
      <p className="tabular mt-1 text-ink">{words}</p>
    </Notice>
  );
}
