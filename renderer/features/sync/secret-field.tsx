// A secret: it can be entered and forgotten, and is never shown.

import { useTranslation } from 'react-i18next';
import type { SecretName } from '../../../shared/domain/sync.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { TextField } from '../../ui/text-field.tsx';

interface SecretFieldProps {
  readonly name: SecretName;
  readonly isKept: boolean;
  /** undefined: untouched; null: to be forgotten. */
  readonly typed: string | null | undefined;
  readonly onType: (typed: string | null) => void;
}

export function SecretField({ name, isKept, typed, onType }: SecretFieldProps) {
  const { t } = useTranslation();
  const label = t(`sync.secrets.${name}`);
  const state = typed === null ? 'forgotten' : isKept ? 'kept' : 'none';
  return (
    <Field
      label={label}
      hint={t(`sync.secretHints.${state}`)}
      aside={
        isKept && typed !== null ? (
          <Button
            size="small"
            weight="quiet"
            aria-label={t('sync.forgetSecret', { name: label })}
            onClick={() => onType(null)}
          >
            {t('sync.forget')}
          </Button>
        ) : undefined
      }
    >
      {(control) => (
        <TextField
          {...control}
          type="password"
          autoComplete="off"
          value={typed ?? ''}
          placeholder={isKept && typed !== null ? '••••••••' : ''}
          onChange={(event) => onType(event.target.value)}
        />
      )}
    </Field>
  );
}
