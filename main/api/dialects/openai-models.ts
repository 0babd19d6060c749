// Which model a client of OpenAI means, and how long it draws for the quality it asks for.

import type { Model } from '../../../shared/domain/model.ts';
import { TesseraError } from '../../../shared/errors.ts';
import type { Door } from './endpoint.ts';

/** Their own names, which their clients send by default: here they mean the default model. */
const theirs = /^(?:dall-e-[23]|(?:chat)?gpt-image-[\w.-]+)$/;
const newer = /^(?:chat)?gpt-image-/;
const stepFactors: Readonly<Record<string, number>> = { low: 0.5, high: 2, hd: 2 };
const stepsMax = 150;

/** @throws MODEL_NOT_FOUND */
export async function modelNamed(door: Door, name: string | undefined): Promise<Model> {
  const { models, defaultModel } = await door.call('models.list', {});
  const wanted = name === undefined || theirs.test(name) ? defaultModel : name;
  const model = models.find(({ id }) => id === wanted);
  if (model !== undefined) return model;
  const choices = models.map(({ id }) => id);
  throw new TesseraError('MODEL_NOT_FOUND', `model: there is no such model. Installed are ${choices.join(', ')}.`, {
    details: { field: 'model', choices },
  });
}

/** Whether a client expects the answers of their newer models. */
export function drawsAs(name: string | undefined): 'newer' | 'older' {
  return name !== undefined && newer.test(name) ? 'newer' : 'older';
}

export function stepsFor(model: Model, quality: string | undefined): { steps?: number } {
  const factor = quality === undefined ? undefined : stepFactors[quality];
  if (factor === undefined) return {};
  const steps = Math.round(model.manifest.capabilities.defaultSteps * factor);
  return { steps: Math.min(stepsMax, Math.max(1, steps)) };
}

export function modelWord({ id, origin }: Model) {
  return { id, object: 'model' as const, created: 0, owned_by: origin === 'user' ? 'user' : 'tessera' };
}
