// Where sampling begins: pure noise, a picture under some of it, or a picture of which a mask keeps a part.
//
// Starting late from a noised picture: Meng et al., "SDEdit", ICLR 2022, https://arxiv.org/abs/2108.01073. Keeping what
// lies outside a mask by putting it back at every noise level: Lugmayr et al., "RePaint", CVPR 2022,
// https://arxiv.org/abs/2201.09865, section 3.2. The order in which numbers are drawn is diffusers'.

import { initialNoise } from '../../noise/initial-noise.ts';
import { createNoiseSource, type NoiseSource } from '../../noise/noise-source.ts';
import type { Scheduler } from '../../schedulers/scheduler.ts';
import { painted } from '../keep-outside.ts';
import type { PictureRequest, PictureSource } from '../pipeline.ts';
import { planesOf } from './encode-picture.ts';
import type { StepsOfRun } from './steps-of-run.ts';

export interface StartingPoint {
  /** Latents at the noise level of `firstIndex`. */
  readonly sample: Float32Array;
  /** The image's generator, standing behind what was drawn for the start. */
  readonly source: NoiseSource;
  readonly firstIndex: number;
  /** What a denoiser made for inpainting sees beside the sample, f32[1 + channels, h, w]; null for all others. */
  readonly beside: Float32Array | null;
  /** The sample after step `index`, with what the mask keeps put back at its noise level. */
  kept(sample: Float32Array, index: number): Float32Array;
}

interface StartOptions {
  readonly request: PictureRequest;
  readonly steps: StepsOfRun;
  readonly scheduler: Scheduler;
  /** Of the latents: [channels, height, width]. */
  readonly dims: readonly [number, number, number];
  /** Whether the denoiser wants to see mask and masked picture. */
  readonly seesMask: boolean;
  /** From f32[3, height, width] in -1..1 to latents, drawing from the given generator. */
  readonly encode: (planes: Float32Array, noise: NoiseSource) => Promise<Float32Array>;
}

/** Whether there is nothing to paint, so that the picture can be given back as it came. */
export function staysAsItIs({ strength, mask }: PictureSource): boolean {
  return strength === 0 || mask?.every((value) => value < painted) === true;
}

/** How often `encode` is called for a start. */
export function picturesToEncode(request: PictureRequest, seesMask: boolean): number {
  const startsFromPicture = request.source !== null && !isPureNoise(request.source, seesMask);
  return Number(startsFromPicture) + Number(seesMask);
}

export async function startingPoint(options: StartOptions): Promise<StartingPoint> {
  const { request, steps, scheduler, dims, seesMask, encode } = options;
  const { recipe, seed, variations } = request;
  const picture = request.source;
  const source = createNoiseSource(recipe.noise, seed);
  const firstIndex = (steps.planned - steps.kept) * scheduler.order;

  const startsFromPicture = picture !== null && !isPureNoise(picture, seesMask);
  const original = startsFromPicture ? await encode(planesOf(picture.image), source) : null;
  const count = dims[0] * dims[1] * dims[2];
  const { values: noise } = initialNoise({ generator: recipe.noise, seed, source, variations, count, shape: dims });
  const mask = latentMask(picture, { width: dims[2], height: dims[1] });
  const beside = seesMask ? await shown() : null;
  // Where a mask is put back instead of shown, diffusers encodes the masked picture for nothing, and draws for it.
  if (mask !== null && !seesMask) source.normal(count);

  const fromNoise = original === null || (mask !== null && picture?.strength === 1);
  const sample = fromNoise
    ? noise.map((value) => value * scheduler.initNoiseSigma)
    : scheduler.addNoise({ original, noise, index: firstIndex });
  return { sample, source, firstIndex, beside, kept };

  /** Mask above masked picture; without a picture all is to be painted. */
  async function shown(): Promise<Float32Array> {
    const places = dims[1] * dims[2];
    const masked = await encode(maskedPlanes(request), source);
    const both = new Float32Array(places + masked.length);
    both.set(mask ?? new Float32Array(places).fill(1));
    both.set(masked, places);
    return both;
  }

  function kept(latents: Float32Array, index: number): Float32Array {
    if (mask === null || seesMask || original === null) return latents;
    const isLast = index === scheduler.timesteps.length - 1;
    const proper = isLast ? original : scheduler.addNoise({ original, noise, index: index + 1 });
    const places = mask.length;
    return latents.map((value, at) => {
      const share = mask[at % places] ?? 1;
      return (1 - share) * (proper[at] ?? 0) + share * value;
    });
  }
}

/** At full strength an inpainting model starts from noise alone, and is not told of the picture but by what it sees. */
function isPureNoise({ strength }: PictureSource, seesMask: boolean): boolean {
  return seesMask && strength === 1;
}

/**
 * f32[height, width] of latent places, 1 where any of their pixels is painted anew. diffusers looks at the upper left
 * pixel of each place alone, which loses thin strokes; for masks made of whole places it is the same.
 */
function latentMask(
  picture: PictureSource | null,
  { width, height }: { readonly width: number; readonly height: number },
): Float32Array | null {
  if (picture === null || picture.mask === null) return null;
  const factor = picture.image.width / width;
  const places = new Float32Array(width * height);
  for (const [at, value] of picture.mask.entries()) {
    if (value < painted) continue;
    const [x, y] = [at % picture.image.width, Math.floor(at / picture.image.width)];
    places[Math.floor(y / factor) * width + Math.floor(x / factor)] = 1;
  }
  return places;
}

/** f32[3, height, width] of the picture, grey where it is painted anew. */
function maskedPlanes({ recipe, source: picture }: PictureRequest): Float32Array {
  const pixels = recipe.width * recipe.height;
  if (picture === null || picture.mask === null) return new Float32Array(pixels * 3);
  const { mask } = picture;
  return planesOf(picture.image).map((value, at) => ((mask[at % pixels] ?? 0) >= painted ? 0 : value));
}
