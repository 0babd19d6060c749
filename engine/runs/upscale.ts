// One enlargement: by the upscaler that was chosen, or by resampling where none was; strip by strip into its file.

import sharp from 'sharp';
import type { EngineCommand, UpscalerRun } from '../../shared/engine-protocol.ts';
import type { RunTimings } from '../../shared/run-timings.ts';
import { pictureMetadata } from '../image/picture-metadata.ts';
import { openPngWriter } from '../image/png-writer.ts';
import { readPicture } from '../image/read-picture.ts';
import { savePicture } from '../image/save-picture.ts';
import type { TensorRuntime } from '../runtime/tensor-runtime.ts';
import { tilingFor } from '../upscale/enlarge.ts';
import { lanczosName, upscaleByLanczos } from '../upscale/lanczos.ts';
import { splitColours } from '../upscale/open-colours.ts';
import { openGraphs, throughPasses } from '../upscale/upscale-passes.ts';
import type { Pixels, UpscaleGraph } from '../upscale/upscale-graph.ts';
import type { RunContext } from './run-context.ts';

type UpscaleCommand = Extract<EngineCommand, { kind: 'upscale' }>;

export interface UpscaleOptions extends RunContext {
  readonly versions: Readonly<Record<string, string>>;
  readonly openRuntime: () => Promise<TensorRuntime>;
}

/** @throws what the source, the upscaler and the disk throw; CANCELLED */
export async function upscale(command: UpscaleCommand, options: UpscaleOptions): Promise<RunTimings> {
  return command.upscaler === null
    ? await byResampling(command, options)
    : await byNetwork(command, command.upscaler, options);
}

async function byResampling(command: UpscaleCommand, options: UpscaleOptions): Promise<RunTimings> {
  const { send, clock, checkpoint } = options;
  const { id, factor } = command;
  const started = clock();
  send({ kind: 'progress', id, stage: 'upscaling', fraction: 0, etaMs: null, stepMs: null });
  send({
    kind: 'note',
    id,
    note: {
      code: 'LANCZOS_UPSCALE',
      message: 'Enlarged by plain resampling, which adds no detail.',
      values: { factor: String(factor) },
    },
  });
  const enlarged = await upscaleByLanczos({ source: command.source, factor });
  await checkpoint();
  send({ kind: 'progress', id, stage: 'saving', fraction: 0.9, etaMs: null, stepMs: null });
  const engine = { versions: options.versions, provider: 'none' };
  const saved = await savePicture(enlarged, { ...originOf(command, lanczosName), engine });
  send({ kind: 'image', id, ...saved });
  send({ kind: 'progress', id, stage: 'saving', fraction: 1, etaMs: null, stepMs: null });
  return { totalMs: clock() - started, sessionMs: 0, sessionRuns: 0, loadMs: 0 };
}

async function byNetwork(command: UpscaleCommand, upscaler: UpscalerRun, options: UpscaleOptions): Promise<RunTimings> {
  const { send, clock } = options;
  const { id, factor, image } = command;
  const started = clock();
  send({ kind: 'progress', id, stage: 'loading', fraction: 0, etaMs: null, stepMs: null });
  const runtime = await options.openRuntime();
  const before = { ...runtime.spent };
  const graphs = await openGraphs(upscaler, runtime);
  try {
    const loadMs = clock() - started;
    const { colours, opacity } = await readColours(command.source);
    const onTile = tileMeter(command, { upscaler, graphs, size: colours, options });
    const size = { width: colours.width * factor, height: colours.height * factor };
    const provider = runtime.providers[0] ?? 'cpu';
    const engine = { versions: { ...options.versions, ...runtime.versions }, provider };
    const texts = pictureMetadata({ ...originOf(command, upscaler.name), engine });
    const channels = opacity === null ? 3 : 4;
    const file = await openPngWriter({ path: image.output, ...size, channels, texts });
    try {
      const enlargedOpacity = opacity === null ? null : await resampled(opacity, { from: colours, to: size });
      let row = 0;
      await throughPasses(colours, {
        upscaler,
        graphs,
        onTile,
        async onStrip(strip) {
          await file.write(enlargedOpacity === null ? strip : withOpacity(strip, enlargedOpacity, row * size.width));
          row += strip.length / 3 / size.width;
        },
      });
      send({ kind: 'progress', id, stage: 'saving', fraction: 1, etaMs: null, stepMs: null });
      const { drawnFrom } = command;
      send({ kind: 'image', id, image: image.id, ...size, ...(await file.finish()), drawnFrom, engine });
    } catch (thrown) {
      await file.abandon();
      throw thrown;
    }
    const { sessionMs, sessionRuns } = runtime.spent;
    return {
      totalMs: clock() - started,
      sessionMs: sessionMs - before.sessionMs,
      sessionRuns: sessionRuns - before.sessionRuns,
      loadMs,
    };
  } finally {
    for (const graph of new Set(graphs)) await graph.close();
  }
}

function originOf(command: UpscaleCommand, upscaler: string) {
  const { recipe, image, model, appVersion, factor, drawnFrom } = command;
  return { recipe, image, model, appVersion, upscale: { factor, upscaler }, drawnFrom };
}

async function readColours(path: string): Promise<{ colours: Pixels; opacity: Uint8Array | null }> {
  const picture = await readPicture(path);
  const { data, info } = await picture
    .pixels()
    .toColourspace('srgb')
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { colours, opacity } = splitColours(data, info.width, info.height);
  return { colours, opacity: opacity.every((value) => value === 255) ? null : opacity };
}

/** Tells after each tile how far it is, and lets a cancel through. */
function tileMeter(
  command: UpscaleCommand,
  run: {
    readonly upscaler: UpscalerRun;
    readonly graphs: readonly UpscaleGraph[];
    readonly size: { readonly width: number; readonly height: number };
    readonly options: UpscaleOptions;
  },
): () => Promise<void> {
  const { send, clock, checkpoint } = run.options;
  let { width, height } = run.size;
  let total = 0;
  for (const [index, graph] of run.graphs.entries()) {
    const { columns, rows } = tilingFor(graph, { width, height });
    total += columns.spans.length * rows.spans.length;
    const factor = run.upscaler.passes[index]?.factor ?? 1;
    width *= factor;
    height *= factor;
  }
  const started = clock();
  let done = 0;
  return async () => {
    done = Math.min(done + 1, total);
    const stepMs = (clock() - started) / done;
    const etaMs = stepMs * (total - done);
    send({ kind: 'progress', id: command.id, stage: 'upscaling', fraction: (done / total) * 0.98, etaMs, stepMs });
    await checkpoint();
  };
}

/** @returns u8[height, width] */
async function resampled(
  opacity: Uint8Array,
  { from, to }: { from: { width: number; height: number }; to: { width: number; height: number } },
): Promise<Uint8Array> {
  return await sharp(opacity, { raw: { width: from.width, height: from.height, channels: 1 } })
    .resize({ ...to, kernel: 'lanczos3', fit: 'fill' })
    .extractChannel(0)
    .raw()
    .toBuffer();
}

function withOpacity(strip: Uint8Array, opacity: Uint8Array, first: number): Uint8Array {
  const area = strip.length / 3;
  const joined = new Uint8Array(area * 4);
  for (let pixel = 0; pixel < area; pixel += 1) {
    joined.set(strip.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
    joined[pixel * 4 + 3] = opacity[first + pixel] ?? 255;
  }
  return joined;
}
