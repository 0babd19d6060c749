// Memory that runs out and numbers that overflow, on real ONNX Runtime: what is drawn then, and what the user is told.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { writeOnnxModel } from '../../../../../engine/onnx/onnx-writer.ts';
import { loadStableDiffusionPipeline } from '../../../../../engine/pipelines/stable-diffusion/pipeline.ts';
import { createOrtRuntime } from '../../../../../engine/runtime/ort-runtime.ts';
import type { Tensor, TensorRuntime } from '../../../../../engine/runtime/tensor-runtime.ts';
import { TesseraError } from '../../../../../shared/errors.ts';
import { type PictureChoices, pictureRequest } from '../../../../fixtures/picture-requests.ts';
import { makeTinyModel } from '../../../../fixtures/tiny-models.ts';
import { halfUnetGraph, overflowing, vaeDecoderGraph } from '../../../../fixtures/tiny-models/graphs.ts';

const folder = mkdtempSync(join(tmpdir(), 'gentle-'));
makeTinyModel({ folder, variant: 'plain' });
// As the graph is: it compares no latents with each other.
const unetConfig = { in_channels: 4, sample_size: 16, block_out_channels: [8], down_block_types: ['DownBlock2D'] };
writeFileSync(join(folder, 'unet/config.json'), JSON.stringify(unetConfig));
const real = await createOrtRuntime();
afterAll(() => rmSync(folder, { recursive: true }));

interface Trouble {
  /** Before a run; throwing is what a runtime out of memory does. */
  readonly before?: (run: { part: string; open: readonly string[]; feeds: Readonly<Record<string, Tensor>> }) => void;
  readonly after?: (run: { part: string; feeds: Readonly<Record<string, Tensor>>; answer: Float32Array }) => void;
  readonly room?: TensorRuntime['room'];
}

/** The real runtime with trouble in the way, and what was open at each run. */
async function draw(trouble: Trouble, choices: PictureChoices = {}, model = folder) {
  const open: string[] = [];
  const runtime: TensorRuntime = {
    ...real,
    ...(trouble.room === undefined ? {} : { room: trouble.room }),
    async open(path) {
      const session = await real.open(path);
      const part = basename(dirname(path));
      open.push(part);
      return {
        ...session,
        async run(feeds) {
          trouble.before?.({ part, open, feeds });
          const answers = await session.run(feeds);
          for (const { data } of Object.values(answers)) {
            if (data instanceof Float32Array) trouble.after?.({ part, feeds, answer: data });
          }
          return answers;
        },
        async close() {
          open.splice(open.indexOf(part), 1);
          await session.close();
        },
      };
    },
  };
  const pipeline = await loadStableDiffusionPipeline({ folder: model, runtime });
  const request = pictureRequest(choices);
  const { image } = await pipeline.draw(request);
  await pipeline.close();
  expect(open).toEqual([]);
  return { pixels: Buffer.from(image.data), notes: request.notes.map((note) => note.code) };
}

const outOfMemory = () => new TesseraError('OUT_OF_MEMORY', 'No memory.');
const sideOf = (feeds: Readonly<Record<string, Tensor>>) => feeds['latent_sample']?.dims[2] ?? 0;

function largestDifference(left: Buffer, right: Buffer): number {
  return left.reduce((most, value, at) => Math.max(most, Math.abs(value - (right[at] ?? 0))), 0);
}

describe('memory that runs out', () => {
  test.each(['text_encoder', 'unet', 'vae_decoder'])('in the %s costs a note and not one pixel', async (short) => {
    const calm = await draw({});
    const drawn = await draw({
      before({ part, open }) {
        if (part === short && open.length > 1) throw outOfMemory();
      },
    });
    expect(drawn.notes).toEqual(['DOWNGRADED_PARTS']);
    expect(drawn.pixels.equals(calm.pixels)).toBe(true);
    expect(calm.notes).toEqual([]);
  });

  test('before it began has the parts loaded one at a time from the start', async () => {
    const largest: number[] = [];
    const room = { allocationLimitBytes: Number.POSITIVE_INFINITY, availableBytes: () => 500_000_000 };
    const drawn = await draw({
      room: { ...room, availableBytes: () => 100_000 },
      before: ({ open }) => largest.push(open.length),
    });
    expect(Math.max(...largest)).toBe(1);
    expect(drawn.pixels.equals((await draw({ room })).pixels)).toBe(true);
  });

  test('for the whole picture has it decoded in tiles, smaller ones if need be', async () => {
    const size = { width: 640, height: 320, steps: 1 };
    const calm = await draw({}, size);
    const drawn = await draw(
      {
        before({ part, feeds }) {
          if (part === 'vae_decoder' && sideOf(feeds) > 32) throw outOfMemory();
        },
      },
      size,
    );
    expect(drawn.notes).toEqual(['DOWNGRADED_PARTS', 'DOWNGRADED_TILES', 'DOWNGRADED_TILES']);
    expect(largestDifference(drawn.pixels, calm.pixels)).toBeLessThanOrEqual(1);
  });

  test('whatever is tried is told as it is', async () => {
    const drawing = draw({
      before({ part }) {
        if (part === 'unet') throw outOfMemory();
      },
    });
    await expect(drawing).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' });
  });

  test('never comes to it where the largest tensor is known to be too much for the process', async () => {
    const sides: number[] = [];
    const room = { allocationLimitBytes: 4 * 8 * 600 * 600, availableBytes: () => Number.POSITIVE_INFINITY };
    const drawn = await draw(
      { room, before: ({ part, feeds }) => part === 'vae_decoder' && sides.push(sideOf(feeds)) },
      { width: 640, height: 640, steps: 1 },
    );
    expect(new Set(sides)).toEqual(new Set([32]));
    expect(drawn.notes).toEqual(['DOWNGRADED_TILES']);
  });
});

test('a picture to start from that is too large goes into the autoencoder in tiles as well', async () => {
  const model = join(import.meta.dirname, '../../../../conformance/models/sd1');
  const size = { width: 320, height: 320 };
  const data = Uint8Array.from({ length: 320 * 320 * 3 }, (_, at) => (at / 960) % 256);
  const source = { image: { ...size, data }, strength: 0.5, mask: null };
  const sides: (readonly [part: string, side: number | undefined])[] = [];
  // The whole is thought to need 31 MB, a tile of 256 pixels 13 MB.
  const room = { allocationLimitBytes: Number.POSITIVE_INFINITY, availableBytes: () => 20_000_000 };
  const drawn = await draw(
    { room, before: ({ part, feeds }) => sides.push([part, Object.values(feeds)[0]?.dims[2]]) },
    { ...size, steps: 2, source },
    model,
  );
  const sidesOf = (wanted: string) => new Set(sides.flatMap(([part, side]) => (part === wanted ? [side] : [])));
  expect([sidesOf('vae_encoder'), sidesOf('vae_decoder')]).toEqual([new Set([256]), new Set([32])]);
  expect(drawn.notes).toEqual(['DOWNGRADED_TILES', 'DOWNGRADED_TILES']);
});

test.each(['ddpm', 'dpmpp-2m-sde', 'dpmpp-2s', 'heun', 'lms', 'pndm', 'unipc'])(
  'a picture taken up after some steps of %s is the picture drawn in one go',
  async (scheduler) => {
    const answers: Float32Array[] = [];
    const add = (answer: Float32Array) => {
      answers.push(Float32Array.from(answer));
    };
    const whole = await draw({}, { scheduler, steps: 6, journal: { known: [], add } });
    const turns = answers.length;
    const half = answers.slice(0, 3);
    const runs: string[] = [];
    const again = await draw(
      { before: ({ part }) => runs.push(part) },
      { scheduler, steps: 6, journal: { known: half, add } },
    );
    expect(runs.filter((part) => part === 'unet')).toHaveLength(2 * (turns - half.length));
    expect(again.pixels.equals(whole.pixels)).toBe(true);
  },
);

describe('a decoder that overflows', () => {
  test('can be tried again without sampling again', async () => {
    const known: Float32Array[] = [];
    const journal = {
      known,
      add(answer: Float32Array) {
        known.push(Float32Array.from(answer));
      },
    };
    const failing: Trouble = { after: ({ part, answer }) => part === 'vae_decoder' && answer.fill(0) };
    const choices = { journal, steps: 5, scheduler: 'euler-ancestral' };
    await expect(draw(failing, choices)).rejects.toMatchObject({ code: 'NUMERIC_FAILURE' });
    expect(known).toHaveLength(5);
    const ran: string[] = [];
    const again = await draw({ before: ({ part }) => ran.push(part) }, choices);
    expect(new Set(ran)).toEqual(new Set(['text_encoder', 'vae_decoder']));
    const calm = await draw({}, { ...choices, journal: { known: [], add: () => {} } });
    expect(again.pixels.equals(calm.pixels)).toBe(true);
  });

  test.each([
    ['numbers that are none', Number.NaN],
    ['one colour', 0],
  ])('into %s on the whole picture is tried in tiles', async (_, value) => {
    const size = { width: 320, height: 320, steps: 1 };
    const drawn = await draw(
      {
        after({ part, feeds, answer }) {
          if (part === 'vae_decoder' && sideOf(feeds) > 32) answer.fill(value);
        },
      },
      size,
    );
    expect(drawn.notes).toEqual(['DOWNGRADED_TILES']);
    expect(largestDifference(drawn.pixels, (await draw({}, size)).pixels)).toBeLessThanOrEqual(1);
  });

  test('in tiles too is told as a failure of numbers', async () => {
    const drawing = draw(
      { after: ({ part, answer }) => part === 'vae_decoder' && answer.fill(Number.NaN) },
      { width: 320, height: 320, steps: 1 },
    );
    await expect(drawing).rejects.toMatchObject({ code: 'NUMERIC_FAILURE' });
  });
});

describe('half precision that overflows', () => {
  const half = (part: 'unet' | 'vae_decoder', isCalm: boolean) => {
    const home = mkdtempSync(join(tmpdir(), 'half-'));
    makeTinyModel({ folder: home, variant: 'half' });
    const decoder = vaeDecoderGraph({ seed: 3, flat: false, io: 'float16' });
    writeFileSync(join(home, 'vae_decoder/model.onnx'), writeOnnxModel(decoder));
    const graph = part === 'unet' ? halfUnetGraph() : decoder;
    if (!isCalm) writeFileSync(join(home, part, 'model.onnx'), writeOnnxModel(overflowing(graph)));
    return home;
  };
  const drawn = async (home: string) => {
    const runtime = await createOrtRuntime({ widenedGraphs: join(home, 'widened') });
    const pipeline = await loadStableDiffusionPipeline({ folder: home, runtime });
    const pictures = [];
    for (const request of [pictureRequest({}), pictureRequest({})]) {
      const { image } = await pipeline.draw(request);
      pictures.push({
        pixels: Buffer.from(image.data),
        notes: request.notes.map(({ code, values }) => [code, values]),
      });
    }
    await pipeline.close();
    rmSync(home, { recursive: true });
    return pictures;
  };

  test.each(['unet', 'vae_decoder'] as const)(
    'in the %s is computed in single, and every picture tells so',
    async (part) => {
      const [first, second] = await drawn(half(part, false));
      const [calm] = await drawn(half(part, true));
      const told = [['DOWNGRADED_FLOAT32', { part: `${part}/model.onnx` }]];
      expect([first?.notes, second?.notes, calm?.notes]).toEqual([told, told, []]);
      expect(second?.pixels.equals(first?.pixels ?? Buffer.alloc(0))).toBe(true);
      expect(largestDifference(first?.pixels ?? Buffer.alloc(0), calm?.pixels ?? Buffer.alloc(0))).toBeLessThanOrEqual(
        2,
      );
    },
  );

  test('and cannot be widened is told as a failure of numbers', async () => {
    const home = half('unet', false);
    const pipeline = await loadStableDiffusionPipeline({ folder: home, runtime: real });
    await expect(pipeline.draw(pictureRequest({}))).rejects.toMatchObject({ code: 'NUMERIC_FAILURE' });
    await pipeline.close();
    rmSync(home, { recursive: true });
  });
});
