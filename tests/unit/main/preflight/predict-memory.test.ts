// Memory foreseen from a model's sizes and from what its runs held, and what is told of staying within it.

import { describe, expect, test } from 'vitest';
import { type AskedMemory, predictMemory } from '../../../../main/preflight/predict-memory.ts';
import type { RunTime } from '../../../../main/store/run-time-table.ts';
import { ModelId } from '../../../../shared/domain/ids.ts';
import type { ModelMemory } from '../../../../shared/domain/model-memory.ts';

const mebibyte = 2 ** 20;
const gibibyte = 2 ** 30;

/** As Stable Diffusion 1 in single precision says of itself. */
const model: ModelMemory = {
  latentFactor: 8,
  parts: [
    { part: 'text_encoder', weightBytes: 470 * mebibyte, numbersPerPlace: 0, scores: null },
    {
      part: 'unet',
      weightBytes: 3280 * mebibyte,
      numbersPerPlace: 2560,
      scores: { heads: 8, placesPerToken: 1, tokensBeside: 0 },
    },
    {
      part: 'vae_decoder',
      weightBytes: 190 * mebibyte,
      numbersPerPlace: 256 * 64,
      scores: { heads: 1, placesPerToken: 1, tokensBeside: 0 },
    },
  ],
};
const asked: AskedMemory = { width: 512, height: 512, fromPicture: false, freeBytes: 32 * gibibyte, isBounded: false };

function held(peakBytes: number | null, side = 512): RunTime {
  const stages = { loadingMs: null, encodingMs: 1, stepMs: 1, decodingMs: 1 };
  return { model: ModelId.parse('sd'), provider: 'cpu', width: side, height: side, guided: true, ...stages, peakBytes };
}

const codes = (found: ReturnType<typeof predictMemory>) => found.notes.map(({ code }) => code);

describe('the memory of a picture', () => {
  test('is its weights, half of them again, and three of the largest tensors', () => {
    const found = predictMemory(model, [], asked);
    expect(found.memory.basis).toBe('computed');
    expect(found.memory.peakBytes).toBe((140 + 1.5 * (470 + 3280 + 190) + 3 * 512) * mebibyte);
    expect(found.notes).toEqual([]);
  });

  test('grows with the square of the picture where attention holds its scores', () => {
    const [small, large] = [512, 768].map((side) => predictMemory(model, [], { ...asked, width: side, height: side }));
    const activations = (peak: number | null | undefined) => (peak ?? 0) - (140 + 1.5 * 3940) * mebibyte;
    expect(activations(large?.memory.peakBytes) / activations(small?.memory.peakBytes)).toBeCloseTo(1.5 ** 4);
  });

  test('is corrected by what runs held', () => {
    const computed = predictMemory(model, [], asked).memory.peakBytes ?? 0;
    const found = predictMemory(model, [held(1.2 * computed), held(null)], { ...asked, width: 640, height: 640 });
    expect(found.memory.basis).toBe('learned');
    const uncorrected = predictMemory(model, [], { ...asked, width: 640, height: 640 }).memory.peakBytes ?? 0;
    expect(found.memory.peakBytes).toBeCloseTo(1.2 * uncorrected, -1);
  });

  test('of a model that tells no sizes is what its runs of the nearest size held, or not known', () => {
    const runs = [held(300, 256), held(500, 512), held(520, 512)];
    expect(predictMemory(undefined, runs, asked).memory).toMatchObject({ peakBytes: 520, basis: 'learned' });
    expect(predictMemory(undefined, [], asked).memory).toMatchObject({ peakBytes: null, basis: 'unknown' });
  });
});

describe('a picture that does not fit', () => {
  test('is decoded in tiles when only its decoder is too large', () => {
    const found = predictMemory(model, [], { ...asked, width: 1536, height: 1536, freeBytes: 12 * gibibyte });
    expect(found.notes[0]).toMatchObject({ code: 'WILL_TILE', values: { pixels: '512' } });
  });

  test('has its parts loaded one at a time when they are too large together', () => {
    const found = predictMemory(model, [], { ...asked, width: 256, height: 256, freeBytes: 5.5 * gibibyte });
    expect(codes(found)).toEqual(['WILL_LOAD_PARTS']);
    expect(found.memory.peakBytes).toBeLessThan(predictMemory(model, [], asked).memory.peakBytes ?? 0);
  });

  test('is warned of when nothing helps', () => {
    expect(codes(predictMemory(model, [], { ...asked, freeBytes: gibibyte }))).toEqual([
      'WILL_LOAD_PARTS',
      'WILL_NOT_FIT',
    ]);
  });

  test('goes to the plain host when Electron may not take its tensors, which then decodes it whole', () => {
    const found = predictMemory(model, [], { ...asked, width: 1024, height: 1024, isBounded: true });
    expect(found.notes).toMatchObject([{ code: 'WILL_CHANGE_HOST', values: { size: '8.0' } }]);
  });

  test('is decoded in tiles in Electron when only its decoder is too large for that', () => {
    const gentle = {
      ...model,
      parts: model.parts.map((part) => (part.part === 'unet' ? { ...part, scores: null } : part)),
    };
    const found = predictMemory(gentle, [], { ...asked, width: 1024, height: 1024, isBounded: true });
    expect(found.notes).toMatchObject([{ code: 'WILL_TILE', values: { pixels: '512' } }]);
  });
});
