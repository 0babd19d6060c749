// Learns by trying what an unknown network does to a picture: by how much it enlarges, what white is to it, which way round its colours are.

import { join, parse } from 'node:path';
import sharp from 'sharp';
import { type UpscaleFactor, upscaleFactors, type UpscalerManifest } from '../../shared/domain/upscaler.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { TensorRuntime } from '../runtime/tensor-runtime.ts';
import { openUpscaleGraph, type UpscaleGraph } from './upscale-graph.ts';

/** Even networks that fold four pixels into one take it, and it is small enough to cost nothing. */
const side = 48;
/** Mean difference from the picture it should give, in 8-bit levels: what enlarges at all stays below 2, what misreads its input does not. */
const likenessMax = 12;
/** Left out of the comparison on each side, in pixels of the source: there networks see the nothing around the picture. */
const rim = 12;

/** @throws MODEL_UNSUPPORTED when it takes or gives something else than a picture, or does not enlarge it; as the runtime does */
export async function probeUpscaler(options: {
  readonly folder: string;
  readonly file: string;
  readonly runtime: TensorRuntime;
}): Promise<UpscalerManifest> {
  const { folder, file, runtime } = options;
  const graph = await openUpscaleGraph({ path: join(folder, file), runtime, range: 1, channels: 'rgb' });
  try {
    const length = graph.fixedSide ?? side;
    const factor = await factorOf(graph, length, file);
    const { range, channels, difference } = await bestReading(graph, length, factor);
    if (difference > likenessMax) {
      throw unsupported(file, 'what it gives back does not look like the picture it was given');
    }
    return {
      name: parse(file).name,
      licence: null,
      source: null,
      range,
      channels,
      factors: [{ factor, passes: [{ file, factor }] }],
    };
  } finally {
    await graph.close();
  }
}

async function factorOf(graph: UpscaleGraph, length: number, file: string): Promise<UpscaleFactor> {
  const { width } = await graph.run({ data: testPicture(length), width: length, height: length });
  const factor = upscaleFactors.find((candidate) => candidate * length === width);
  if (factor !== undefined) return factor;
  const times = Number((width / length).toFixed(2));
  throw unsupported(file, `it enlarges ${times} times; Tessera works with ${upscaleFactors.join(', ')}`);
}

interface Tried {
  readonly range: 1 | 255;
  readonly channels: 'rgb' | 'bgr';
  readonly difference: number;
}

/**
 * Networks without their biases would read any range alike; these small differences are all there is to see.
 * The input's order of colours cannot be seen from outside; that of the output can, and they are one in every network known.
 */
async function bestReading(graph: UpscaleGraph, length: number, factor: UpscaleFactor): Promise<Tried> {
  const wide = length * factor;
  const wanted = testPicture(wide);
  const data = await sharp(wanted, { raw: { width: wide, height: wide, channels: 3 } })
    .resize({ width: length, height: length, kernel: 'cubic', fit: 'fill' })
    .raw()
    .toBuffer();
  async function tried(range: 1 | 255, channels: 'rgb' | 'bgr'): Promise<Tried> {
    const given = await graph.as({ range, channels }).run({ data, width: length, height: length });
    return { range, channels, difference: differenceInside(given.data, wanted, { wide, edge: rim * factor }) };
  }
  const [one, full] = [await tried(1, 'rgb'), await tried(255, 'rgb')];
  const range = one.difference <= full.difference ? one : full;
  const swapped = await tried(range.range, 'bgr');
  // A network that swaps nothing reads alike in both orders; then RGB stands.
  return swapped.difference < range.difference / 2 ? swapped : range;
}

/** Root of the mean square, in 8-bit levels. */
function differenceInside(
  given: Uint8Array,
  wanted: Uint8Array,
  { wide, edge }: { readonly wide: number; readonly edge: number },
): number {
  let sum = 0;
  let count = 0;
  for (let y = edge; y < wide - edge; y += 1) {
    for (let at = (y * wide + edge) * 3; at < (y * wide + wide - edge) * 3; at += 1) {
      sum += ((given[at] ?? 0) - (wanted[at] ?? 0)) ** 2;
      count += 1;
    }
  }
  return Math.sqrt(sum / count);
}

/** Soft waves of three different lengths, so that neither a swap of colours nor a lost range can look right. u8[length, length, 3] */
function testPicture(length: number): Uint8Array {
  const data = new Uint8Array(length * length * 3);
  for (let y = 0; y < length; y += 1) {
    for (let x = 0; x < length; x += 1) {
      const at = (y * length + x) * 3;
      data[at] = 40 + 90 * (1 + Math.sin((x / length) * 7));
      data[at + 1] = 20 + 60 * (1 + Math.cos((y / length) * 5));
      data[at + 2] = 60 + 50 * (1 + Math.sin(((x + y) / length) * 4));
    }
  }
  return data;
}

function unsupported(file: string, why: string): TesseraError {
  return new TesseraError(
    'MODEL_UNSUPPORTED',
    `${file} cannot be used as an upscaler: ${why}. Networks of the Real-ESRGAN kind work: one RGB picture in, a larger one out.`,
    { details: { file } },
  );
}
