// The last step: latents through the decoder to pixels, and the look whether a picture came out at all.

import { TesseraError } from '../../../shared/errors.ts';
import type { Latents, RgbImage } from '../pipeline.ts';
import type { Session, Tensor } from '../../runtime/tensor-runtime.ts';
import { type LatentStatistics, modelPaths } from './model-configs.ts';
import { blendTiles, cutOut, type Plane } from './tiled-planes.ts';

/** What a folder says of the latents its decoder was trained with. */
export interface LatentScale {
  readonly vaeScaling: number;
  readonly vaeShift: number;
  readonly latentStatistics: LatentStatistics | null;
}

/**
 * @param latents unit variance, as the denoiser works with them
 * @throws NUMERIC_FAILURE for a picture of one colour or of no numbers, MODEL_UNSUPPORTED for another size than asked for
 */
export async function decodeLatents(options: {
  readonly session: Session;
  readonly latents: Latents;
  readonly scale: LatentScale;
  readonly size: { readonly width: number; readonly height: number };
  /** Latents per side of what is decoded at a time; null decodes all at once. */
  readonly tile?: number | null;
}): Promise<RgbImage> {
  const { session, latents, scale, size, tile = null } = options;
  const input = session.inputs[0];
  const output = session.outputs[0];
  if (input === undefined || output === undefined || session.inputs.length > 1) {
    throw unsupported(
      `takes ${session.inputs.map((one) => one.name).join(', ') || 'nothing'} instead of latents alone`,
    );
  }
  const data = unscaled(latents, scale);
  const [channels, height, width] = latents.dims;
  const decode = async (part: Float32Array, dims: readonly [number, number], due: Plane) =>
    planesOf(
      (await session.run({ [input.name]: { type: 'float32', dims: [1, channels, ...dims], data: part } }))[output.name],
      due,
    );
  const grain = size.width / width;
  const planes =
    tile === null
      ? await decode(data, [height, width], size)
      : await blendTiles({
          whole: { width, height },
          channels: 3,
          tile,
          grain,
          draw(due) {
            const part = { x: due.x / grain, y: due.y / grain, width: due.width / grain, height: due.height / grain };
            return decode(cutOut(data, { channels, width, height }, part), [part.height, part.width], due);
          },
        });
  const image = toRgb(planes, size);
  if (isFlat(image.data)) throw numericFailure('drew one single colour');
  return image;
}

function planesOf(decoded: Tensor | undefined, size: Plane): Float32Array {
  const [batch, channels, height, width] = decoded?.dims ?? [];
  if (
    !(decoded?.data instanceof Float32Array) ||
    batch !== 1 ||
    channels !== 3 ||
    width !== size.width ||
    height !== size.height
  ) {
    throw unsupported(`gives [${decoded?.dims.join(', ')}] where a picture of ${size.width}x${size.height} was due`);
  }
  return decoded.data;
}

/** From the unit variance a denoiser works with to the spread the decoder was trained on. */
function unscaled({ data, dims }: Latents, { vaeScaling, vaeShift, latentStatistics }: LatentScale): Float32Array {
  if (latentStatistics === null) return data.map((value) => value / vaeScaling + vaeShift);
  const [, height, width] = dims;
  return data.map((value, index) => {
    const channel = Math.floor(index / (height * width));
    const deviation = latentStatistics.deviation[channel] ?? 1;
    return (value * deviation) / vaeScaling + (latentStatistics.mean[channel] ?? 0);
  });
}

/** f32[3, h, w] from -1..1, which everything outside is cut to, into interleaved bytes. */
function toRgb(planes: Float32Array, size: { readonly width: number; readonly height: number }): RgbImage {
  const pixels = size.width * size.height;
  const data = new Uint8Array(pixels * 3);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    for (let colour = 0; colour < 3; colour += 1) {
      const value = planes[colour * pixels + pixel] ?? 0;
      if (!Number.isFinite(value)) throw numericFailure('drew pixels that are not numbers');
      data[pixel * 3 + colour] = Math.min(255, Math.max(0, Math.round((value + 1) * 127.5)));
    }
  }
  return { ...size, data };
}

function isFlat(data: Uint8Array): boolean {
  return data.every((value, index) => value === data[index % 3]);
}

function numericFailure(what: string): TesseraError {
  return new TesseraError(
    'NUMERIC_FAILURE',
    `${modelPaths.vaeDecoder} ${what}, as half-precision decoders do when they overflow. Use the float32 decoder of the model, or one that was fixed for half precision.`,
    { details: { file: modelPaths.vaeDecoder } },
  );
}

function unsupported(what: string): TesseraError {
  return new TesseraError('MODEL_UNSUPPORTED', `${modelPaths.vaeDecoder} ${what}.`, {
    details: { file: modelPaths.vaeDecoder },
  });
}
