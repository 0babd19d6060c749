// Draws a golden case with the engine and measures how far it is from what diffusers drew.

import type { Pipeline } from '../../engine/pipelines/pipeline.ts';
import { pictureRequest } from '../fixtures/picture-requests.ts';
import type { Golden } from './goldens.ts';

export interface Difference {
  /** Largest over all latents. */
  readonly latents: number;
  /** Share of colour values within 1 of 255. */
  readonly withinOne: number;
}

/** Same weights, same seed, against diffusers. */
export const tolerance = { latents: 1e-3, withinOne: 0.999 } as const;

export function isWithin({ latents, withinOne }: Difference): boolean {
  return latents <= tolerance.latents && withinOne >= tolerance.withinOne;
}

/** How a case reads in a list: only what is not as in most. */
export function titleOf(golden: Golden): string {
  const { strength, masked } = golden;
  const start = strength === null ? '' : `, ${masked ? 'inpainting' : 'from a picture'} at ${strength}`;
  const spread = golden.sigmas === null ? '' : ` ${golden.sigmas}`;
  return `${golden.scheduler}${spread}, ${golden.steps} steps, guidance ${golden.guidance}, ${golden.width}x${golden.height}${start}`;
}

export async function measure(pipeline: Pipeline, golden: Golden): Promise<Difference> {
  const { image, latents } = await pipeline.draw(
    pictureRequest({
      prompt: asWritten(golden.prompt, golden),
      negativePrompt: asWritten(golden.negative, golden),
      seed: golden.seed,
      steps: golden.steps,
      guidanceScale: golden.guidance,
      scheduler: golden.scheduler,
      sigmas: golden.sigmas ?? 'default',
      width: golden.width,
      height: golden.height,
      clipSkip: golden.clipSkip,
      source: golden.source,
    }),
  );
  if (latents === null) throw new TypeError('a pipeline with goldens has latents');
  return {
    latents: largestDifference(latents.data, golden.latents),
    withinOne: shareWithinOne(...comparable(image.data, golden)),
  };
}

/** A kept part is compared with the picture it was kept of, and what is painted anew but for the rim that fades over. */
function comparable(drawn: Uint8Array, { picture, source, width }: Golden): [Uint8Array, Uint8Array] {
  if (source === null || source.mask === null) return [drawn, picture];
  const { image, mask } = source;
  const isPainted = (place: number) => (mask[place] ?? 0) >= 128;
  const isInside = (place: number) => {
    for (let y = -4; y <= 4; y += 1) {
      for (let x = -4; x <= 4; x += 1) if (!isPainted(place + y * width + x)) return false;
    }
    return true;
  };
  const inside = Array.from(mask, (_, place) => isInside(place));
  const wanted = picture.map((value, at) => {
    const place = Math.floor(at / 3);
    if (!isPainted(place)) return image.data[at] ?? 0;
    return inside[place] === true ? value : (drawn[at] ?? 0);
  });
  return [drawn, wanted];
}

/** diffusers takes brackets as text, and so do we before flow transformers; for the others they are weights unless escaped. */
function asWritten(prompt: string, { scheduler, isWeighted }: Golden): string {
  return isWeighted || scheduler === 'flow-match-euler' ? prompt : prompt.replaceAll(/[()[\]\\]/g, '\\$&');
}

function largestDifference(drawn: Float32Array, wanted: Float32Array): number {
  if (drawn.length !== wanted.length) return Number.POSITIVE_INFINITY;
  // A loop, because Math.max swallows no lists this long; NaN must win.
  let largest = 0;
  for (const [index, value] of drawn.entries()) {
    const difference = Math.abs(value - (wanted[index] ?? Number.NaN));
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}

function shareWithinOne(drawn: Uint8Array, wanted: Uint8Array): number {
  if (drawn.length !== wanted.length) return 0;
  const near = drawn.filter((value, index) => Math.abs(value - (wanted[index] ?? 999)) <= 1);
  return near.length / drawn.length;
}
