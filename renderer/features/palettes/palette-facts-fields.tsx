// What is said of a palette: its name, whose hand it is, and what others may do with it.

import { useTranslation } from 'react-i18next';
import { Field } from '../../ui/field.tsx';
import { TextField } from '../../ui/text-field.tsx';

export interface PaletteFacts {
  readonly name: string;
  readonly author: string;
  readonly licenceNote: string;
}

export function PaletteFactsFields(props: {
  readonly facts: PaletteFacts;
  readonly disabled?: boolean;
  readonly onChange: (facts: PaletteFacts) => void;
}) {
  const { t } = useTranslation();
  const { facts, disabled = false, onChange } = props;
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label={t('palettes.name')}>
        {(control) => (
          <TextField
            {...control}
            disabled={disabled}
            value={facts.name}
            maxLength={80}
            placeholder={t('palettes.namePlaceholder')}
            onChange={(event) => onChange({ ...facts, name: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('palettes.author')}>
        {(control) => (
          <TextField
            {...control}
            disabled={disabled}
            value={facts.author}
            maxLength={120}
            placeholder={t('palettes.authorPlaceholder')}
            onChange={(event) => onChange({ ...facts, author: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('palettes.licence')} hint={t('palettes.licenceHint')} className="sm:col-span-2">
        {(control) => (
          <TextField
            {...control}
            disabled={disabled}
            value={facts.licenceNote}
            maxLength={500}
            placeholder={t('palettes.licenceDefault')}
            onChange={(event) => onChange({ ...facts, licenceNote: event.target.value })}
          />
        )}
      </Field>
    </div>
  );
}
