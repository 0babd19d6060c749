// Rendering a picture again: the button, how far it is, and what came of it with the likely cause.

import { ShieldCheck, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ImageId } from '../../../shared/domain/ids.ts';
import type { Verification as Told } from '../../../shared/domain/receipt.ts';
import { useVerification } from '../../data/lineage.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { formatNumber } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { useChangeWords } from './change-words.ts';

export function Verification({ image }: { readonly image: ImageId }) {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const { result, error, underWay, progress, begin, stop } = useVerification(image);
  return (
    <div className="flex flex-col gap-3">
      <div>
        {/* One button, not two: it keeps the focus, and with it the keys of the viewer. */}
        <Button size="small" icon={underWay ? <X /> : <ShieldCheck />} onClick={underWay ? stop : begin}>
          {t(underWay ? 'receipt.stop' : 'receipt.verify')}
        </Button>
      </div>
      {underWay ? (
        <ProgressBar label={t('receipt.verifying')} fraction={progress === 0 ? null : progress} />
      ) : (
        <p className="text-small text-faint">{t('receipt.verifyHint')}</p>
      )}
      <div role="status">{!underWay && result !== null && <Outcome told={result} />}</div>
      {!underWay && error !== null && (
        <Notice role="alert" tone="warning" title={sentence(error).title}>
          {sentence(error).advice}
        </Notice>
      )}
    </div>
  );
}

function Outcome({ told }: { readonly told: Told }) {
  const { t, i18n } = useTranslation();
  const sentence = useErrorSentence();
  const wordsOf = useChangeWords();
  const { outcome, difference, problem, changes } = told;
  const causes = changes.length > 0 && (
    <>
      <p className="mt-2">{t(outcome === 'same' ? 'receipt.changedAnyway' : 'receipt.causes')}</p>
      <ul className="mt-1 list-disc pl-4 [overflow-wrap:anywhere]">
        {changes.map(wordsOf).map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    </>
  );
  if (outcome === 'same') {
    return (
      <Notice tone="neutral" title={t('receipt.same')}>
        {t('receipt.sameText')}
        {causes}
      </Notice>
    );
  }
  if (outcome === 'impossible') {
    return (
      <Notice tone="warning" title={t('receipt.impossible')}>
        {sentence(problem).advice}
        {causes}
      </Notice>
    );
  }
  const share = formatNumber(Math.round((difference?.share ?? 0) * 10_000) / 100, i18n.language);
  return (
    <Notice tone="warning" title={t('receipt.different')}>
      {t('receipt.differentText', { share, max: difference?.max ?? 0 })}
      {changes.length === 0 ? <p className="mt-2">{t('receipt.noCause')}</p> : causes}
    </Notice>
  );
}
