// Words that were read before are not read again: counted in runs of the graphs.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadStableDiffusionPipeline } from '../../../../../engine/pipelines/stable-diffusion/pipeline.ts';
import { createOrtRuntime } from '../../../../../engine/runtime/ort-runtime.ts';
import { pictureRequest } from '../../../../fixtures/picture-requests.ts';
import { makeTinyModel } from '../../../../fixtures/tiny-models.ts';

const folder = mkdtempSync(join(tmpdir(), 'remembered-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('only the rest of the graphs runs', async () => {
  makeTinyModel({ folder, variant: 'plain' });
  const runtime = await createOrtRuntime();
  const pipeline = await loadStableDiffusionPipeline({ folder, runtime });
  const runs = async (prompt: string, seed: number) => {
    const before = runtime.spent.sessionRuns;
    await pipeline.draw(pictureRequest({ prompt, seed, steps: 2 }));
    return runtime.spent.sessionRuns - before;
  };
  // Two steps with guidance are four runs, decoding one, and each new text one; weights are put on what was read.
  expect(await runs('a red apple', 1)).toBe(7);
  expect(await runs('a red apple', 2)).toBe(5);
  expect(await runs('a cat', 2)).toBe(6);
  expect(await runs('(a cat:1.3)', 2)).toBe(5);
  await pipeline.close();
});
