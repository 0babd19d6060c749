// Everything about a picture besides its words, for those who want to say it.

import { Dices, Lock, LockOpen, RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Model } from '../../../shared/domain/model.ts';
import { maxImagesPerJob, seedMax } from '../../../shared/domain/recipe.ts';
import type { NoiseGenerator } from '../../../shared/domain/noise-generator.ts';
import type { SchedulerName, SigmaSchedule } from '../../../shared/domain/scheduler-name.ts';
import type { CreateValues } from '../../state/create-form.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { controlLook, Field } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { Slider } from '../../ui/slider.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { LoraPicker } from './lora-picker.tsx';
import { type FormField, guidanceRange, inventionRange, sizeOf, spacingsOf, stepsRange } from './resolve-form.ts';
import { SecondPassFields } from './second-pass-fields.tsx';

interface AdvancedDrawerProps {
  readonly values: CreateValues;
  readonly model: Model;
  readonly faultOf: (field: FormField) => string | undefined;
  readonly onChange: (values: Partial<CreateValues>) => void;
  readonly onReset: () => void;
}

const counts = Array.from({ length: maxImagesPerJob }, (_, index) => String(index + 1));

export function AdvancedDrawer({ values, model, faultOf, onChange, onReset }: AdvancedDrawerProps) {
  const { t } = useTranslation();
  const { capabilities } = model.manifest;
  const size = sizeOf({ ...values, width: '', height: '' }, capabilities);
  const spacings = spacingsOf(values, capabilities);
  const sideHint = t('create.sideHint', {
    min: capabilities.sideMin,
    max: capabilities.sideMax,
    multiple: capabilities.sideMultiple,
  });

  return (
    <div className="grid animate-appear grid-cols-2 gap-x-5 gap-y-3 border-t border-line px-4 pt-3 pb-4 lg:grid-cols-4">
      <Field
        className="col-span-2"
        label={t('create.negativePrompt')}
        error={faultOf('negativePrompt')}
        hint={capabilities.negativePrompt ? undefined : t('create.negativeUnsupported')}
      >
        {(control) => (
          <TextArea
            {...control}
            maxRows={4}
            disabled={!capabilities.negativePrompt}
            value={values.negativePrompt}
            placeholder={t('create.negativePlaceholder')}
            onChange={(event) => onChange({ negativePrompt: event.target.value })}
            className={classNames(controlLook, 'min-h-9 py-[7px]')}
          />
        )}
      </Field>

      <SeedField values={values} error={faultOf('seed')} onChange={onChange} />

      <Field label={t('create.count')}>
        {({ id }) => (
          <span id={id}>
            <Segmented
              label={t('create.count')}
              value={String(values.count)}
              segments={counts.map((count) => ({ value: count, label: count }))}
              onPick={(count) => onChange({ count: Number(count) })}
            />
          </span>
        )}
      </Field>

      <Field label={t('create.steps')} error={faultOf('steps')}>
        {(control) => (
          <Slider
            {...control}
            {...stepsRange}
            label={t('create.steps')}
            step={1}
            value={values.steps}
            fallback={capabilities.defaultSteps}
            onType={(steps) => onChange({ steps })}
          />
        )}
      </Field>

      <Field label={t('create.guidance')} error={faultOf('guidanceScale')}>
        {(control) => (
          <Slider
            {...control}
            {...guidanceRange}
            label={t('create.guidance')}
            step={0.5}
            value={values.guidanceScale}
            fallback={capabilities.defaultGuidanceScale}
            onType={(guidanceScale) => onChange({ guidanceScale })}
          />
        )}
      </Field>

      {capabilities.defaultInvention !== null && (
        <Field label={t('create.invention')} error={faultOf('invention')} hint={t('create.inventionHint')}>
          {(control) => (
            <Slider
              {...control}
              {...inventionRange}
              label={t('create.invention')}
              step={0.05}
              value={values.invention}
              fallback={capabilities.defaultInvention ?? inventionRange.min}
              onType={(invention) => onChange({ invention })}
            />
          )}
        </Field>
      )}

      <Field label={t('create.scheduler')}>
        {(control) => (
          <Select<SchedulerName | ''>
            {...control}
            value={
              values.scheduler !== '' && capabilities.schedulers.includes(values.scheduler) ? values.scheduler : ''
            }
            options={[
              { value: '', label: t('create.byModel', { value: t(`schedulers.${capabilities.defaultScheduler}`) }) },
              ...capabilities.schedulers.map((name) => ({ value: name, label: t(`schedulers.${name}`) })),
            ]}
            onPick={(scheduler) => onChange({ scheduler })}
          />
        )}
      </Field>

      {spacings.length > 1 && (
        <Field label={t('create.sigmas')}>
          {(control) => (
            <Select<SigmaSchedule>
              {...control}
              value={spacings.includes(values.sigmas) ? values.sigmas : 'default'}
              options={spacings.map((spacing) => ({ value: spacing, label: t(`sigmas.${spacing}`) }))}
              onPick={(sigmas) => onChange({ sigmas })}
            />
          )}
        </Field>
      )}

      {capabilities.noise.length > 1 && (
        <Field label={t('create.noise')} hint={t('create.noiseHint')}>
          {(control) => (
            <Select<NoiseGenerator>
              {...control}
              value={capabilities.noise.includes(values.noise) ? values.noise : 'torch-cpu'}
              options={capabilities.noise.map((generator) => ({ value: generator, label: t(`noise.${generator}`) }))}
              onPick={(noise) => onChange({ noise })}
            />
          )}
        </Field>
      )}

      {capabilities.imageToImage && (
        <SecondPassFields values={values} model={model} faultOf={faultOf} onChange={onChange} />
      )}

      <LoraPicker values={values} model={model} onChange={onChange} />

      <div className="flex min-w-0 gap-2">
        <Field className="flex-1" label={t('create.width')} error={faultOf('width')}>
          {(control) => (
            <NumberField
              {...control}
              title={sideHint}
              value={values.width}
              placeholder={String(size.width)}
              step={capabilities.sideMultiple}
              onType={(width) => onChange({ width })}
            />
          )}
        </Field>
        <Field className="flex-1" label={t('create.height')} error={faultOf('height')}>
          {(control) => (
            <NumberField
              {...control}
              title={sideHint}
              value={values.height}
              placeholder={String(size.height)}
              step={capabilities.sideMultiple}
              onType={(height) => onChange({ height })}
            />
          )}
        </Field>
      </div>

      <div className="col-span-full -mb-1 flex justify-end">
        <Button weight="quiet" size="small" icon={<RotateCcw />} onClick={onReset}>
          {t('create.reset')}
        </Button>
      </div>
    </div>
  );
}

interface SeedFieldProps {
  readonly values: CreateValues;
  readonly error: string | undefined;
  readonly onChange: (values: Partial<CreateValues>) => void;
}

/** A number typed here locks itself: who names a seed wants that one. */
function SeedField({ values, error, onChange }: SeedFieldProps) {
  const { t } = useTranslation();
  return (
    <Field label={t('create.seed')} error={error}>
      {(control) => (
        <div className="flex items-center gap-1">
          <NumberField
            {...control}
            className="flex-1"
            value={values.seedLocked ? values.seed : ''}
            placeholder={t('create.seedRandom')}
            onType={(seed) => onChange({ seed, seedLocked: seed !== '' })}
          />
          <IconButton
            label={t('create.rollSeed')}
            icon={<Dices />}
            onClick={() => onChange({ seed: String(randomSeed()), seedLocked: true })}
          />
          <IconButton
            label={values.seedLocked ? t('create.unlockSeed') : t('create.lockSeed')}
            icon={values.seedLocked ? <Lock /> : <LockOpen />}
            pressed={values.seedLocked}
            onClick={() =>
              onChange(
                values.seedLocked
                  ? { seedLocked: false }
                  : { seedLocked: true, seed: values.seed === '' ? String(randomSeed()) : values.seed },
              )
            }
          />
        </div>
      )}
    </Field>
  );
}

function randomSeed(): number {
  const [seed = 0] = crypto.getRandomValues(new Uint32Array(1));
  return Math.min(seed, seedMax);
}
