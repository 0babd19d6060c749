// Says above the feed that the queue rests, for else one would wait for pictures that nobody draws.

import { Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useQueueActions, useQueueLine } from '../../data/queue.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';

export function QueuePaused() {
  const { t } = useTranslation();
  const { data } = useQueueLine();
  const { setPaused } = useQueueActions();
  if (data?.paused !== true) return null;
  return (
    <Notice
      role="status"
      tone="warning"
      actions={
        <Button size="small" icon={<Play />} onClick={() => setPaused(false)}>
          {t('feed.resumeQueue')}
        </Button>
      }
    >
      {t('feed.queuePaused')}
    </Notice>
  );
}
