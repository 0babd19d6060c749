// What a studio foresees of a recipe, with a real model in a real host: sizes before the first run, learned times after it.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ModelId } from '../../shared/domain/ids.ts';
import { openStudio, type Studio } from '../bench/studio.ts';
import { makeTinyModel } from '../fixtures/tiny-models.ts';

const folder = mkdtempSync(join(tmpdir(), 'tessera-foreseen-'));
let studio: Studio;
let model: ModelId;

beforeAll(async () => {
  makeTinyModel({ folder, variant: 'plain' });
  studio = await openStudio();
  studio.core.start();
  ({ id: model } = await studio.call('models.add', { folder }));
});
afterAll(async () => {
  await studio.close();
  rmSync(folder, { recursive: true });
});

function foreseen(side: number) {
  return studio.call('generation.preflight', { recipe: { model, width: side, height: side, steps: 4, count: 2 } });
}

test('a model that never drew tells its memory and no seconds; one that did tells both', async () => {
  const before = await foreseen(64);
  expect(before).toMatchObject({ model, width: 64, height: 64, steps: 4, count: 2, notes: [] });
  expect(before.memory.basis).toBe('computed');
  expect(before.memory.peakBytes).toBeGreaterThan(100e6);
  expect(before.time).toEqual({ seconds: null, basis: 'unknown', runs: 0 });

  const recipe = { prompt: 'a red apple', model, width: 64, height: 64, steps: 2, count: 1 };
  const { id } = await studio.call('generation.submit', { request: { kind: 'generate', recipe } });
  expect((await studio.finished(id)).state).toBe('completed');

  const same = await foreseen(64);
  expect(same.memory.basis).toBe('learned');
  expect(same.time).toMatchObject({ basis: 'measured', runs: 1 });
  expect(same.time.seconds).toBeGreaterThan(0);
  const larger = await foreseen(128);
  expect(larger.time).toMatchObject({ basis: 'similar', runs: 1 });
  expect(larger.time.seconds ?? 0).toBeGreaterThan(same.time.seconds ?? 0);
});

test('what the model cannot draw is refused as submitting it would be', async () => {
  await expect(foreseen(72 + 4)).rejects.toMatchObject({ code: 'VALIDATION_ERROR' });
  const unknown = { recipe: { model: 'nobody' as ModelId } };
  await expect(studio.call('generation.preflight', unknown)).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
});
