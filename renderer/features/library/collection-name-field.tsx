// The line that takes the name of a collection, and says why the studio refused it.

import { useTranslation } from 'react-i18next';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { TextField } from '../../ui/text-field.tsx';

/** As long as the name of a collection may be. */
const longestName = 80;

interface CollectionNameFieldProps {
  readonly name: string;
  /** What came of the last try; null when nothing was wrong. */
  readonly problem: unknown;
  readonly onChange: (name: string) => void;
}

export function CollectionNameField({ name, problem, onChange }: CollectionNameFieldProps) {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  return (
    <div className="min-w-0 flex-1">
      <TextField
        aria-label={t('collections.newName')}
        placeholder={t('collections.newName')}
        maxLength={longestName}
        value={name}
        onChange={(event) => onChange(event.target.value)}
      />
      {problem !== null && (
        <p role="alert" className="mt-2 text-small text-danger">
          {sentence(problem).title}
        </p>
      )}
    </div>
  );
}
