// What older versions stored still means the same picture.

import { expect, test } from 'vitest';
import { ModelCapabilities } from '../../../../shared/domain/model.ts';
import { ResolvedRecipe } from '../../../../shared/domain/recipe.ts';
import { pictureRequest } from '../../../fixtures/picture-requests.ts';

test('a recipe stored before noise could be chosen was drawn from torch, spaced by the model', () => {
  const { sigmas, noise, ...older } = pictureRequest().recipe;
  expect(ResolvedRecipe.parse(older)).toMatchObject({ sigmas: 'default', noise: 'torch-cpu' });
  expect([sigmas, noise]).toEqual(['default', 'torch-cpu']);
});

test('a model looked at before that offers what it did', () => {
  const older = {
    negativePrompt: true,
    schedulers: ['euler'],
    defaultScheduler: 'euler',
    defaultSteps: 20,
    defaultGuidanceScale: 7,
    sideMultiple: 8,
    sideMin: 64,
    sideMax: 512,
    sizes: [{ aspect: '1:1', width: 512, height: 512 }],
  };
  expect(ModelCapabilities.parse(older)).toMatchObject({ sigmas: ['default'], noise: ['torch-cpu'] });
});
