// The networks of an upscaler one after the other, as its note says how they multiply.

import { join } from 'node:path';
import type { UpscalerRun } from '../../shared/engine-protocol.ts';
import type { TensorRuntime } from '../runtime/tensor-runtime.ts';
import { enlarge } from './enlarge.ts';
import { openUpscaleGraph, type Pixels, type UpscaleGraph } from './upscale-graph.ts';

/** One graph for every pass; a file that is run twice is opened once. */
export async function openGraphs(upscaler: UpscalerRun, runtime: TensorRuntime): Promise<UpscaleGraph[]> {
  const { folder, range, channels } = upscaler;
  const opened = new Map<string, UpscaleGraph>();
  for (const { file } of upscaler.passes) {
    if (opened.has(file)) continue;
    opened.set(file, await openUpscaleGraph({ path: join(folder, file), runtime, range, channels }));
  }
  return upscaler.passes.flatMap(({ file }) => opened.get(file) ?? []);
}

/** All passes but the last keep their whole result, which is smaller than the last one's; that goes out strip by strip. */
export async function throughPasses(
  colours: Pixels,
  options: {
    readonly upscaler: UpscalerRun;
    readonly graphs: readonly UpscaleGraph[];
    readonly onTile: () => Promise<void>;
    readonly onStrip: (strip: Uint8Array) => Promise<void>;
  },
): Promise<void> {
  const { upscaler, graphs, onTile } = options;
  let picture = colours;
  for (const [index, { factor }] of upscaler.passes.entries()) {
    const graph = graphs[index];
    if (graph === undefined) throw new Error('a pass without its graph');
    if (index === upscaler.passes.length - 1) {
      return await enlarge(picture, { graph, factor, onTile, onStrip: options.onStrip });
    }
    const width = picture.width * factor;
    const height = picture.height * factor;
    const data = new Uint8Array(width * height * 3);
    let at = 0;
    await enlarge(picture, {
      graph,
      factor,
      onTile,
      async onStrip(strip) {
        data.set(strip, at);
        at += strip.length;
      },
    });
    picture = { data, width, height };
  }
}
