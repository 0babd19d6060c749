// Puts a LoRA into the prompt as the field writes it; there it can be read, changed and taken out like any word.

import { useTranslation } from 'react-i18next';
import { lorasMax } from '../../../shared/domain/lora.ts';
import { familiesWithLoras, type Model } from '../../../shared/domain/model.ts';
import { loraTag, takeLoraTags } from '../../../shared/prompt/lora-tags.ts';
import { useLoras } from '../../data/queries.ts';
import type { CreateValues } from '../../state/create-form.ts';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';

/** What most LoRAs are meant to be used with. */
const usualStrength = 0.8;

export function LoraPicker({
  values,
  model,
  onChange,
}: {
  readonly values: CreateValues;
  readonly model: Model;
  readonly onChange: (values: Partial<CreateValues>) => void;
}) {
  const { t } = useTranslation();
  const { data } = useLoras();
  const loras = (data?.loras ?? []).filter(({ problem }) => problem === null);
  if (!familiesWithLoras.has(model.manifest.family) || loras.length === 0) return null;
  const named = new Set(takeLoraTags(values.prompt).loras.map(({ name }) => name));
  return (
    <Field label={t('create.lora')} hint={t('create.loraHint')}>
      {(control) => (
        <Select
          {...control}
          value=""
          options={[
            { value: '', label: t('create.loraPick') },
            ...loras.map(({ id }) => ({ value: id, label: id, disabled: named.has(id) || named.size >= lorasMax })),
          ]}
          onPick={(id) => {
            if (id === '') return;
            const tag = loraTag({ name: id, strength: usualStrength });
            onChange({ prompt: `${values.prompt.trimEnd()} ${tag}`.trimStart() });
          }}
        />
      )}
    </Field>
  );
}
