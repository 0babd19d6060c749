// The mock family: no model, the same road. It proves queue, host, store and library without any weights.

import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadPipeline, PictureSource, RgbImage } from '../pipeline.ts';
import { createPainting } from './painting.ts';

/** Long enough that previews, time left and a cancel can be watched; twenty steps make one second. */
const stepMs = 50;
/** A preview is an eighth of the picture on each side, as latents would be. */
const previewShrink = 8;

export const loadMockPipeline: LoadPipeline = () =>
  Promise.resolve({
    async draw({ recipe, seed, variations, source, checkpoint, report }) {
      const painting = createPainting(seed, variations);
      const { width, height, steps } = recipe;
      const previewSize = { width: Math.ceil(width / previewShrink), height: Math.ceil(height / previewShrink) };
      for (let step = 1; step <= steps; step += 1) {
        await sleep(stepMs);
        report.preview(() => painting.paint(previewSize, step / steps));
        report.step('sampling', step / (steps + 1));
        await checkpoint();
      }
      const drawn = painting.paint({ width, height }, 1);
      const image = source === null ? drawn : blend(source, drawn);
      report.step('decoding', 1);
      await checkpoint();
      return { image, latents: null };
    },
    close: () => Promise.resolve(),
  });

/** What a real model does in latents, done in pixels: as much of the new picture as strength and mask ask for. */
function blend(source: PictureSource, drawn: RgbImage): RgbImage {
  const data = drawn.data.map((value, place) => {
    const share = source.strength * ((source.mask?.[Math.floor(place / 3)] ?? 255) / 255);
    return Math.round((source.image.data[place] ?? 0) * (1 - share) + value * share);
  });
  return { ...drawn, data };
}
