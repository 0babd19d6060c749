// A form with a picture to start from: what becomes of it in the recipe, and what a model cannot do with it.

import { describe, expect, test } from 'vitest';
import { resolveForm } from '../../../../../renderer/features/create/resolve-form.ts';
import { drawnSize } from '../../../../../renderer/data/picture-size.ts';
import { type CreateValues, emptyForm, noExtend } from '../../../../../renderer/state/create-form.ts';
import { SourceId } from '../../../../../shared/domain/ids.ts';
import { Recipe } from '../../../../../shared/domain/recipe.ts';
import { brokenModel, embeddedModel } from '../../../../fakes/fake-studio-models.ts';

const image = SourceId.parse('a'.repeat(64));
const mask = SourceId.parse('b'.repeat(64));
const start = { image, mask: null, extend: noExtend };
const able = brokenModel;

function resolve(values: Partial<CreateValues>, model = able) {
  const resolution = resolveForm({ ...emptyForm, prompt: 'a red apple', start, ...values }, model);
  return resolution.ok ? Recipe.parse(resolution.recipe).source : resolution.faults;
}

test('a start picture is used with the usual strength, or the one typed', () => {
  expect(resolve({})).toEqual({ image, strength: 0.75 });
  expect(resolve({ startStrength: '0,4' })).toEqual({ image, strength: 0.4 });
});

test('its mask and what is drawn around it go along', () => {
  const extend = { ...noExtend, left: 128 };
  expect(resolve({ start: { image, mask, extend }, width: '640', height: '512' })).toEqual({
    image,
    mask,
    extend,
    strength: 0.75,
  });
});

test('a strength out of range is named', () => {
  expect(resolve({ startStrength: '1.5' })).toEqual({
    startStrength: { kind: 'outOfRange', values: { min: 0, max: 1 } },
  });
});

test('a model that draws from words alone says so', () => {
  expect(resolve({}, embeddedModel)).toEqual({ start: { kind: 'noStart', values: {} } });
});

test('a model that starts from pictures but paints no part says that', () => {
  const { manifest } = able;
  const half = { ...able, manifest: { ...manifest, capabilities: { ...manifest.capabilities, inpainting: false } } };
  expect(resolve({}, half)).toEqual({ image, strength: 0.75 });
  expect(resolve({ start: { ...start, mask } }, half)).toEqual({ start: { kind: 'noMask', values: {} } });
});

test('what is drawn around must leave room for the picture', () => {
  const extend = { ...noExtend, left: 240, right: 240 };
  expect(resolve({ start: { ...start, extend }, width: '512', height: '512' })).toEqual({
    start: { kind: 'noRoom', values: { min: 64 } },
  });
});

describe('the size to draw at', () => {
  const { capabilities } = able.manifest;

  test('is the picture’s own where the model draws that', () => {
    expect(drawnSize({ width: 640, height: 360 }, capabilities)).toEqual({ width: 640, height: 360 });
  });

  test('of a photograph is its shape at the model’s usual area', () => {
    expect(drawnSize({ width: 4032, height: 3024 }, capabilities)).toEqual({ width: 592, height: 440 });
  });

  test('of a very long picture stays within what the model draws', () => {
    expect(drawnSize({ width: 9000, height: 100 }, capabilities)).toEqual({ width: 1024, height: 64 });
  });
});
