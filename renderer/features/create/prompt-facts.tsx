// What the model makes of the prompt: how many tokens, what is not read, what a dynamic prompt comes to.

import { useTranslation } from 'react-i18next';
import type { ModelId } from '../../../shared/domain/ids.ts';
import { PromptFault } from '../../../shared/prompt/dynamic-prompt.ts';
import { isDynamic } from '../../../shared/prompt/resolve-prompt.ts';
import { usePromptPreview, usePromptTokens, useRested } from '../../data/prompts.ts';

interface TokenCountProps {
  readonly prompt: string;
  readonly model: ModelId | null;
}

export function TokenCount({ prompt, model }: TokenCountProps) {
  const { t } = useTranslation();
  const tokens = usePromptTokens(useRested(prompt), model).data;
  // The encoder that has the least room is the one whose count matters.
  const encoder = tokens?.encoders.toSorted((one, other) => one.room - other.room)[0];
  if (prompt === '' || encoder === undefined) return null;
  return (
    <p className="tabular shrink-0">
      {encoder.pieces.length > 1
        ? t('tokens.pieces', { tokens: encoder.tokens, pieces: encoder.pieces.length, room: encoder.room })
        : t('tokens.count', { tokens: encoder.tokens, room: encoder.room })}
    </p>
  );
}

interface PromptFactsProps extends TokenCountProps {
  readonly negativePrompt: string;
}

/** What wants to be known before it is drawn: words that are not read, faults, and examples of a dynamic prompt. */
export function PromptFacts({ prompt, negativePrompt, model }: PromptFactsProps) {
  const { t } = useTranslation();
  const words = useRested(prompt);
  const unwanted = useRested(negativePrompt);
  const tokens = usePromptTokens(words, model).data;
  const dynamic = holdsChoices(words) || holdsChoices(unwanted);
  const preview = usePromptPreview({ prompt: words, negativePrompt: unwanted }, { ready: dynamic }).data;
  const cutAt = tokens?.encoders.flatMap(({ cutAt: at }) => at ?? []).toSorted((one, other) => one - other)[0];
  const shown = dynamic ? preview : undefined;
  if (prompt === '' || (cutAt === undefined && shown === undefined)) return null;
  return (
    <div className="flex flex-col gap-1 px-4 pb-2 text-small text-muted">
      {cutAt !== undefined && (
        <p role="status" className="text-warning">
          {t('tokens.cut', { words: tokens?.text.slice(cutAt, cutAt + 60).trim() ?? '' })}
        </p>
      )}
      {shown?.errors.map(({ field, at, message }) => (
        <p key={`${field} ${at}`} role="status" className="text-warning">
          {t('tokens.fault', { at: at + 1, message })}
        </p>
      ))}
      {shown !== undefined && shown.resolutions.length > 0 && (
        <ul aria-label={t('tokens.examples')} className="flex flex-col gap-0.5 border-l-2 border-line pl-2">
          {shown.resolutions.map(({ seed, prompt: resolved }) => (
            <li key={seed} className="truncate" title={resolved}>
              {resolved}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** A text with a fault in its brackets holds some as well; the studio says what is wrong with it. */
function holdsChoices(text: string): boolean {
  try {
    return isDynamic(text);
  } catch (thrown) {
    if (thrown instanceof PromptFault) return true;
    throw thrown;
  }
}
