// Real networks in a real host: tiles that are exactly the whole, networks nobody described, transparency, cancelling.

import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readPngText } from '../../engine/image/png-text.ts';
import { writeOnnxModel } from '../../engine/onnx/onnx-writer.ts';
import { createOrtRuntime } from '../../engine/runtime/ort-runtime.ts';
import { enlarge, tilingFor } from '../../engine/upscale/enlarge.ts';
import { openUpscaleGraph, type Pixels, type UpscaleGraph } from '../../engine/upscale/upscale-graph.ts';
import { UpscalerManifest } from '../../shared/domain/upscaler.ts';
import type { UpscalerRun } from '../../shared/engine-protocol.ts';
import { generateCommand, upscaleCommand } from '../fixtures/engine-commands.ts';
import { only, openRealEngine, type RealEngine } from '../fixtures/real-engine.ts';

const folder = join(import.meta.dirname, '../../resources/upscalers/esrgan-slim');
const manifest = UpscalerManifest.parse(JSON.parse(readFileSync(join(folder, 'upscaler.json'), 'utf8')));

let real: RealEngine;
beforeEach(() => {
  real = openRealEngine();
});
afterEach(async () => {
  await real.close();
});

function slim(factor: 2 | 3 | 4): UpscalerRun {
  const { name, range, channels } = manifest;
  const passes = manifest.factors.find((one) => one.factor === factor)?.passes ?? [];
  return { name, folder, range, channels, passes };
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

function picture(width: number, height: number, random: () => number): Uint8Array {
  return Uint8Array.from({ length: width * height * 3 }, () => Math.floor(random() * 256));
}

/** The whole picture in one run, framed by its own edges and cut out of the result again. */
async function wholeAtOnce(graph: UpscaleGraph, { data, width, height }: Pixels): Promise<Buffer> {
  const frame = graph.locality?.radius ?? 0;
  const framed = await sharp(data, { raw: { width, height, channels: 3 } })
    .extend({ top: frame, bottom: frame, left: frame, right: frame, extendWith: 'copy' })
    .raw()
    .toBuffer();
  const whole = await graph.run({ data: framed, width: width + 2 * frame, height: height + 2 * frame });
  return await sharp(whole.data, { raw: { width: whole.width, height: whole.height, channels: 3 } })
    .extract({ left: frame * 2, top: frame * 2, width: width * 2, height: height * 2 })
    .raw()
    .toBuffer();
}

describe('tiles', () => {
  test('of random pictures are bit for bit what the network makes of the whole', async () => {
    const runtime = await createOrtRuntime();
    const graph = await openUpscaleGraph({ path: join(folder, 'x2.onnx'), runtime, range: 255, channels: 'rgb' });
    const random = seeded(20261121);
    let cut = 0;
    for (let round = 0; round < 4; round += 1) {
      const width = 120 + Math.floor(random() * 130);
      const height = 120 + Math.floor(random() * 130);
      const data = picture(width, height, random);
      const whole = await wholeAtOnce(graph, { data, width, height });
      const strips: Uint8Array[] = [];
      await enlarge(
        { data, width, height },
        {
          graph,
          factor: 2,
          onTile: async () => {},
          onStrip: async (strip) => void strips.push(strip),
        },
      );
      const { columns, rows } = tilingFor(graph, { width, height });
      cut += Number(columns.spans.length * rows.spans.length > 1);
      expect(Buffer.compare(Buffer.concat(strips), whole)).toBe(0);
    }
    expect(cut).toBeGreaterThan(1);
    await graph.close();
  });
});

describe('an enlargement by the shipped upscaler', () => {
  test.each([
    [2, 256, 128],
    [3, 384, 192],
    [4, 512, 256],
  ] as const)('%i times keeps the history and says what it was made with', async (factor, width, height) => {
    const command = generateCommand({ folder: real.home, steps: 1 });
    await real.run(command);
    const [parent] = command.images;
    if (parent === undefined) throw new Error('a generation has a picture');
    const upscaling = upscaleCommand({ folder: real.home, parent, factor, upscaler: slim(factor) });
    const events = await real.run(upscaling);

    expect(only(events, 'note')).toEqual([]);
    expect(only(events, 'image')).toMatchObject([{ image: 'job-2-0', width, height }]);
    const bytes = readFileSync(upscaling.image.output);
    const size = await sharp(bytes).metadata();
    expect([size.width, size.height, size.channels]).toEqual([width, height, 3]);
    const said = JSON.parse(readPngText(bytes).get('tessera') ?? '');
    expect(said).toMatchObject({ image: { parent: parent.id }, upscale: { factor, upscaler: 'ESRGAN slim' } });
    // The same picture, only larger: shrunk again it is what it was.
    const [small, original] = await Promise.all([
      sharp(bytes).resize(128, 64, { kernel: 'cubic' }).raw().toBuffer(),
      sharp(parent.output).removeAlpha().raw().toBuffer(),
    ]);
    const difference = small.reduce((sum, value, at) => sum + Math.abs(value - (original[at] ?? 0)), 0) / small.length;
    expect(difference).toBeLessThan(6);
  });

  test('of a picture with holes keeps them, and no colour from below them', async () => {
    const source = join(real.home, 'holes.png');
    // Bright red that ends at a hole whose pixels are green where nobody sees them.
    const pixels = Uint8Array.from({ length: 40 * 40 * 4 }, (_, at) => {
      const isHole = (at >> 2) % 40 >= 20;
      return [isHole ? 0 : 255, isHole ? 255 : 0, 0, isHole ? 0 : 255][at % 4] ?? 0;
    });
    await sharp(pixels, { raw: { width: 40, height: 40, channels: 4 } })
      .png()
      .toFile(source);
    const planned = { ...generateCommand({ folder: real.home }).images[0], output: source } as never;
    const upscaling = upscaleCommand({ folder: real.home, parent: planned, factor: 2, upscaler: slim(2) });
    await real.run(upscaling);
    const { data, info } = await sharp(upscaling.image.output).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, info.channels]).toEqual([80, 80, 4]);
    const at = (x: number) => [...data.subarray((40 * 80 + x) * 4, (40 * 80 + x) * 4 + 4)];
    expect(at(10)[3]).toBe(255);
    expect(at(70)[3]).toBe(0);
    for (let x = 0; x < 80; x += 1) {
      const [red = 0, green = 0, , opacity = 0] = at(x);
      if (opacity > 0) expect(red - green).toBeGreaterThan(200);
    }
  });

  test('that is cancelled stops at the next tile and leaves nothing', async () => {
    const source = join(real.home, 'large.png');
    await sharp(picture(700, 700, seeded(1)), { raw: { width: 700, height: 700, channels: 3 } })
      .png()
      .toFile(source);
    const planned = { ...generateCommand({ folder: real.home }).images[0], output: source } as never;
    const upscaling = upscaleCommand({ folder: real.home, parent: planned, factor: 4, upscaler: slim(4) });
    const abort = new AbortController();
    const tiles: number[] = [];
    const run = real.engine.run(upscaling, {
      signal: abort.signal,
      onEvent: (event) => {
        if (event.kind === 'progress' && event.stage === 'upscaling') tiles.push(event.fraction);
        if (tiles.length === 2) abort.abort();
      },
    });
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(tiles).toEqual(tiles.toSorted((a, b) => a - b));
    expect(readdirSync(real.home).filter((name) => name.includes(upscaling.image.id))).toEqual([]);
  });
});

/** Enlarges by repeating pixels, in whatever range and order: what stays of a network when nothing was learnt. */
function repeating(options: {
  times?: number;
  planar?: boolean;
  inputs?: number;
  swapped?: boolean;
  gain?: number;
}): Uint8Array {
  const { times = 2, planar = true, inputs = 1, swapped = false, gain = 1 } = options;
  const dims = planar ? [1, 3, 'h', 'w'] : [1, 'h', 'w', 3];
  const scales = planar ? [1, 1, times, times] : [1, times, times, 1];
  const kernel = new Float32Array(9);
  for (let c = 0; c < 3; c += 1) kernel[c * 3 + (swapped ? 2 - c : c)] = gain;
  return writeOnnxModel({
    inputs: Array.from({ length: inputs }, (_, at) => ({ name: `input${at}`, type: 'float32', dims })),
    outputs: [{ name: 'output', type: 'float32', dims: [1, 'a', 'b', 'c'] }],
    initializers: [
      { name: 'scales', type: 'float32', dims: [4], data: Float32Array.from(scales) },
      { name: 'kernel', type: 'float32', dims: [3, 3, 1, 1], data: kernel },
    ],
    nodes: [
      ...(planar ? [{ op: 'Conv', inputs: ['input0', 'kernel'], outputs: ['mixed'] }] : []),
      {
        op: 'Resize',
        inputs: [planar ? 'mixed' : 'input0', '', 'scales'],
        outputs: ['output'],
        attributes: {
          mode: { string: 'nearest' },
          coordinate_transformation_mode: { string: 'asymmetric' },
          nearest_mode: { string: 'floor' },
        },
      },
    ],
  });
}

describe('a network nobody described', () => {
  const cases = [
    ['the common kind', repeating({}), { range: 1, channels: 'rgb', factor: 2 }],
    ['four times', repeating({ times: 4 }), { range: 1, channels: 'rgb', factor: 4 }],
    ['channels last', repeating({ planar: false }), { range: 1, channels: 'rgb', factor: 2 }],
  ] as const;
  test.each(cases)('is tried and understood: %s', async (_, bytes, { range, channels, factor }) => {
    const path = join(real.home, 'network.onnx');
    writeFileSync(path, bytes);
    const { manifest: found } = await real.engine.inspectUpscaler(path);
    expect(found).toMatchObject({ name: 'network', range, channels, factors: [{ factor, passes: [{ factor }] }] });
  });

  test('of the shipped weights is found to want 0 to 255', async () => {
    const bare = join(real.home, 'bare');
    mkdirSync(bare);
    copyFileSync(join(folder, 'x2.onnx'), join(bare, 'x2.onnx'));
    const { manifest: found } = await real.engine.inspectUpscaler(bare);
    expect(found).toMatchObject({ name: 'x2', range: 255, channels: 'rgb', factors: [{ factor: 2 }] });
  });

  const refusals = [
    ['a factor nobody offers', repeating({ times: 5 }), 'MODEL_UNSUPPORTED', /5 times/],
    ['two pictures at once', repeating({ inputs: 2 }), 'MODEL_UNSUPPORTED', /one picture/],
    ['colours changed', repeating({ gain: 0.1 }), 'MODEL_UNSUPPORTED', /look like/],
    ['no network', Uint8Array.from([1, 2, 3, 4]), 'MODEL_CORRUPT', /network\.onnx/],
  ] as const;
  test.each(refusals)('is refused with the reason: %s', async (_, bytes, code, sentence) => {
    const path = join(real.home, 'network.onnx');
    writeFileSync(path, bytes);
    await expect(real.engine.inspectUpscaler(path)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(sentence),
    });
  });

  test.each([
    ['nothing', {}, 'MODEL_MISSING_FILE', /\.onnx/],
    ['two networks', { 'a.onnx': 'a', 'b.onnx': 'b' }, 'MODEL_UNSUPPORTED', /2 \.onnx files/],
    ['a description that is no JSON', { 'upscaler.json': '{' }, 'MODEL_CORRUPT', /no JSON/],
    [
      'a description that climbs out',
      {
        'upscaler.json': JSON.stringify({
          ...manifest,
          factors: [{ factor: 2, passes: [{ file: '../x2.onnx', factor: 2 }] }],
        }),
      },
      'MODEL_CORRUPT',
      /file/,
    ],
    ['a description without its file', { 'upscaler.json': JSON.stringify(manifest) }, 'MODEL_MISSING_FILE', /x2\.onnx/],
  ] as const)('in a folder with %s is refused', async (_, files, code, sentence) => {
    const path = join(real.home, 'upscaler');
    mkdirSync(path);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
    await expect(real.engine.inspectUpscaler(path)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(sentence),
    });
    expect(existsSync(join(path, 'x2.onnx'))).toBe(false);
  });
});
