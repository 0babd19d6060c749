// tessera generate, as a person or a script runs it: pictures, seeds, copies, interruptions.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Job } from '../../../shared/domain/job.ts';
import type { Preflight } from '../../../shared/domain/preflight.ts';
import { type Tessera, tesseraProcess } from './tessera-process.ts';

interface Generated {
  readonly job: string;
  readonly images: readonly { path: string; seed: number; sha256: string; width: number; height: number }[];
  readonly grid: string | null;
}

let tessera: Tessera;

beforeEach(() => {
  tessera = tesseraProcess();
});

afterEach(() => tessera.remove());

const small = ['--engine', 'mock', '--width', '64', '--height', '64', '--steps', '2'];
/** Slow enough to be interrupted: the mock takes 50 ms a step. */
const slow = ['--engine', 'mock', '--width', '64', '--height', '64', '--steps', '150'];
const medium = ['--engine', 'mock', '--count', '2', '--width', '64', '--height', '64', '--steps', '12'];

function pixelsOf({ images }: Generated): Promise<string[]> {
  return Promise.all(
    images.map(async ({ path }) =>
      createHash('sha256')
        .update(await sharp(path).raw().toBuffer())
        .digest('hex'),
    ),
  );
}

describe('generate', () => {
  test('gives the same pixels for the same seed, and seed + 1 for the next picture', async () => {
    const words = ['generate', 'a red apple', '--seed', '7', ...small];
    const first = await pixelsOf(await tessera.json<Generated>(...words));
    const again = await pixelsOf(await tessera.json<Generated>(...words));
    const eighth = await pixelsOf(
      await tessera.json<Generated>('generate', 'a red apple', '--seed', '8', '--count', '1', ...small),
    );
    expect(again).toEqual(first);
    expect(new Set(first).size).toBe(4);
    expect(eighth).toEqual([first[1]]);
  });

  const secondPass = '--count 1 --hires 1.5 --hires-denoise 0.4 --hires-steps 1 --hires-upscaler lanczos'.split(' ');
  test('draws a second pass at the size and with the strength it is told', async () => {
    const { job, images } = await tessera.json<Generated>('generate', 'a red apple', ...small, ...secondPass);
    expect(images).toMatchObject([{ width: 96, height: 96 }]);
    const { task } = await tessera.json<Job>('jobs', 'show', job);
    expect(task.recipe.hires).toEqual({
      scale: 1.5,
      denoise: 0.4,
      steps: 1,
      upscaler: 'lanczos',
      width: 96,
      height: 96,
    });
  });

  test('draws with the model that ships, and as repeatably', async () => {
    const words = ['generate', 'a red apple', '--steps', '4'];
    const grid = await tessera.json<Generated>(...words, '--seed', '7');
    const again = await tessera.json<Generated>(...words, '--seed', '7');
    const second = await tessera.json<Generated>(...words, '--seed', '8', '--count', '1');
    const { task } = await tessera.json<Job>('jobs', 'show', grid.job);
    expect(task.recipe.model).not.toBe('mock');
    expect(await pixelsOf(again)).toEqual(await pixelsOf(grid));
    expect(await pixelsOf(second)).toEqual([(await pixelsOf(grid))[1]]);
  });

  test('writes the final latents of every picture where it is told to', async () => {
    const file = join(tessera.home, 'latents.npy');
    await tessera.json('generate', 'an owl', '--steps', '2', '--count', '2', '--save-latents', file);
    expect(readFileSync(file).toString('latin1')).toMatch(/^\x93NUMPY.*'<f4'.*'shape': \(2, \d+, \d+, \d+\)/s);
  });

  test('describes what it made in one JSON document', async () => {
    const made = await tessera.json<Generated>('generate', 'an owl', '--seed', '7', '--count', '2', ...small);
    expect(Object.keys(made)).toEqual(['job', 'images', 'grid', 'sync']);
    expect(made.grid).toBeNull();
    expect(made.images.map(({ seed, width, height }) => [seed, width, height])).toEqual([
      [7, 64, 64],
      [8, 64, 64],
    ]);
    expect(made.images.map(({ path }) => path.startsWith(join(tessera.home, 'library')))).toEqual([true, true]);
    const hashes = made.images.map(({ path }) => createHash('sha256').update(readFileSync(path)).digest('hex'));
    expect(hashes).toEqual(made.images.map(({ sha256 }) => sha256));
  });

  test('puts copies and a grid in the folder of --out', async () => {
    const out = join(tessera.home, 'made', 'here');
    const made = await tessera.json<Generated>('generate', 'an owl', '--seed', '7', '--out', out, ...small);
    expect(readdirSync(out).sort()).toEqual(['1-7.png', '2-8.png', '3-9.png', '4-10.png', 'grid.png']);
    expect(made.images.map(({ path }) => path)).toEqual(
      ['1-7.png', '2-8.png', '3-9.png', '4-10.png'].map((name) => join(out, name)),
    );
    expect(made.grid).toBe(join(out, 'grid.png'));
    const grid = await sharp(made.grid ?? '').metadata();
    expect([(grid.width ?? 0) >= 128, (grid.height ?? 0) >= 128]).toEqual([true, true]);
  });

  test('tells a person about progress, paths and seeds', async () => {
    const out = join(tessera.home, 'out');
    const { exitCode, stdout, stderr } = await tessera.run(
      'generate',
      'an owl',
      '--seed',
      '7',
      '--count',
      '2',
      '--out',
      out,
      ...small,
    );
    expect(exitCode).toBe(0);
    expect(stdout).toBe(`${join(out, '1-7.png')}  seed 7\n${join(out, '2-8.png')}  seed 8\n${join(out, 'grid.png')}\n`);
    expect(stderr).toMatch(/^\d+% \w+/m);
    expect(stderr).not.toContain('\u001b');
  });

  test('takes a random seed when none is given, and says which', async () => {
    const first = await tessera.json<Generated>('generate', 'an owl', '--count', '1', ...small);
    const second = await tessera.json<Generated>('generate', 'an owl', '--count', '1', ...small);
    expect(first.images[0]?.seed).not.toBe(second.images[0]?.seed);
  });

  test('passes every option on', async () => {
    const given = [
      '--negative',
      'fog',
      '--aspect',
      '16:9',
      '--seed',
      '4294967295',
      '--steps',
      '3',
      '--guidance',
      '2.5',
    ];
    const made = await tessera.json<Generated>(
      'generate',
      'an owl',
      '--model',
      'mock',
      '--scheduler',
      'euler',
      '--count',
      '2',
      ...given,
    );
    const { task } = await tessera.json<Job>('jobs', 'show', made.job);
    expect(task.recipe).toMatchObject({
      prompt: 'an owl',
      negativePrompt: 'fog',
      model: 'mock',
      seed: 4_294_967_295,
      steps: 3,
      guidanceScale: 2.5,
      scheduler: 'euler',
      count: 2,
    });
    expect(task.recipe.width).toBeGreaterThan(task.recipe.height);
    expect(made.images.map(({ seed }) => seed)).toEqual([4_294_967_295, 0]);
  });
});

describe('Ctrl+C', () => {
  test('cancels the job and leaves with 130; the data folder is free again', async () => {
    const running = tessera.start('generate', 'an owl', ...slow);
    await running.sees('stderr', /sampling/);
    running.press('SIGINT');
    const { exitCode, stderr } = await running.finished;
    expect(exitCode).toBe(130);
    expect(stderr).toMatch(/Stopping.*\n[\s\S]*was cancelled/);
    const { jobs } = await tessera.json<{ jobs: Job[] }>('jobs', 'list');
    expect(jobs.map(({ state }) => state)).toEqual(['cancelled']);
  });

  test('says so in JSON when asked to', async () => {
    const running = tessera.start('generate', 'an owl', '--json', ...slow);
    await expect
      .poll(
        () => existsSync(join(tessera.home, 'logs', 'jobs')) && readdirSync(join(tessera.home, 'logs', 'jobs')).length,
        { timeout: 20_000 },
      )
      .toBe(1);
    running.press('SIGINT');
    const finished = await running.finished;
    expect([finished.exitCode, finished.stderr]).toEqual([130, '']);
    expect(finished.json()).toMatchObject({ ok: false, error: { code: 'CANCELLED' } });
  });

  test('that arrives twice, as through npm, is still one', async () => {
    const running = tessera.start('generate', 'an owl', ...slow);
    await running.sees('stderr', /sampling/);
    running.press('SIGINT');
    running.kill('SIGINT');
    const { exitCode } = await running.finished;
    const { jobs } = await tessera.json<{ jobs: Job[] }>('jobs', 'list');
    expect([exitCode, jobs[0]?.state]).toEqual([130, 'cancelled']);
  });
});

describe('an estimate', () => {
  test('draws nothing, and learns from what is drawn', async () => {
    const before = await tessera.json<Preflight>('generate', 'an owl', '--estimate', '--count', '1', ...small);
    expect(before.time).toEqual({ seconds: null, basis: 'unknown', runs: 0 });
    expect((await tessera.json<{ jobs: Job[] }>('jobs', 'list')).jobs).toEqual([]);

    await tessera.json<Generated>('generate', 'an owl', '--count', '1', ...small);
    const { stdout } = await tessera.run('generate', 'an owl', '--estimate', '--count', '1', ...small);
    expect(stdout).toMatch(
      /^mock: 1 x .*\nmemory: about .* GB, by earlier runs; .* GB are free\ntime: about .* s, by 1 run of this size\n$/,
    );
  });

  test('of what cannot be drawn names the option that is wrong', async () => {
    const refused = await tessera.run('generate', 'an owl', '--estimate', '--width', '513', '--height', '512');
    expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining('--width: ')]);
  });
});

describe('a paused queue', () => {
  test('keeps the job, says so at once, and draws it first when it goes on', async () => {
    expect((await tessera.run('queue', 'pause')).stdout).toBe('The queue is paused; 0 jobs wait.\n');
    const refused = await tessera.run('generate', 'an owl', '--count', '1', ...small);
    expect([refused.exitCode, refused.stderr]).toEqual([5, expect.stringContaining('tessera queue resume')]);
    expect((await tessera.run('queue', 'resume')).stdout).toBe('The queue goes on; 1 job waits.\n');
    await tessera.json<Generated>('generate', 'a fox', '--count', '1', ...small);
    const { jobs } = await tessera.json<{ jobs: Job[] }>('jobs', 'list');
    expect(jobs.map(({ state }) => state)).toEqual(['completed', 'completed']);
  });
});

describe('kill -9 in the middle', () => {
  test('loses nothing: the job goes on when the data folder is opened again', async () => {
    const running = tessera.start('generate', 'an owl', '--seed', '7', ...medium);
    await running.sees('stderr', /sampling/);
    running.kill('SIGKILL');
    expect((await running.finished).signal).toBe('SIGKILL');

    // The next command works the queue in order, so the older job is done before its own.
    await tessera.json<Generated>('generate', 'another', '--count', '1', ...small);
    const { jobs } = await tessera.json<{ jobs: Job[] }>('jobs', 'list');
    expect(jobs.map(({ state, images }) => [state, images.filter((image) => image.state === 'ready').length])).toEqual([
      ['completed', 1],
      ['completed', 2],
    ]);
    const uninterrupted = await tessera.json<Generated>('generate', 'an owl', '--seed', '7', ...medium);
    const continued = jobs[1]?.images.map(({ file }) => ({ path: join(tessera.home, 'library', file ?? '') })) ?? [];
    expect(await pixelsOf({ images: continued } as unknown as Generated)).toEqual(await pixelsOf(uninterrupted));
  });
});
