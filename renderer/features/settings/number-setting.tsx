// A setting that is a whole number: typed freely, kept when one leaves the box, and explained while it cannot be kept.

import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NumberField } from '../../ui/number-field.tsx';
import { SettingRow } from './setting-row.tsx';

interface NumberSettingProps {
  readonly name: string;
  readonly text?: string;
  readonly minimum: number;
  readonly maximum: number;
  /** null: left to its usual value, which the box then shows as a hint. */
  readonly value: number | null;
  readonly usual?: number;
  readonly onKeep: (value: number | null) => void;
}

export function NumberSetting({ name, text, minimum, maximum, value, usual, onKeep }: NumberSettingProps) {
  const { t } = useTranslation();
  const faultId = useId();
  const [typed, type] = useState<string | null>(null);
  const shown = typed ?? (value === null ? '' : String(value));
  const meant = shown === '' && usual !== undefined ? null : Number(shown);
  const isFine = meant === null || (shown !== '' && Number.isInteger(meant) && meant >= minimum && meant <= maximum);

  function keep(): void {
    if (!isFine) return;
    type(null);
    if (meant !== value) onKeep(meant);
  }

  return (
    <SettingRow name={name} {...(text === undefined ? {} : { text })}>
      <div className="flex flex-col items-end gap-1">
        <NumberField
          aria-label={name}
          aria-invalid={!isFine}
          aria-describedby={isFine ? undefined : faultId}
          className="w-28"
          value={shown}
          {...(usual === undefined ? {} : { placeholder: String(usual) })}
          onType={type}
          onBlur={keep}
          onKeyUp={(event) => {
            if (event.key === 'Enter') keep();
          }}
        />
        {!isFine && (
          <p id={faultId} role="alert" className="text-small text-danger">
            {t('settings.wholeNumber', { minimum, maximum })}
          </p>
        )}
      </div>
    </SettingRow>
  );
}
