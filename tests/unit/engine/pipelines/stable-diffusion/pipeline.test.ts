// Text to image on real ONNX Runtime with tiny random models: held against a second computation, step by step, and its promises.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { createTorchCpuNoise } from '../../../../../engine/noise/torch-cpu.ts';
import type { Pipeline } from '../../../../../engine/pipelines/pipeline.ts';
import { loadStableDiffusionPipeline } from '../../../../../engine/pipelines/stable-diffusion/pipeline.ts';
import { createOrtRuntime } from '../../../../../engine/runtime/ort-runtime.ts';
import { schedulerNames } from '../../../../../shared/domain/scheduler-name.ts';
import { TesseraError } from '../../../../../shared/errors.ts';
import { type PictureChoices, pictureRequest } from '../../../../fixtures/picture-requests.ts';
import { makeTinyModel, type TinyVariant } from '../../../../fixtures/tiny-models.ts';

const root = mkdtempSync(join(tmpdir(), 'stable-diffusion-'));
const runtime = await createOrtRuntime();
const open: Pipeline[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((pipeline) => pipeline.close()));
});
afterAll(() => rmSync(root, { recursive: true }));

function folderOf(variant: TinyVariant): string {
  const folder = join(root, variant);
  makeTinyModel({ folder, variant });
  return folder;
}

async function load(variant: TinyVariant): Promise<Pipeline> {
  const pipeline = await loadStableDiffusionPipeline({ folder: folderOf(variant), runtime });
  open.push(pipeline);
  return pipeline;
}

async function drawn(variant: TinyVariant, choices: PictureChoices = {}) {
  const { image, latents } = await (await load(variant)).draw(pictureRequest(choices));
  if (latents === null) throw new Error('this family has latents');
  return { image, latents };
}

/**
 * The same picture by another road: ids looked up by hand, both prompts in one batch, DDIM (Song et al. 2020, eq. 12 with
 * eta 0) in double precision with its timesteps written out.
 */
async function reference(options: { guidance: number; width: number; height: number; velocity: boolean }) {
  const folder = join(root, options.velocity ? 'v-prediction' : 'plain');
  const vocabulary: Record<string, number> = JSON.parse(readFileSync(join(folder, 'tokenizer/vocab.json'), 'utf8'));
  const [start, end] = ['<|startoftext|>', '<|endoftext|>'];
  const padding = options.velocity ? '!' : end;
  const ids = (words: string[]) =>
    [start, ...words, end, ...Array.from({ length: 75 - words.length }, () => padding)].map(
      (word) => vocabulary[word] ?? -1,
    );
  const both = [...ids([]), ...ids(['a</w>', 'red</w>', 'apple</w>'])];
  const [encoder, unet, decoder] = await Promise.all(
    ['text_encoder', 'unet', 'vae_decoder'].map((part) => runtime.open(join(folder, part, 'model.onnx'))),
  );
  if (encoder === undefined || unet === undefined || decoder === undefined) throw new Error('three sessions');
  const text = await encoder.run({ input_ids: { type: 'int32', dims: [2, 77], data: Int32Array.from(both) } });
  const words = text['last_hidden_state'];
  if (words === undefined) throw new Error('no hidden states');

  const betas = Array.from(
    { length: 1000 },
    (_, t) => (0.00085 ** 0.5 + ((0.012 ** 0.5 - 0.00085 ** 0.5) * t) / 999) ** 2,
  );
  const alphas: number[] = [];
  for (const beta of betas) alphas.push((alphas.at(-1) ?? 1) * (1 - beta));
  const [height, width] = [options.height / 8, options.width / 8];
  const size = 4 * height * width;
  let sample = Float64Array.from(createTorchCpuNoise(7).normal(size));
  for (const timestep of [751, 501, 251, 1]) {
    const batch = Float32Array.from([...sample, ...sample]);
    const out = await unet.run({
      sample: { type: 'float32', dims: [2, 4, height, width], data: batch },
      timestep: { type: 'float32', dims: [1], data: Float32Array.of(timestep) },
      encoder_hidden_states: words,
    });
    const prediction = out['out_sample']?.data as Float32Array;
    const [a, before] = [alphas[timestep] ?? 0, alphas[timestep - 250] ?? alphas[0] ?? 0];
    sample = sample.map((x, i) => {
      const [u, c] = [prediction[i] ?? 0, prediction[size + i] ?? 0];
      const guided = u + options.guidance * (c - u);
      const clean = options.velocity
        ? a ** 0.5 * x - (1 - a) ** 0.5 * guided
        : (x - (1 - a) ** 0.5 * guided) / a ** 0.5;
      const noise = options.velocity ? a ** 0.5 * guided + (1 - a) ** 0.5 * x : guided;
      return before ** 0.5 * clean + (1 - before) ** 0.5 * noise;
    });
  }
  const latents = Float32Array.from(sample, (value) => value / 0.18215);
  const picture = await decoder.run({ latent_sample: { type: 'float32', dims: [1, 4, height, width], data: latents } });
  await Promise.all([encoder.close(), unet.close(), decoder.close()]);
  const planes = picture['sample']?.data as Float32Array;
  const pixels = options.width * options.height;
  const data = Uint8Array.from({ length: pixels * 3 }, (_, i) => {
    const value = ((planes[(i % 3) * pixels + Math.floor(i / 3)] ?? 0) / 2 + 0.5) * 255;
    return Math.round(Math.min(255, Math.max(0, value)));
  });
  return { sample, data };
}

function largestDifference(left: ArrayLike<number>, right: ArrayLike<number>): number {
  expect(left.length).toBe(right.length);
  return Math.max(...Array.from(left, (value, index) => Math.abs(value - (right[index] ?? Number.NaN))));
}

async function refusalOf(drawing: Promise<unknown>): Promise<TesseraError> {
  const thrown = await drawing.then(
    () => new Error('it was drawn'),
    (error: unknown) => error,
  );
  if (thrown instanceof TesseraError) return thrown;
  throw thrown;
}

describe('a picture', () => {
  test('is what the same steps give when they are computed another way', async () => {
    const { image, latents } = await drawn('plain', { width: 96, height: 64 });
    const wanted = await reference({ guidance: 7.5, width: 96, height: 64, velocity: false });
    expect([image.width, image.height, latents.dims]).toEqual([96, 64, [4, 8, 12]]);
    expect(largestDifference(latents.data, wanted.sample)).toBeLessThan(1e-4);
    expect(largestDifference(image.data, wanted.data)).toBeLessThanOrEqual(1);
  });

  test('is so too with 64-bit ids, integer timesteps, v-prediction and another pad token', async () => {
    const { image, latents } = await drawn('v-prediction');
    const wanted = await reference({ guidance: 7.5, width: 64, height: 64, velocity: true });
    expect(largestDifference(latents.data, wanted.sample)).toBeLessThan(1e-4);
    expect(largestDifference(image.data, wanted.data)).toBeLessThanOrEqual(1);
  });

  test('is the same twice, and another for another seed, prompt, negative prompt, guidance and variation', async () => {
    const pipeline = await load('plain');
    const pixels = async (choices: PictureChoices) => {
      const { image } = await pipeline.draw(pictureRequest(choices));
      return Buffer.from(image.data).toString('base64');
    };
    const first = await pixels({});
    expect(await pixels({})).toBe(first);
    const others = [
      await pixels({ seed: 8 }),
      await pixels({ prompt: 'a blue apple' }),
      await pixels({ negativePrompt: 'a cat' }),
      await pixels({ guidanceScale: 3 }),
      await pixels({ variations: [{ seed: 3, strength: 0.2 }] }),
    ];
    expect(new Set([first, ...others]).size).toBe(6);
  });

  test('is the same from a graph that takes both prompts at once', async () => {
    const before = runtime.spent.sessionRuns;
    const paired = await drawn('paired');
    expect(runtime.spent.sessionRuns - before).toBe(2 + 4 + 1);
    expect(largestDifference(paired.latents.data, (await drawn('plain')).latents.data)).toBeLessThan(1e-4);
    const alone = [await drawn('paired', { guidanceScale: 1 }), await drawn('plain', { guidanceScale: 1 })] as const;
    expect(largestDifference(alone[0].latents.data, alone[1].latents.data)).toBeLessThan(1e-4);
  });

  test('in half precision is nearly the same', async () => {
    const [half, full] = [await drawn('half'), await drawn('plain')];
    expect(largestDifference(half.latents.data, full.latents.data)).toBeLessThan(0.1);
  });

  const forLatents = schedulerNames.filter((name) => !['lcm', 'tcd', 'flow-match-euler'].includes(name));

  test.each(forLatents)('comes out of %s with numbers of an ordinary size', async (scheduler) => {
    const { latents } = await drawn('plain', { scheduler, steps: 10 });
    const largest = largestDifference(latents.data, new Float32Array(latents.data.length));
    expect(largest).toBeGreaterThan(0.5);
    expect(largest).toBeLessThan(20);
  });

  test('is another with other spacing of the noise levels, or noise from another generator', async () => {
    const plain = await drawn('plain', { scheduler: 'heun' });
    const karras = await drawn('plain', { scheduler: 'heun', sigmas: 'karras' });
    const philox = await drawn('plain', { scheduler: 'heun', noise: 'philox' });
    expect(largestDifference(karras.latents.data, plain.latents.data)).toBeGreaterThan(0.01);
    expect(largestDifference(philox.latents.data, plain.latents.data)).toBeGreaterThan(0.5);
  });

  test('of a latent consistency model follows the guidance scale without a second run', async () => {
    const pipeline = await load('latent-consistency');
    const before = runtime.spent.sessionRuns;
    const strong = await pipeline.draw(pictureRequest({ scheduler: 'lcm', guidanceScale: 8.5 }));
    // One text, four steps, one decoding.
    expect(runtime.spent.sessionRuns - before).toBe(6);
    const weak = await pipeline.draw(pictureRequest({ scheduler: 'lcm', guidanceScale: 2 }));
    expect(Buffer.from(weak.image.data).equals(strong.image.data)).toBe(false);
  });
});

describe('on the way', () => {
  test('progress rises to one and names its stages in order', async () => {
    const request = pictureRequest();
    await (await load('plain')).draw(request);
    const fractions = request.steps.map(([, fraction]) => fraction);
    expect(fractions).toEqual(fractions.toSorted((left, right) => left - right));
    expect(fractions.at(-1)).toBeCloseTo(1, 9);
    expect([...new Set(request.steps.map(([stage]) => stage))]).toEqual([
      'loading',
      'encoding',
      'sampling',
      'decoding',
    ]);
  });

  test('every run of a graph is followed by a checkpoint', async () => {
    const before = runtime.spent.sessionRuns;
    const request = pictureRequest();
    await (await load('plain')).draw(request);
    const runs = runtime.spent.sessionRuns - before;
    expect(runs).toBe(2 + 4 * 2 + 1);
    expect(request.checkpoints()).toBeGreaterThanOrEqual(runs);
  });

  test('texts are encoded once', async () => {
    const pipeline = await load('plain');
    await pipeline.draw(pictureRequest());
    const before = runtime.spent.sessionRuns;
    await pipeline.draw(pictureRequest({ seed: 8 }));
    expect(runtime.spent.sessionRuns - before).toBe(4 * 2 + 1);
  });

  test('guidance up to one costs no second run', async () => {
    const before = runtime.spent.sessionRuns;
    await drawn('plain', { guidanceScale: 1 });
    expect(runtime.spent.sessionRuns - before).toBe(1 + 4 + 1);
  });

  test('each step offers a preview at latent size', async () => {
    const request = pictureRequest({ width: 96 });
    await (await load('plain')).draw(request);
    expect(request.previews.map(({ width, height, data }) => [width, height, data.length])).toEqual(
      Array.from({ length: 4 }, () => [12, 8, 288]),
    );
    expect(new Set(request.previews[3]?.data).size).toBeGreaterThan(20);
  });

  test('a prompt that is longer than the encoder reads at once is read to its end', async () => {
    const many = 'red '.repeat(74);
    const pipeline = await load('plain');
    const request = pictureRequest({ prompt: `${many}apple on a cat` });
    const { image } = await pipeline.draw(request);
    expect(request.notes).toEqual([]);
    expect(image.data).not.toEqual((await pipeline.draw(pictureRequest({ prompt: `${many}apple` }))).image.data);
  });

  test('a cancel at a checkpoint ends it, and the pipeline draws on', async () => {
    const pipeline = await load('plain');
    let turns = 0;
    const checkpoint = async () => {
      turns += 1;
      if (turns === 6) throw new TesseraError('CANCELLED', 'The work was cancelled.');
    };
    expect((await refusalOf(pipeline.draw(pictureRequest({ checkpoint })))).code).toBe('CANCELLED');
    await expect(pipeline.draw(pictureRequest())).resolves.toMatchObject({ image: { width: 64 } });
  });
});

describe('refused is', () => {
  test('a size the graph was not made for, naming the one it was', async () => {
    await expect(drawn('fixed-size')).resolves.toMatchObject({ image: { width: 64, height: 64 } });
    const error = await refusalOf(drawn('fixed-size', { width: 128 }));
    expect(error).toMatchObject({ code: 'SIZE_NOT_SUPPORTED', details: { nearest: { width: 64, height: 64 } } });
    expect(error.message).toBe(
      'This model was exported for 64x64 only and cannot draw 128x64. Choose 64x64, or use an export with dynamic sizes.',
    );
  });

  test('a scheduler that makes no sense for the model', async () => {
    const error = await refusalOf(drawn('plain', { scheduler: 'flow-match-euler' }));
    expect(error).toMatchObject({ code: 'INVALID_INPUT', details: { field: 'scheduler' } });
    expect(await refusalOf(drawn('latent-consistency', { scheduler: 'euler' }))).toMatchObject({
      code: 'INVALID_INPUT',
    });
  });

  test('a picture that is not made of numbers, or of one colour only', async () => {
    const broken = await refusalOf(drawn('not-a-number'));
    const flat = await refusalOf(drawn('flat'));
    expect([broken.code, flat.code]).toEqual(['NUMERIC_FAILURE', 'NUMERIC_FAILURE']);
    expect([broken.details, flat.details]).toEqual([{ file: 'unet/model.onnx' }, { file: 'vae_decoder/model.onnx' }]);
  });

  test('a folder with a part missing, until it is there', async () => {
    const pipeline = await load('plain');
    const path = join(root, 'plain', 'vae_decoder', 'model.onnx');
    const bytes = readFileSync(path);
    rmSync(path);
    expect(await refusalOf(pipeline.draw(pictureRequest()))).toMatchObject({ code: 'MODEL_MISSING_FILE' });
    writeFileSync(path, bytes);
    await expect(pipeline.draw(pictureRequest())).resolves.toMatchObject({ image: { width: 64 } });
  });
});
