// What a job did, line by line, as its log file has it; read again whenever the job changes.

import { useQuery } from '@tanstack/react-query';
import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../shared/domain/job.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { queryKeys } from '../../data/query-keys.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { useToasts } from '../../state/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PlainText } from '../../ui/plain-text.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

/** More than a job writes, unless it was tried for days. */
const linesAsked = 1000;

export function JobLog({ job, onClose }: { readonly job: Job; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const sentence = useErrorSentence();
  const show = useToasts((toasts) => toasts.show);
  const { data, error } = useQuery({
    queryKey: queryKeys.jobLog(job.id),
    queryFn: () => bridge.call('generation.logs', { id: job.id, lines: linesAsked }),
  });

  async function copy(lines: readonly string[]): Promise<void> {
    await navigator.clipboard.writeText(lines.join('\n'));
    show({ tone: 'neutral', text: t('queue.logCopied') });
  }

  return (
    <Dialog title={t('queue.logTitle')} onClose={onClose} wide>
      <p className="mb-3 line-clamp-2 text-muted">{job.task.recipe.prompt}</p>
      {error !== null && (
        <Notice role="alert" tone="danger" title={sentence(error).title}>
          {sentence(error).advice}
        </Notice>
      )}
      {data === undefined && error === null && <Skeleton className="h-40 w-full" />}
      {data !== undefined && data.logs.length === 0 && <p className="text-faint">{t('queue.logEmpty')}</p>}
      {data !== undefined && data.logs.length > 0 && (
        <PlainText label={t('queue.logTitle')}>{data.logs.join('\n')}</PlainText>
      )}
      <div className="mt-6 flex justify-end gap-2">
        {data !== undefined && data.logs.length > 0 && (
          <Button icon={<Copy />} onClick={() => void copy(data.logs)}>
            {t('queue.copyLog')}
          </Button>
        )}
        <Button onClick={onClose}>{t('queue.closeLog')}</Button>
      </div>
    </Dialog>
  );
}
