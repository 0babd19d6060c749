// A second pass at a larger size: how much larger, and how far it may go from the first.

import { useTranslation } from 'react-i18next';
import type { Model } from '../../../shared/domain/model.ts';
import { secondPassSideMax, secondPassSize } from '../../../shared/domain/second-pass.ts';
import { type CreateValues, usualStrength } from '../../state/create-form.ts';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { Slider } from '../../ui/slider.tsx';
import { type FormField, sizeOf, strengthRange } from './resolve-form.ts';

interface SecondPassFieldsProps {
  readonly values: CreateValues;
  readonly model: Model;
  readonly faultOf: (field: FormField) => string | undefined;
  readonly onChange: (values: Partial<CreateValues>) => void;
}

const usualScales = ['1.25', '1.5', '2', '3', '4'];

export function SecondPassFields({ values, model, faultOf, onChange }: SecondPassFieldsProps) {
  const { t } = useTranslation();
  const { manifest } = model;
  const first = sizeOf(values, manifest.capabilities);
  const endsAt = (scale: string) => secondPassSize(first, manifest, Number(scale));
  const largest = secondPassSideMax(manifest);
  // A recalled picture may have any scale.
  const scales = values.hires === '' ? usualScales : [...new Set([...usualScales, values.hires])];
  const fromWords = values.start === null;
  const hint = values.hires === '' ? undefined : t('create.hiresHint', endsAt(values.hires));

  return (
    <>
      <Field label={t('create.hires')} hint={fromWords ? hint : t('create.hiresFromWords')}>
        {(control) => (
          <Select
            {...control}
            disabled={!fromWords}
            value={fromWords ? values.hires : ''}
            options={[
              { value: '', label: t('create.hiresNone') },
              ...scales.map((scale) => ({
                value: scale,
                label: t('create.hiresTimes', { scale: Number(scale) }),
                disabled: Math.max(...Object.values(endsAt(scale))) > largest,
              })),
            ]}
            onPick={(hires) => onChange({ hires })}
          />
        )}
      </Field>
      {fromWords && values.hires !== '' && (
        <Field label={t('create.hiresDenoise')} error={faultOf('hiresDenoise')} hint={t('start.strengthHint')}>
          {(control) => (
            <Slider
              {...control}
              {...strengthRange}
              label={t('create.hiresDenoise')}
              step={0.05}
              value={values.hiresDenoise}
              fallback={usualStrength}
              onType={(hiresDenoise) => onChange({ hiresDenoise })}
            />
          )}
        </Field>
      )}
    </>
  );
}
