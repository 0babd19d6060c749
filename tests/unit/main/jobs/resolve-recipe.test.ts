import { describe, expect, it } from 'vitest';
import { resolveRecipe } from '../../../../main/jobs/resolve-recipe.ts';
import { mockManifest } from '../../../../main/models/mock-manifest.ts';
import { ModelId, StyleId } from '../../../../shared/domain/ids.ts';
import type { Model } from '../../../../shared/domain/model.ts';
import type { Recipe } from '../../../../shared/domain/recipe.ts';

const model: Model = {
  id: ModelId.parse('mock'),
  origin: 'mock',
  folder: '',
  problem: null,
  manifest: {
    ...mockManifest,
    capabilities: {
      ...mockManifest.capabilities,
      schedulers: ['euler', 'ddim'],
      sideMin: 128,
      sideMax: 512,
      sideMultiple: 64,
    },
  },
};
const resolve = (recipe: Recipe) => resolveRecipe({ recipe, model, style: null, randomSeed: () => 42 });

describe('a recipe', () => {
  it("gets the model's defaults for whatever is left open", () => {
    expect(resolve({ prompt: 'a cat' })).toMatchObject({
      width: 256,
      height: 256,
      seed: 42,
      steps: 8,
      guidanceScale: 7,
      scheduler: 'euler',
      count: 4,
    });
  });

  it("gets the model's size for an aspect", () => {
    expect(resolve({ prompt: 'a cat', aspect: '16:9' })).toMatchObject({ width: 384, height: 216 });
  });

  it('carries the prompt as typed beside the prompt with the style around it', () => {
    const style = { id: StyleId.parse('3d'), name: '3D', prompt: '{prompt}, 3d style', negativePrompt: 'flat' };
    const recipe = resolveRecipe({ recipe: { prompt: 'a cat' }, model, style, randomSeed: () => 1 });

    expect(recipe).toMatchObject({
      prompt: 'a cat',
      styledPrompt: 'a cat, 3d style',
      negativePrompt: '',
      styledNegativePrompt: 'flat',
    });
  });

  it('is refused with the nearest size when the model cannot draw the one asked for', () => {
    expect(() => resolve({ prompt: 'a cat', width: 200, height: 256 })).toThrowError(
      expect.objectContaining({
        code: 'SIZE_NOT_SUPPORTED',
        message: expect.stringContaining('nearest valid value to 200 is 192'),
        details: expect.objectContaining({ field: 'width', nearest: [192] }),
      }),
    );
  });

  it('is refused when only one side is given', () => {
    expect(() => resolve({ prompt: 'a cat', width: 256 })).toThrowError(
      expect.objectContaining({ details: { field: 'height' } }),
    );
  });

  it('is refused when the aspect contradicts the sides', () => {
    expect(() => resolve({ prompt: 'a cat', aspect: '1:1', width: 512, height: 256 })).toThrowError(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    );
  });

  it('is refused with the choices when the model does not take the scheduler', () => {
    expect(() => resolve({ prompt: 'a cat', scheduler: 'lcm' })).toThrowError(
      expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringContaining('euler, ddim') }),
    );
  });
});

describe('the noise of a recipe', () => {
  it("is spaced the model's way and torch's when nothing is said", () => {
    expect(resolve({ prompt: 'a cat' })).toMatchObject({ sigmas: 'default', noise: 'torch-cpu' });
  });

  it('is spaced as asked where the scheduler has levels to space', () => {
    expect(resolve({ prompt: 'a cat', scheduler: 'euler', sigmas: 'karras' })).toMatchObject({ sigmas: 'karras' });
    expect(() => resolve({ prompt: 'a cat', scheduler: 'ddim', sigmas: 'karras' })).toThrowError(
      expect.objectContaining({ code: 'INVALID_INPUT', details: expect.objectContaining({ choices: ['default'] }) }),
    );
  });

  it('comes from a generator the model takes, or is refused with the choices', () => {
    expect(() => resolve({ prompt: 'a cat', noise: 'philox' })).toThrowError(
      expect.objectContaining({ details: { field: 'noise', choices: ['torch-cpu'] } }),
    );
  });
});

describe('the layer that is read', () => {
  it("is the model's own when nothing is said, and refused where the export gives no other", () => {
    expect(resolve({ prompt: 'a cat' }).clipSkip).toBe(1);
    expect(() => resolve({ prompt: 'a cat', clipSkip: 2 })).toThrowError(
      expect.objectContaining({ code: 'INVALID_INPUT', details: { field: 'clipSkip', maximum: 1 } }),
    );
  });
});

describe('the sets a recipe leaves out', () => {
  const set = (name: string) => ({
    name,
    title: name,
    style: '',
    drawings: 9,
    licence: 'MIT',
    author: 'Somebody',
    source: null,
  });
  const drawing: Model = { ...model, manifest: { ...model.manifest, sets: [set('blobs'), set('flat'), set('gloss')] } };
  const leavingOut = (asked: string[] | undefined, settled: string[] = []) =>
    resolveRecipe({
      recipe: { prompt: 'a cat', ...(asked === undefined ? {} : { excludedSets: asked }) },
      model: drawing,
      style: null,
      excludedSets: settled,
      randomSeed: () => 1,
    }).excludedSets;

  it('are sorted, each once, so that the same choice is the same recipe', () => {
    expect(leavingOut(['gloss', 'blobs', 'gloss'])).toEqual(['blobs', 'gloss']);
  });

  it('are those of the settings when it says nothing, and its own when it does', () => {
    expect(leavingOut(undefined, ['gloss'])).toEqual(['gloss']);
    expect(leavingOut(['flat'], ['gloss'])).toEqual(['flat']);
    expect(leavingOut([], ['gloss'])).toEqual([]);
  });

  it('forget what the settings say of a set the model no longer has', () => {
    expect(leavingOut(undefined, ['gone', 'flat'])).toEqual(['flat']);
  });

  it('are refused with the choices when the model has no such set', () => {
    expect(() => leavingOut(['flat', 'oils'])).toThrowError(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        message: expect.stringContaining('no set oils'),
        details: { field: 'excludedSets', choices: ['blobs', 'flat', 'gloss'] },
      }),
    );
    expect(() => resolve({ prompt: 'a cat', excludedSets: ['blobs'] })).toThrowError(
      expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringContaining('draws from no sets') }),
    );
  });

  it.each([
    ['the recipe', ['blobs', 'flat', 'gloss'], []],
    ['the settings', undefined, ['blobs', 'flat', 'gloss']],
  ])('are refused when %s leave nothing to draw from', (_who, asked, settled) => {
    expect(() => leavingOut(asked, settled)).toThrowError(
      expect.objectContaining({ code: 'INVALID_INPUT', details: expect.objectContaining({ field: 'excludedSets' }) }),
    );
  });
});
