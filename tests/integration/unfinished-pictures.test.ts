// A killed engine through the whole studio: the job goes on by itself at the step it had reached, and draws the very same picture.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ModelId } from '../../shared/domain/ids.ts';
import type { Job } from '../../shared/domain/job.ts';
import { openStudio, type Studio } from '../bench/studio.ts';
import { makeTinyModel } from '../fixtures/tiny-models.ts';

const folder = mkdtempSync(join(tmpdir(), 'tessera-slow-'));
let studio: Studio;
let model: ModelId;

beforeAll(async () => {
  makeTinyModel({ folder, variant: 'slow' });
  studio = await openStudio();
  studio.core.start();
  ({ id: model } = await studio.call('models.add', { folder }));
});
afterAll(async () => {
  await studio.close();
  rmSync(folder, { recursive: true });
});

async function submit(): Promise<Job> {
  const recipe = { prompt: 'a red apple', model, seed: 7, steps: 6, count: 1, width: 64, height: 64 } as const;
  const scheduler = 'euler-ancestral';
  return await studio.call('generation.submit', { request: { kind: 'generate', recipe: { ...recipe, scheduler } } });
}

async function pixelsOf(job: Job): Promise<Buffer> {
  const [image] = job.images;
  return await sharp((image && studio.core.images.path(image.id)) ?? '')
    .raw()
    .toBuffer();
}

function engineHost(): number {
  const lines = execFileSync('ps', ['-e', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  const found = lines
    .map((line) => /^\s*(\d+)\s+(\d+)\s+.*worker\.ts engine$/.exec(line))
    .find((match) => Number(match?.[2]) === process.pid);
  return Number(found?.[1]);
}

test('what was sampled before the kill is not sampled again, and nothing of it is left behind', async () => {
  const calm = await studio.finished((await submit()).id);
  const { id } = await submit();
  await new Promise<void>((resolve) => {
    studio.core.events.subscribe((event) => {
      if (event.name === 'job.progress' && event.data.id === id && event.data.progress > 0.4) resolve();
    });
  });
  process.kill(engineHost(), 'SIGKILL');
  const job = await studio.finished(id);
  expect(job).toMatchObject({ attempt: 2, notes: [{ code: 'RESUMED' }] });
  const { logs } = await studio.call('generation.logs', { id });
  expect(logs.join('\n')).toMatch(/goes on after [2-6] steps/);
  expect((await pixelsOf(job)).equals(await pixelsOf(calm))).toBe(true);
  const unfinished = join(studio.home, 'cache', 'unfinished');
  expect(existsSync(unfinished)).toBe(true);
  expect(readdirSync(unfinished)).toEqual([]);
});
