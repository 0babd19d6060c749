// The form against a model's limits: what becomes a recipe, and which field says what when it cannot.

import { describe, expect, test } from 'vitest';
import { resolveForm } from '../../../../../renderer/features/create/resolve-form.ts';
import { type CreateValues, emptyForm, formOf, noExtend } from '../../../../../renderer/state/create-form.ts';
import { Recipe } from '../../../../../shared/domain/recipe.ts';
import { embeddedModel } from '../../../../fakes/fake-studio-models.ts';
import { exampleJob } from '../../example-job.ts';

function resolve(values: Partial<CreateValues>, model = embeddedModel) {
  return resolveForm({ ...emptyForm, prompt: 'a red apple', ...values }, model);
}

function recipeOf(values: Partial<CreateValues>, model = embeddedModel) {
  const resolution = resolve(values, model);
  if (!resolution.ok) throw new Error(JSON.stringify(resolution.faults));
  return resolution.recipe;
}

function faultsOf(values: Partial<CreateValues>) {
  const resolution = resolve(values);
  return resolution.ok ? {} : resolution.faults;
}

function withImageToImage(imageToImage: boolean) {
  const { manifest } = embeddedModel;
  return { ...embeddedModel, manifest: { ...manifest, capabilities: { ...manifest.capabilities, imageToImage } } };
}
const startingModel = withImageToImage(true);

describe('a right form', () => {
  test('with words alone asks for the model’s own size and leaves the rest to it', () => {
    expect(recipeOf({})).toEqual({
      prompt: 'a red apple',
      model: 'stickers',
      style: null,
      count: 4,
      width: 512,
      height: 512,
    });
  });

  test('asks for a second pass where the model can start from a picture, and none does', () => {
    const second = { hires: '1.5', hiresDenoise: '0,4' };
    const start = { image: 'a'.repeat(64) as never, mask: null, extend: noExtend };
    expect(recipeOf(second, startingModel).hires).toEqual({ scale: 1.5, denoise: 0.4 });
    expect(recipeOf({ hires: '2' }, startingModel).hires).toEqual({ scale: 2, denoise: 0.75 });
    expect(recipeOf({ ...second, start }, startingModel).hires).toBeUndefined();
    expect(recipeOf(second, withImageToImage(false)).hires).toBeUndefined();
    expect(resolve({ ...second, hiresDenoise: '2' }, startingModel)).toMatchObject({
      faults: { hiresDenoise: { kind: 'outOfRange' } },
    });
  });

  test('is a recipe by the contract', () => {
    const full = {
      aspect: '16:9',
      seed: '7',
      seedLocked: true,
      steps: '30',
      guidanceScale: '4,5',
      scheduler: 'ddim',
    } as const;
    expect(Recipe.parse(recipeOf(full))).toMatchObject({
      width: 640,
      height: 360,
      seed: 7,
      steps: 30,
      guidanceScale: 4.5,
    });
  });

  test('uses a seed only while it is locked', () => {
    expect(recipeOf({ seed: '7', seedLocked: false })).not.toHaveProperty('seed');
    expect(recipeOf({ seed: '0', seedLocked: true })).toMatchObject({ seed: 0 });
  });

  test('leaves the negative prompt out for a model without one', () => {
    const { manifest } = embeddedModel;
    const plain = {
      ...embeddedModel,
      manifest: { ...manifest, capabilities: { ...manifest.capabilities, negativePrompt: false } },
    };
    expect(recipeOf({ negativePrompt: 'rain' }, plain)).not.toHaveProperty('negativePrompt');
    expect(recipeOf({ negativePrompt: 'rain' })).toMatchObject({ negativePrompt: 'rain' });
  });

  test('leaves a scheduler out that the model does not have', () => {
    expect(recipeOf({ scheduler: 'lcm' })).not.toHaveProperty('scheduler');
  });

  test('says how noise is made only where it is not as usual', () => {
    expect(recipeOf({ scheduler: 'euler', sigmas: 'karras', noise: 'philox' })).toMatchObject({
      sigmas: 'karras',
      noise: 'philox',
    });
    expect(recipeOf({ scheduler: 'euler' })).not.toHaveProperty('sigmas');
    expect(recipeOf({})).not.toHaveProperty('noise');
  });

  test('leaves a spacing out that the scheduler cannot take', () => {
    expect(recipeOf({ scheduler: 'ddim', sigmas: 'karras' })).not.toHaveProperty('sigmas');
  });

  test('made from a picture asks for that picture again', () => {
    const { recipe } = exampleJob('one', 1).task;
    expect(recipeOf(formOf(recipe))).toMatchObject({
      prompt: recipe.prompt,
      seed: 7,
      steps: 20,
      width: 512,
      count: 2,
      scheduler: 'euler',
    });
  });
});

describe('a wrong field', () => {
  test.each([
    ['an empty prompt', { prompt: '  ' }, 'prompt', { kind: 'promptEmpty', values: {} }],
    ['a prompt too long', { prompt: 'x'.repeat(4003) }, 'prompt', { kind: 'tooLong', values: { max: 4000, over: 3 } }],
    [
      'a width off the grid',
      { width: '513' },
      'width',
      { kind: 'notAMultiple', values: { multiple: 8, lower: 512, upper: 520 } },
    ],
    ['a width too large', { width: '4096' }, 'width', { kind: 'outOfRange', values: { min: 64, max: 1024 } }],
    ['a height that is no number', { height: 'tall' }, 'height', { kind: 'notANumber', values: {} }],
    ['steps by halves', { steps: '2.5' }, 'steps', { kind: 'notWhole', values: {} }],
    ['no steps', { steps: '0' }, 'steps', { kind: 'outOfRange', values: { min: 1, max: 150 } }],
    [
      'guidance beyond the end',
      { guidanceScale: '31' },
      'guidanceScale',
      { kind: 'outOfRange', values: { min: 0, max: 30 } },
    ],
    [
      'a seed beyond 32 bits',
      { seed: '4294967296', seedLocked: true },
      'seed',
      { kind: 'outOfRange', values: { min: 0, max: 4294967295 } },
    ],
  ] as const)('%s is named with its limits', (_, values, field, fault) => {
    expect(faultsOf(values)).toEqual({ [field]: fault });
  });

  test('does not hide another', () => {
    expect(Object.keys(faultsOf({ prompt: '', width: '1', steps: 'x' }))).toEqual(['prompt', 'width', 'steps']);
  });
});
