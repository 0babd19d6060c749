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
