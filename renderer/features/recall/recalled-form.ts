// What of a recalled picture the form can take over, field by field.

import type { ModelId } from '../../../shared/domain/ids.ts';
import type { Model } from '../../../shared/domain/model.ts';
import type { RecalledFieldName, RecalledFields, RecalledPicture } from '../../../shared/domain/recalled.ts';
import { seedMax } from '../../../shared/domain/recipe.ts';
import { loraTag } from '../../../shared/prompt/lora-tags.ts';
import type { CreateValues } from '../../state/create-form.ts';

type Field = NonNullable<RecalledFields[RecalledFieldName]>;

export interface RecalledRow {
  readonly name: RecalledFieldName;
  readonly confidence: Field['confidence'];
  readonly from: string;
  /** In the words of the picture. */
  readonly words: string;
  /** null for what this form has no place for. */
  readonly values: Partial<CreateValues> | null;
}

const order: readonly RecalledFieldName[] = [
  'prompt',
  'negativePrompt',
  'model',
  'size',
  'seed',
  'steps',
  'guidanceScale',
  'distilledGuidanceScale',
  'sampler',
  'schedule',
  'noise',
  'loras',
  'denoisingStrength',
  'hires',
  'clipSkip',
  'variation',
  'vae',
  'styles',
];

/** @param model the installed model that was chosen for the picture's, which decides what its sampler can be */
export function rowsOf(picture: RecalledPicture, model: Model | null): RecalledRow[] {
  const { fields } = picture.recalled;
  return order.flatMap((name) => {
    const field = fields[name];
    if (field === undefined) return [];
    const { confidence, from } = field;
    return [{ name, confidence, from, words: wordsOf(field.value), values: valuesOf(name, picture, model) }];
  });
}

/** Everything at once; words that are not there are not kept from before. */
export function allValues(rows: readonly RecalledRow[]): Partial<CreateValues> {
  const values: Partial<CreateValues> = Object.assign({}, ...rows.map((row) => row.values ?? {}));
  const tags = rows.find(({ name }) => name === 'loras')?.values?.prompt;
  const words = rows.find(({ name }) => name === 'prompt')?.words;
  return {
    ...values,
    ...(words === undefined ? {} : { prompt: [words, tags].filter(Boolean).join(' '), negativePrompt: '' }),
    ...(rows.some(({ name }) => name === 'negativePrompt') ? { negativePrompt: values.negativePrompt ?? '' } : {}),
  };
}

function valuesOf(
  name: RecalledFieldName,
  picture: RecalledPicture,
  model: Model | null,
): Partial<CreateValues> | null {
  const { fields } = picture.recalled;
  switch (name) {
    case 'prompt':
      return { prompt: fields.prompt?.value ?? '' };
    case 'negativePrompt':
      return { negativePrompt: fields.negativePrompt?.value ?? '' };
    case 'model':
      return model === null ? null : { model: model.id as ModelId };
    case 'size':
      return { width: String(fields.size?.value.width ?? ''), height: String(fields.size?.value.height ?? '') };
    case 'seed':
      return Number(fields.seed?.value) > seedMax ? null : { seed: fields.seed?.value ?? '', seedLocked: true };
    case 'steps':
      return { steps: String(fields.steps?.value ?? '') };
    case 'guidanceScale':
      return { guidanceScale: String(fields.guidanceScale?.value ?? '') };
    case 'sampler':
    case 'schedule':
      return samplingValues(fields, model);
    case 'noise':
      return { noise: fields.noise?.value ?? 'torch-cpu' };
    case 'loras':
      return loraValues(picture);
    case 'hires':
      return hiresValues(fields.hires?.value);
    default:
      return null;
  }
}

/** The likeliest sampling that the model has; without a model the likeliest of all. */
function samplingValues({ samplings }: RecalledFields, model: Model | null): Partial<CreateValues> | null {
  const offered = model?.manifest.capabilities.schedulers;
  const found = samplings?.value.find(({ scheduler }) => offered === undefined || offered.includes(scheduler));
  return found === undefined ? null : { scheduler: found.scheduler, sigmas: found.sigmas };
}

/** A pass without a scale is one of a tool that enlarges in its own way. */
function hiresValues(hires: NonNullable<RecalledFields['hires']>['value'] | undefined): Partial<CreateValues> | null {
  if (hires === undefined || hires.scale === null) return null;
  return { hires: String(hires.scale), hiresDenoise: String(hires.denoisingStrength ?? '') };
}

/** As tags behind the prompt, for that is how a prompt names them here; only registered ones can be drawn with. */
function loraValues({ recalled, loras }: RecalledPicture): Partial<CreateValues> | null {
  const tags = (recalled.fields.loras?.value ?? []).flatMap(({ name, strength }) => {
    const id = loras.find((lora) => lora.name === name)?.id;
    return id === null || id === undefined ? [] : [loraTag({ name: id, strength })];
  });
  return tags.length === 0 ? null : { prompt: tags.join(' ') };
}

function wordsOf(value: Field['value']): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if ('width' in value) return `${value.width} × ${value.height}`;
  if ('hash' in value) return [value.name, value.hash].filter(Boolean).join(', ');
  if (Array.isArray(value)) return value.map((item) => (typeof item === 'string' ? item : loraWords(item))).join(', ');
  return Object.values(value)
    .filter((part) => part !== null)
    .join(', ');
}

function loraWords(item: object): string {
  return Object.values(item)
    .filter((part) => part !== null)
    .slice(0, 2)
    .join(' ');
}
