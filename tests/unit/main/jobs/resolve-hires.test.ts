// The second pass of a recipe: the size it ends on, its defaults, and where there can be none.

import { expect, test } from 'vitest';
import { resolveHires } from '../../../../main/jobs/resolve-hires.ts';
import { mockManifest } from '../../../../main/models/mock-manifest.ts';
import { ModelId, SourceId } from '../../../../shared/domain/ids.ts';
import type { Model, ModelCapabilities, ModelFamily } from '../../../../shared/domain/model.ts';
import type { Recipe } from '../../../../shared/domain/recipe.ts';

const hires = { scale: 1.5, denoise: 0.5 };
const first = { width: 256, height: 192, steps: 12 };

function resolve(recipe: Partial<Recipe>, capabilities: Partial<ModelCapabilities> = {}, family: ModelFamily = 'mock') {
  const own = { sideMax: 512, sideMultiple: 16, imageToImage: true, ...capabilities };
  const model: Model = {
    id: ModelId.parse('mock'),
    origin: 'mock',
    folder: '',
    problem: null,
    manifest: { ...mockManifest, family, capabilities: { ...mockManifest.capabilities, ...own } },
  };
  return resolveHires({ recipe: { prompt: 'a cat', ...recipe }, model, first });
}

test('there is none unless it is asked for', () => {
  expect(resolve({})).toBeNull();
});

test('it takes as many steps as the first and enlarges by resampling, unless it is told otherwise', () => {
  expect(resolve({ hires })).toEqual({
    scale: 1.5,
    denoise: 0.5,
    steps: 12,
    upscaler: 'lanczos',
    width: 384,
    height: 288,
  });
  expect(resolve({ hires: { ...hires, steps: 5, upscaler: 'mine' } })).toMatchObject({ steps: 5, upscaler: 'mine' });
});

test('it ends on the nearest smaller size the model draws', () => {
  expect(resolve({ hires: { ...hires, scale: 1.3 } })).toMatchObject({ width: 320, height: 240 });
});

test.each([2.5, 1.01])('a scale of %f, which leads to no size of the model, is refused with the largest', (scale) => {
  expect(() => resolve({ hires: { ...hires, scale } })).toThrowError(
    expect.objectContaining({ code: 'SIZE_NOT_SUPPORTED', details: { field: 'hires.scale', maximum: 2 } }),
  );
});

test('a latent diffusion model goes beyond the sizes it draws from nothing, unless it was exported for one', () => {
  const large = { hires: { ...hires, scale: 4 } };
  expect(resolve(large, {}, 'stable-diffusion')).toMatchObject({ width: 1024, height: 768 });
  const exported = { sizes: [{ aspect: '4:3', width: 256, height: 192 } as const], sideMin: 192, sideMax: 256 };
  expect(() => resolve(large, exported, 'stable-diffusion')).toThrowError(/draws up to 256 pixels/);
});

test('a model that starts from no pictures has no second pass', () => {
  expect(() => resolve({ hires }, { imageToImage: false })).toThrowError(
    expect.objectContaining({ code: 'INVALID_INPUT', details: { field: 'hires' } }),
  );
});

test('a picture to start from has none either', () => {
  const source = { image: SourceId.parse('a'.repeat(64)), strength: 0.5 };
  expect(() => resolve({ hires, source })).toThrowError(/^hires: a second pass follows a picture drawn from words/);
});
