// How far a sequence is, with the way to stop it; or why it ended badly.

import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Sequence, Shot } from '../../../shared/domain/storyboard.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useFailureToast } from '../../data/job-actions.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';

export function SequenceStatus({ sequence, shots }: { readonly sequence: Sequence; readonly shots: readonly Shot[] }) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const fail = useFailureToast();
  const sentence = useErrorSentence();
  if (sequence.state === 'failed') {
    const { title, advice, detail } = sentence(sequence.error);
    return (
      <div className="mb-6">
        <Notice role="alert" tone="danger" title={`${t('storyboards.sequenceFailed')}: ${title}`}>
          {detail ?? advice}
        </Notice>
      </div>
    );
  }
  const members = shots.filter((shot) => shot.sequence === sequence.id);
  const done = members.filter((shot) => shot.image !== null).length;
  const words =
    sequence.writer === null ? t('storyboards.writing') : t('storyboards.drawing', { done, total: sequence.shotCount });
  return (
    <div className="mb-6 flex items-center gap-4 rounded-card border border-line bg-surface p-4 shadow-card">
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <p role="status" className="tabular truncate">
          {words}
        </p>
        <ProgressBar label={words} fraction={sequence.writer === null ? null : sequence.progress} />
      </div>
      <Button
        size="small"
        icon={<X />}
        onClick={() => void bridge.call('sequences.cancel', { id: sequence.id }).catch(fail)}
      >
        {t('storyboards.stop')}
      </Button>
    </div>
  );
}
