// A Stable-Diffusion folder through the real host in a real process: pictures, latents, cancel, kill, and what bad folders are told.

import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EngineCommand } from '../../shared/engine-protocol.ts';
import { type GenerateCommand, generateCommand } from '../fixtures/engine-commands.ts';
import { openRealEngine, type RealEngine } from '../fixtures/real-engine.ts';
import { makeTinyModel, type TinyVariant } from '../fixtures/tiny-models.ts';

const models = mkdtempSync(join(tmpdir(), 'tessera-models-'));
afterAll(() => rmSync(models, { recursive: true }));

let real: RealEngine;
beforeEach(() => {
  real = openRealEngine();
});
afterEach(async () => {
  await real.close();
});

interface Choices {
  readonly id?: string;
  readonly count?: number;
  readonly steps?: number;
  readonly scheduler?: string;
  readonly saveLatents?: string;
  readonly unfinished?: string;
}

function folderOf(variant: TinyVariant): string {
  const folder = join(models, variant);
  makeTinyModel({ folder, variant });
  return folder;
}

function drawing(variant: TinyVariant, choices: Choices = {}): GenerateCommand {
  const { scheduler = 'euler', ...rest } = choices;
  const command = generateCommand({ folder: real.home, width: 64, height: 64, ...rest });
  const parsed = EngineCommand.parse({
    ...command,
    model: { family: 'stable-diffusion', folder: folderOf(variant), name: `Tiny ${variant}` },
    recipe: { ...command.recipe, scheduler, guidanceScale: 7.5 },
  });
  if (parsed.kind !== 'generate') throw new TypeError('parsing kept the kind');
  return parsed;
}

function checksums(command: GenerateCommand): string[] {
  return command.images.map((image) => createHash('sha256').update(readFileSync(image.output)).digest('hex'));
}

describe('a Stable-Diffusion model in the engine host', () => {
  test('draws pictures of 64 by 64 pixels: the same ones twice, another one for each seed', async () => {
    const first = drawing('plain', { count: 2 });
    let previews = 0;
    const timings = await real.engine.run(first, {
      signal: new AbortController().signal,
      onEvent: (event) => {
        if (event.kind === 'preview') previews += 1;
      },
    });
    const again = drawing('plain', { id: 'job-2', count: 2 });
    await real.run(again);

    const pixels = await Promise.all(
      [...first.images, ...again.images].map((image) =>
        sharp(image.output).raw().toBuffer({ resolveWithObject: true }),
      ),
    );
    expect(pixels.map(({ info }) => [info.width, info.height, info.channels])).toEqual(
      Array.from({ length: 4 }, () => [64, 64, 3]),
    );
    expect(pixels[2]?.data.equals(pixels[0]?.data ?? Buffer.alloc(0))).toBe(true);
    expect(pixels[3]?.data.equals(pixels[1]?.data ?? Buffer.alloc(0))).toBe(true);
    expect(pixels[1]?.data.equals(pixels[0]?.data ?? Buffer.alloc(0))).toBe(false);
    // Two texts once, then for each picture four steps of two runs and one decoding.
    expect(timings?.sessionRuns).toBe(2 + 2 * (4 * 2 + 1));
    expect(previews).toBeGreaterThan(0);
  });

  test('makes image 1 of a grid from its seed alone', async () => {
    const grid = drawing('plain', { count: 2 });
    await real.run(grid);
    const single = drawing('plain', { id: 'job-2' });
    const [planned] = single.images;
    const alone = { ...single, images: planned === undefined ? [] : [{ ...planned, seed: 8 }] };
    await real.run(alone);
    const pixels = await Promise.all(
      [grid.images[1], alone.images[0]].map((image) => sharp(image?.output).raw().toBuffer()),
    );
    expect(pixels[0]?.equals(pixels[1] ?? Buffer.alloc(0))).toBe(true);
  });

  test.each([
    ['v-prediction', 'ddim'],
    ['half', 'dpmpp-2m-karras'],
    ['latent-consistency', 'lcm'],
    ['fixed-size', 'euler-ancestral'],
  ] as const)('of the kind %s draws with %s', async (variant, scheduler) => {
    const command = drawing(variant, { scheduler });
    await real.run(command);
    const { channels } = await sharp(command.images[0]?.output).stats();
    expect(channels.every((channel) => channel.stdev > 1)).toBe(true);
  });

  test('saves the latents of all pictures in one file that NumPy reads', async () => {
    const saveLatents = join(real.home, 'latents.npy');
    await real.run(drawing('plain', { count: 2, saveLatents }));
    const file = readFileSync(saveLatents);
    const header = file.subarray(10, 10 + file.readUInt16LE(8)).toString('latin1');
    expect(header).toContain("'shape': (2, 4, 8, 8)");
    expect(file.length - 10 - file.readUInt16LE(8)).toBe(2 * 4 * 8 * 8 * 4);
  });

  test('is inspected by the host without being loaded', async () => {
    const manifest = await real.engine.inspect({ folder: folderOf('v-prediction'), hash: true });
    expect(manifest).toMatchObject({ name: 'v-prediction', family: 'stable-diffusion' });
  });
});

describe('a run that ends early', () => {
  test('stops within a step when it is cancelled, leaves no file, and the next one works', async () => {
    const command = drawing('slow', { steps: 60 });
    const controller = new AbortController();
    let cancelledAt = 0;
    const running = real.engine.run(command, {
      signal: controller.signal,
      onEvent(event) {
        if (event.kind !== 'progress' || event.stage !== 'sampling' || cancelledAt > 0) return;
        cancelledAt = Date.now();
        controller.abort();
      },
    });
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
    // A step takes some 300 ms on an idle machine; sixty of them would be far over this.
    expect(Date.now() - cancelledAt).toBeLessThan(5000);
    expect(existsSync(command.images[0]?.output ?? '')).toBe(false);
    const next = drawing('slow', { id: 'job-2', steps: 1 });
    await real.run(next);
    expect(existsSync(next.images[0]?.output ?? '')).toBe(true);
    // The host saw the cancel between two runs and lived on: it was not killed for it.
    expect(real.pids).toHaveLength(1);
  });

  test('survives the death of its host: the run fails as retryable and the next one gives the same picture', async () => {
    const before = drawing('slow', { steps: 1 });
    await real.run(before);
    const long = drawing('slow', { id: 'job-2', steps: 60 });
    let killed = false;
    const running = real.run(long, (event) => {
      if (event.kind !== 'progress' || event.stage !== 'sampling' || killed) return;
      killed = true;
      process.kill(real.pids.at(-1) ?? 0, 'SIGKILL');
    });
    await expect(running).rejects.toMatchObject({ code: 'ENGINE_CRASHED' });
    const after = drawing('slow', { id: 'job-1', steps: 1 });
    const wanted = checksums(before);
    await real.run(after);
    expect(checksums(after)).toEqual(wanted);
  });
});

describe('a model that cannot be used', () => {
  test('fails its own job with a sentence, and the next job goes on', async () => {
    const broken = drawing('flat');
    truncateSync(join(broken.model.folder, 'unet/model.onnx'), 900);
    const refusal = real.run(broken);
    await expect(refusal).rejects.toMatchObject({ code: 'MODEL_CORRUPT' });
    await expect(refusal).rejects.toThrow(/^unet\/model\.onnx is not a complete ONNX graph/);
    await expect(real.run(drawing('not-a-number', { id: 'job-2' }))).rejects.toMatchObject({ code: 'NUMERIC_FAILURE' });
    const fitting = drawing('plain', { id: 'job-3' });
    await real.run(fitting);
    expect(existsSync(fitting.images[0]?.output ?? '')).toBe(true);
  });
});

describe('a host killed with -9 in the middle of a picture', () => {
  test('goes on where it was, and ends with the very bytes of one that was never killed', async () => {
    const choices = { scheduler: 'dpmpp-2m-sde', steps: 4, unfinished: join(real.home, 'unfinished') };
    const whole = drawing('slow', choices);
    await real.run(whole);
    const [undisturbed] = checksums(whole);
    rmSync(whole.images[0]?.output ?? '');

    const killed = real.run(whole, (event) => {
      const pid = real.pids.at(-1);
      if (event.kind === 'progress' && event.fraction > 0.4 && pid !== undefined) process.kill(pid, 'SIGKILL');
    });
    await expect(killed).rejects.toMatchObject({ code: 'ENGINE_CRASHED' });
    expect(existsSync(whole.images[0]?.output ?? '')).toBe(false);

    const lines: string[] = [];
    await real.run(whole, (event) => {
      if (event.kind === 'log') lines.push(event.line);
    });
    expect(lines).toEqual([expect.stringMatching(/goes on after [1-4] steps$/)]);
    expect(checksums(whole)).toEqual([undisturbed]);
    // Nothing is kept of a picture that stands.
    expect(readdirSync(join(real.home, 'unfinished'))).toEqual([]);
  });

  test('keeps the steps of a picture that is stopped, for main knows whether they are still wanted', async () => {
    const stop = new AbortController();
    const command = drawing('slow', { steps: 20, unfinished: join(real.home, 'unfinished') });
    const cancelled = real.engine.run(command, {
      signal: stop.signal,
      onEvent(event) {
        if (event.kind === 'progress' && event.fraction > 0.2) stop.abort();
      },
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(readdirSync(join(real.home, 'unfinished'))).toEqual(['job-1-0.steps']);
  });
});
