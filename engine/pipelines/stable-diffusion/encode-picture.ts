// A picture to start from, through the encoder to latents.

import { TesseraError } from '../../../shared/errors.ts';
import type { NoiseSource } from '../../noise/noise-source.ts';
import type { Session } from '../../runtime/tensor-runtime.ts';
import type { RgbImage } from '../pipeline.ts';
import type { LatentScale } from './decode-latents.ts';
import { modelPaths } from './model-configs.ts';
import { blendTiles, cutOut, type Plane } from './tiled-planes.ts';

/** Bounds of the logarithm of the variance, as the autoencoder was trained with: https://arxiv.org/abs/2112.10752, appendix G. */
const logVariance = { min: -30, max: 20 } as const;

/** f32[3, height, width] in -1..1 of a picture's bytes. */
export function planesOf({ data, width, height }: RgbImage): Float32Array {
  const pixels = width * height;
  const planes = new Float32Array(pixels * 3);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    for (let colour = 0; colour < 3; colour += 1) {
      planes[colour * pixels + pixel] = ((data[pixel * 3 + colour] ?? 0) / 255) * 2 - 1;
    }
  }
  return planes;
}

/**
 * Draws from the distribution the encoder gives, as diffusers does; encoders that draw inside their graph draw nothing here.
 * @param options.planes f32[3, height, width] in -1..1
 * @param options.dims of the latents: [channels, height, width]
 * @returns latents of unit variance, owned by the caller
 * @throws MODEL_UNSUPPORTED for an encoder that takes or gives something else, NUMERIC_FAILURE
 */
export async function encodePicture(options: {
  readonly session: Session;
  readonly planes: Float32Array;
  readonly size: { readonly width: number; readonly height: number };
  readonly dims: readonly [number, number, number];
  readonly scale: LatentScale;
  readonly noise: NoiseSource;
  /** Latents per side of what is encoded at a time; null encodes all at once. */
  readonly tile?: number | null;
}): Promise<Float32Array> {
  const { session, planes, size, dims, noise, tile = null } = options;
  const [input, ...others] = session.inputs;
  const output = session.outputs[0];
  if (input === undefined || output === undefined || others.length > 0) {
    throw unsupported(
      `takes ${session.inputs.map(({ name }) => name).join(', ') || 'nothing'} instead of a picture alone`,
    );
  }
  const [channels, height, width] = dims;
  const encode = async (part: Float32Array, pixels: Plane, due: Plane) => {
    const sample = { type: 'float32', dims: [1, 3, pixels.height, pixels.width], data: part } as const;
    const given = (await session.run({ [input.name]: sample }))[output.name];
    const count = channels * due.height * due.width;
    if (!(given?.data instanceof Float32Array) || (given.data.length !== count && given.data.length !== 2 * count)) {
      const wanted = [1, channels, due.height, due.width].join(', ');
      throw unsupported(`gives [${given?.dims.join(', ')}] where latents of [${wanted}] were due`);
    }
    return given.data;
  };
  const grain = size.width / width;
  const drawsItself = output.dims[1] === channels;
  const given =
    tile === null
      ? await encode(planes, size, { width, height })
      : await blendTiles({
          whole: { width, height },
          channels: drawsItself ? channels : 2 * channels,
          tile,
          grain: 1,
          draw(due) {
            const part = { x: due.x * grain, y: due.y * grain, width: due.width * grain, height: due.height * grain };
            return encode(cutOut(planes, { channels: 3, ...size }, part), part, due);
          },
        });
  const count = channels * height * width;
  // Before any noise is drawn, so that another attempt draws the same.
  if (!given.every(Number.isFinite)) {
    throw new TesseraError(
      'NUMERIC_FAILURE',
      `${modelPaths.vaeEncoder} gave values that are not numbers, as half-precision encoders do when they overflow. Use the float32 encoder of the model.`,
      { details: { file: modelPaths.vaeEncoder } },
    );
  }
  const latents = given.length === count ? given : drawn(given, noise);
  return scaled(latents, options.scale, count / dims[0]);
}

/** @param parameters the means of all latents, then the logarithms of their variances */
function drawn(parameters: Float32Array, noise: NoiseSource): Float32Array {
  const count = parameters.length / 2;
  return noise.normal(count).map((value, index) => {
    const log = Math.min(logVariance.max, Math.max(logVariance.min, parameters[count + index] ?? 0));
    return (parameters[index] ?? 0) + Math.fround(Math.exp(0.5 * log)) * value;
  });
}

/** The way back of what decoding begins with. */
function scaled(
  latents: Float32Array,
  { vaeScaling, vaeShift, latentStatistics }: LatentScale,
  perChannel: number,
): Float32Array {
  if (latentStatistics === null) return latents.map((value) => (value - vaeShift) * vaeScaling);
  return latents.map((value, index) => {
    const channel = Math.floor(index / perChannel);
    return ((value - (latentStatistics.mean[channel] ?? 0)) * vaeScaling) / (latentStatistics.deviation[channel] ?? 1);
  });
}

function unsupported(what: string): TesseraError {
  return new TesseraError('MODEL_UNSUPPORTED', `${modelPaths.vaeEncoder} ${what}.`, {
    details: { file: modelPaths.vaeEncoder },
  });
}
