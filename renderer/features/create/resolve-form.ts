// Turns what stands in the form into a recipe, or says field by field what is wrong. Nothing is silently corrected.

import type { ModelCapabilities } from '../../../shared/domain/model.ts';
import {
  maxImagesPerJob,
  promptMaxLength,
  type Recipe,
  type RecipeHires,
  type RecipeSource,
  seedMax,
  sideMin,
} from '../../../shared/domain/recipe.ts';
import type { Model } from '../../../shared/domain/model.ts';
import { type SigmaSchedule, sigmaSchedulesOf } from '../../../shared/domain/scheduler-name.ts';
import { type CreateValues, type StartPicture, usualStrength } from '../../state/create-form.ts';

export const formFields = [
  'prompt',
  'negativePrompt',
  'width',
  'height',
  'seed',
  'steps',
  'guidanceScale',
  'invention',
  'startStrength',
  'start',
  'hiresDenoise',
] as const;
export type FormField = (typeof formFields)[number];

/** Names a sentence of the catalogue under `create.faults`, with its numbers. */
export interface Fault {
  readonly kind:
    | 'promptEmpty'
    | 'tooLong'
    | 'notANumber'
    | 'notWhole'
    | 'outOfRange'
    | 'notAMultiple'
    | 'noStart'
    | 'noMask'
    | 'noRoom';
  readonly values: Readonly<Record<string, number>>;
}

export type FormFaults = Partial<Record<FormField, Fault>>;
export type Resolution =
  | { readonly ok: true; readonly recipe: Recipe }
  | { readonly ok: false; readonly faults: FormFaults };

/** The contract's bounds; a model narrows only its sides. */
export const stepsRange = { min: 1, max: 150 } as const;
export const guidanceRange = { min: 0, max: 30 } as const;
export const inventionRange = { min: 0, max: 1 } as const;
export const strengthRange = { min: 0, max: 1 } as const;

export function resolveForm(values: CreateValues, model: Model): Resolution {
  const { capabilities } = model.manifest;
  const faults: FormFaults = {};
  const read = (field: FormField, fault: Fault | null) => {
    if (fault !== null) faults[field] = fault;
  };

  read('prompt', promptFault(values.prompt));
  if (capabilities.negativePrompt) read('negativePrompt', lengthFault(values.negativePrompt));
  read('width', sideFault(values.width, capabilities));
  read('height', sideFault(values.height, capabilities));
  if (values.seedLocked) read('seed', numberFault(values.seed, { min: 0, max: seedMax, whole: true }));
  read('steps', numberFault(values.steps, { ...stepsRange, whole: true }));
  read('guidanceScale', numberFault(values.guidanceScale, { ...guidanceRange, whole: false }));
  if (capabilities.defaultInvention !== null) {
    read('invention', numberFault(values.invention, { ...inventionRange, whole: false }));
  }
  if (hasSecondPass(values, capabilities)) {
    read('hiresDenoise', numberFault(values.hiresDenoise, { ...strengthRange, whole: false }));
  }
  if (values.start !== null) {
    read('start', startFault(values.start, { size: sizeOf(values, capabilities), capabilities }));
    read('startStrength', numberFault(values.startStrength, { ...strengthRange, whole: false }));
  }
  if (Object.keys(faults).length > 0) return { ok: false, faults };

  const recipe: Recipe = {
    prompt: values.prompt.trim(),
    model: model.id,
    style: values.style,
    ...(values.moreStyles.length === 0 ? {} : { moreStyles: [...values.moreStyles] }),
    count: Math.min(maxImagesPerJob, values.count),
    ...sizeOf(values, capabilities),
    ...(capabilities.negativePrompt && values.negativePrompt.trim() !== ''
      ? { negativePrompt: values.negativePrompt.trim() }
      : {}),
    ...(values.seedLocked && values.seed !== '' ? { seed: Number(values.seed) } : {}),
    ...(values.steps === '' ? {} : { steps: Number(values.steps) }),
    ...(values.guidanceScale === '' ? {} : { guidanceScale: Number(values.guidanceScale.replace(',', '.')) }),
    ...(values.invention === '' || capabilities.defaultInvention === null
      ? {}
      : { invention: Number(values.invention.replace(',', '.')) }),
    ...(values.scheduler !== '' && capabilities.schedulers.includes(values.scheduler)
      ? { scheduler: values.scheduler }
      : {}),
    ...(values.sigmas !== 'default' && spacingsOf(values, capabilities).includes(values.sigmas)
      ? { sigmas: values.sigmas }
      : {}),
    ...(values.noise !== 'torch-cpu' && capabilities.noise.includes(values.noise) ? { noise: values.noise } : {}),
  };
  if (values.start === null)
    return {
      ok: true,
      recipe: hasSecondPass(values, capabilities) ? { ...recipe, hires: secondPassOf(values) } : recipe,
    };
  return { ok: true, recipe: { ...recipe, source: sourceOf(values.start, values.startStrength) } };
}

/** Another model may know none, and a picture to start from has none. */
function hasSecondPass({ hires, start }: CreateValues, { imageToImage }: ModelCapabilities): boolean {
  return hires !== '' && start === null && imageToImage;
}

function secondPassOf({ hires, hiresDenoise }: CreateValues): RecipeHires {
  return { scale: Number(hires), denoise: strengthOf(hiresDenoise) };
}

function strengthOf(typed: string): number {
  return typed === '' ? usualStrength : Number(typed.replace(',', '.'));
}

function sourceOf({ image, mask, extend }: StartPicture, strength: string): RecipeSource {
  return {
    image,
    strength: strengthOf(strength),
    ...(mask === null ? {} : { mask }),
    ...(isExtended(extend) ? { extend } : {}),
  };
}

export function isExtended({ left, right, top, bottom }: StartPicture['extend']): boolean {
  return left + right + top + bottom > 0;
}

/** What the model cannot do with the picture, or that too little room is left for it. */
function startFault(
  { mask, extend }: StartPicture,
  { size, capabilities }: { size: { width: number; height: number }; capabilities: ModelCapabilities },
): Fault | null {
  if (!capabilities.imageToImage) return { kind: 'noStart', values: {} };
  if (!capabilities.inpainting && (mask !== null || isExtended(extend))) return { kind: 'noMask', values: {} };
  const room = Math.min(size.width - extend.left - extend.right, size.height - extend.top - extend.bottom);
  return room < sideMin ? { kind: 'noRoom', values: { min: sideMin } } : null;
}

/** How the scheduler in the form, or the model's own, may space its noise levels with this model. */
export function spacingsOf(values: CreateValues, capabilities: ModelCapabilities): readonly SigmaSchedule[] {
  const { scheduler: chosen } = values;
  const scheduler = chosen !== '' && capabilities.schedulers.includes(chosen) ? chosen : capabilities.defaultScheduler;
  return sigmaSchedulesOf(scheduler).filter((spacing) => capabilities.sigmas.includes(spacing));
}

/** The size the pictures will have, as far as the form is right; tiles and placeholders are drawn by it. */
export function sizeOf(values: CreateValues, capabilities: ModelCapabilities): { width: number; height: number } {
  const offered = capabilities.sizes.find((size) => size.aspect === values.aspect) ?? capabilities.sizes[0];
  const fallback = offered ?? { width: capabilities.sideMin, height: capabilities.sideMin };
  return {
    width: values.width === '' ? fallback.width : Number(values.width),
    height: values.height === '' ? fallback.height : Number(values.height),
  };
}

function promptFault(prompt: string): Fault | null {
  if (prompt.trim() === '') return { kind: 'promptEmpty', values: {} };
  return lengthFault(prompt);
}

function lengthFault(text: string): Fault | null {
  return text.length <= promptMaxLength
    ? null
    : { kind: 'tooLong', values: { max: promptMaxLength, over: text.length - promptMaxLength } };
}

function numberFault(typed: string, range: { min: number; max: number; whole: boolean }): Fault | null {
  if (typed === '') return null;
  const value = Number(typed.replace(',', '.'));
  if (!Number.isFinite(value)) return { kind: 'notANumber', values: {} };
  if (range.whole && !Number.isInteger(value)) return { kind: 'notWhole', values: {} };
  if (value < range.min || value > range.max) {
    return { kind: 'outOfRange', values: { min: range.min, max: range.max } };
  }
  return null;
}

function sideFault(
  typed: string,
  { sideMin: min, sideMax: max, sideMultiple: multiple }: ModelCapabilities,
): Fault | null {
  const fault = numberFault(typed, { min, max, whole: true });
  if (fault !== null || typed === '') return fault;
  const value = Number(typed);
  if (value % multiple === 0) return null;
  const below = Math.floor(value / multiple) * multiple;
  const [lower, upper] = [Math.max(min, below), Math.min(max, below + multiple)];
  return { kind: 'notAMultiple', values: { multiple, lower, upper } };
}
