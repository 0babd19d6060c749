// Says that a backup took the database's place, what came back by itself and what is lost, until someone has read it.

import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useBridge } from '../bridge/bridge-context.tsx';
import { useFailureToast } from '../data/job-actions.ts';
import { useBackups } from '../data/queries.ts';
import { queryKeys } from '../data/query-keys.ts';
import { formatMoment } from '../i18n/format.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

export function RestoredNotice() {
  const { t, i18n } = useTranslation();
  const bridge = useBridge();
  const cache = useQueryClient();
  const fail = useFailureToast();
  const restoration = useBackups().data?.restoration ?? null;
  if (restoration === null) return null;
  const { cause, backup, adopted, aside } = restoration;

  async function acknowledge(): Promise<void> {
    const left = await bridge.call('backups.acknowledge', {});
    cache.setQueryData(queryKeys.backups, left);
  }

  // While pictures are still taken up, there is more to come than was read.
  const understood = adopted !== null && (
    <Button size="small" onClick={() => void acknowledge().catch(fail)}>
      {t('restored.understood')}
    </Button>
  );
  return (
    <div className="border-b border-line p-3">
      <Notice tone="warning" role="status" title={t('restored.title')} actions={understood || undefined}>
        <p>{t(`restored.${cause}`, { moment: formatMoment(backup.createdAt, i18n.language) })}</p>
        <p>{adopted === null ? t('restored.adopting') : t('restored.adopted', { count: adopted.pictures })}</p>
        {adopted !== null && adopted.missing > 0 && <p>{t('restored.missing', { count: adopted.missing })}</p>}
        <p>{t('restored.lost')}</p>
        <p className="[overflow-wrap:anywhere]">{t('restored.aside', { file: aside })}</p>
      </Notice>
    </div>
  );
}
