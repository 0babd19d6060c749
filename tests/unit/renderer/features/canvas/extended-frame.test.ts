// The frame around a picture of which more is drawn.

import { expect, test } from 'vitest';
import {
  extendedSize,
  fittedFrame,
  innerSize,
  withEdge,
  withPreset,
} from '../../../../../renderer/features/canvas/extended-frame.ts';
import { noExtend } from '../../../../../renderer/state/create-form.ts';
import { embeddedModel } from '../../../../fakes/fake-studio-models.ts';

const model = { ...embeddedModel.manifest.capabilities, sideMultiple: 8, sideMax: 1024 };
const inner = { width: 512, height: 384 };

test('a quarter more to the left is a quarter of the picture, in steps the model draws in', () => {
  const extend = withPreset(noExtend, ['left'], { inner, model });
  expect(extend).toEqual({ ...noExtend, left: 128 });
  expect(extendedSize(inner, extend)).toEqual({ width: 640, height: 384 });
  expect(withPreset(noExtend, ['left'], { inner: { width: 520, height: 384 }, model }).left).toBe(128);
});

test('pressed twice it is twice as much, and all around means every side', () => {
  const once = withPreset(noExtend, ['top', 'left'], { inner, model });
  expect(withPreset(once, ['top'], { inner, model })).toEqual({ ...noExtend, left: 128, top: 192 });
});

test('what an edge is moved to is a step, and never less than nothing', () => {
  expect(withEdge(noExtend, 'right', 101, model).right).toBe(104);
  expect(withEdge(noExtend, 'right', -40, model).right).toBe(0);
});

test('the picture within is what the whole leaves', () => {
  const extend = { left: 128, right: 0, top: 64, bottom: 8 };
  expect(innerSize(extendedSize(inner, extend), extend)).toEqual(inner);
});

test('a frame too large is made smaller with the picture in it, and one that fits is left alone', () => {
  const wide = { ...noExtend, left: 512, right: 512 };
  const fitted = fittedFrame(inner, wide, model);
  expect(fitted).toEqual({
    inner: { width: 336, height: 256 },
    extend: { ...noExtend, left: 336, right: 336 },
  });
  expect(Math.max(...Object.values(extendedSize(fitted.inner, fitted.extend)))).toBeLessThanOrEqual(1024);
  expect(fittedFrame(inner, noExtend, model)).toEqual({ inner, extend: noExtend });
});
