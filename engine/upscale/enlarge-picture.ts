// A picture in memory at a larger size, whatever the factors of the upscaler: it comes near, and resampling does the rest.

import sharp from 'sharp';
import type { UpscalerRun } from '../../shared/engine-protocol.ts';
import type { TensorRuntime } from '../runtime/tensor-runtime.ts';
import type { Pixels } from './upscale-graph.ts';
import { openGraphs, throughPasses } from './upscale-passes.ts';

/**
 * @param picture u8[height, width, 3], not written to
 * @param options.upscaler null resamples alone
 * @param options.onTile is awaited after each run of a network
 * @throws as the runtime does for the upscaler's files
 */
export async function enlargePicture(
  picture: Pixels,
  options: {
    readonly width: number;
    readonly height: number;
    readonly upscaler: UpscalerRun | null;
    readonly runtime: TensorRuntime;
    readonly onTile: () => Promise<void>;
  },
): Promise<Pixels> {
  const { width, height, upscaler } = options;
  const near = upscaler === null ? picture : await byNetwork(picture, { ...options, upscaler });
  if (near.width === width && near.height === height) return near;
  const raw = { width: near.width, height: near.height, channels: 3 } as const;
  const data = await sharp(near.data, { raw })
    .resize({ width, height, kernel: 'lanczos3', fit: 'fill' })
    .raw()
    .toBuffer();
  return { data, width, height };
}

async function byNetwork(
  picture: Pixels,
  options: {
    readonly upscaler: UpscalerRun;
    readonly runtime: TensorRuntime;
    readonly onTile: () => Promise<void>;
  },
): Promise<Pixels> {
  const { upscaler, onTile } = options;
  const graphs = await openGraphs(upscaler, options.runtime);
  try {
    const factor = upscaler.passes.reduce((all, pass) => all * pass.factor, 1);
    const [width, height] = [picture.width * factor, picture.height * factor];
    const data = new Uint8Array(width * height * 3);
    let at = 0;
    await throughPasses(picture, {
      upscaler,
      graphs,
      onTile,
      onStrip(strip) {
        data.set(strip, at);
        at += strip.length;
        return Promise.resolve();
      },
    });
    return { data, width, height };
  } finally {
    for (const graph of new Set(graphs)) await graph.close();
  }
}
