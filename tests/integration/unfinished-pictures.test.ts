// Broken off through the whole studio, by a kill or by somebody: the job goes on at the step it had reached, and draws the very same picture.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
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
/** Drawn without a break; what all others are held against. */
let calm: Job;

beforeAll(async () => {
  makeTinyModel({ folder, variant: 'slow' });
  studio = await openStudio();
  studio.core.start();
  ({ id: model } = await studio.call('models.add', { folder }));
  calm = await studio.finished((await submit()).id);
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

function reached(id: string): Promise<void> {
  return new Promise((resolve) => {
    const stop = studio.core.events.subscribe((event) => {
      if (event.name !== 'job.progress' || event.data.id !== id || event.data.progress <= 0.4) return;
      stop();
      resolve();
    });
  });
}

const unfinished = () => readdirSync(join(studio.home, 'cache', 'unfinished'));

async function expectToGoOnAsDrawnAtOnce(job: Job): Promise<void> {
  const { logs } = await studio.call('generation.logs', { id: job.id });
  expect(logs.join('\n')).toMatch(/goes on after [2-6] steps/);
  expect((await pixelsOf(job)).equals(await pixelsOf(calm))).toBe(true);
  expect(unfinished()).toEqual([]);
}

test('what was sampled before the kill is not sampled again, and nothing of it is left behind', async () => {
  const { id } = await submit();
  await reached(id);
  process.kill(engineHost(), 'SIGKILL');
  const job = await studio.finished(id);
  expect(job).toMatchObject({ attempt: 2, notes: [{ code: 'RESUMED' }] });
  await expectToGoOnAsDrawnAtOnce(job);
});

test('a paused job keeps its steps, lets the next one go first, and goes on from there', async () => {
  const { id } = await submit();
  await reached(id);
  expect(await studio.call('queue.pauseJob', { id })).toMatchObject({ state: 'paused', attempt: 0, error: null });
  expect(unfinished()).toHaveLength(1);
  await studio.finished((await submit()).id);
  await studio.call('queue.resumeJob', { id });
  const job = await studio.finished(id);
  expect(job).toMatchObject({ attempt: 1, notes: [] });
  await expectToGoOnAsDrawnAtOnce(job);
});

test('a paused queue holds the running job in its place, and lets it go on from its last step', async () => {
  const { id } = await submit();
  await reached(id);
  expect(await studio.call('queue.setPaused', { paused: true })).toMatchObject({ paused: true, line: [{ id }] });
  expect(await studio.call('generation.get', { id })).toMatchObject({ state: 'queued' });
  await studio.call('queue.setPaused', { paused: false });
  await expectToGoOnAsDrawnAtOnce(await studio.finished(id));
});

test('a job that is cancelled, running or paused, leaves no steps behind', async () => {
  const running = await submit();
  await reached(running.id);
  await studio.call('generation.cancel', { id: running.id });
  expect(unfinished()).toEqual([]);
  const paused = await submit();
  await reached(paused.id);
  await studio.call('queue.pauseJob', { id: paused.id });
  expect(unfinished()).toHaveLength(1);
  expect(await studio.call('generation.cancel', { id: paused.id })).toMatchObject({ state: 'cancelled' });
  expect(unfinished()).toEqual([]);
});
