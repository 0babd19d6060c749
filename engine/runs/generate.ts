// One generation: draws each planned picture, lets the world watch, and saves it the moment it is done.

import type { EngineCommand, PlannedImage } from '../../shared/engine-protocol.ts';
import type { RunTimings } from '../../shared/run-timings.ts';
import { recipeOfImage } from '../../shared/domain/recipe.ts';
import { TesseraError } from '../../shared/errors.ts';
import { encodeNpy } from '../image/npy.ts';
import { encodePng, encodePreviewPng } from '../image/png.ts';
import { savePicture } from '../image/save-picture.ts';
import { readSource } from '../image/source-picture.ts';
import { writeDurably } from '../image/write-durably.ts';
import type { Latents, Picture, Pipeline } from '../pipelines/pipeline.ts';
import { withSecondPass } from '../pipelines/second-pass.ts';
import type { TensorRuntime } from '../runtime/tensor-runtime.ts';
import { enlargePicture } from '../upscale/enlarge-picture.ts';
import { lanczosName } from '../upscale/lanczos.ts';
import { createProgressMeter } from './progress-meter.ts';
import type { RunContext } from './run-context.ts';
import { createStageTimes } from './stage-times.ts';
import { type KeptJournal, openStepJournal } from './step-journal.ts';

type GenerateCommand = Extract<EngineCommand, { kind: 'generate' }>;

/** At most four previews a second, so that looking never costs more than drawing. */
const previewIntervalMs = 250;

export interface GenerateOptions extends RunContext {
  /** @param loras in place of those of the command */
  readonly openModel: (
    loras?: PlannedImage['loras'],
  ) => Promise<{ readonly pipeline: Pipeline; readonly runtime: TensorRuntime }>;
}

/** @throws what the pipeline, the runtime and the disk throw; CANCELLED */
export async function generate(command: GenerateCommand, options: GenerateOptions): Promise<RunTimings> {
  const { send, clock, checkpoint } = options;
  const id = command.id;
  const started = clock();
  const peakBefore = options.peakBytes();
  const stages = createStageTimes(clock);
  let resumed = false;
  send({ kind: 'progress', id, stage: 'loading', fraction: 0, etaMs: null, stepMs: null });
  const { runtime } = await options.openModel(command.images[0]?.loras);
  const loaded = clock();
  const before = { ...runtime.spent };
  const meter = createProgressMeter(command.images.length, clock);
  const latents: Latents[] = [];
  const source = command.source === null ? null : await readSource(command.source, command.recipe);
  await checkpoint();

  for (const [place, image] of command.images.entries()) {
    meter.resume();
    const journal = journalOf(image);
    // What is stopped on the way keeps its steps: whether somebody still wants them, main knows.
    const { pipeline } = await options.openModel(image.loras);
    const picture = await draw(pipeline, { place, image, journal });
    if (command.saveLatents !== null) latents.push(latentsOf(picture, command.model.name));
    const png = await encodePng(picture.image);
    const saved = await savePicture(
      { data: png, width: picture.image.width, height: picture.image.height },
      {
        recipe: recipeOfImage(command.recipe, image.index),
        image,
        model: command.model,
        appVersion: command.appVersion,
        engine: { versions: runtime.versions, provider: runtime.providers[0] ?? 'none' },
        drawnFrom: picture.drawnFrom ?? [],
        enlarger: command.enlarger?.name ?? lanczosName,
      },
    );
    const isLast = place === command.images.length - 1;
    if (isLast && command.saveLatents !== null) await writeDurably(command.saveLatents, stacked(latents));
    journal?.forget();
    stages.reached('saving');
    send({ kind: 'image', id, ...saved });
    const progress = meter.step('saving', place, 1);
    if (progress !== null) send({ kind: 'progress', id, ...progress });
  }
  return {
    totalMs: clock() - started,
    sessionMs: runtime.spent.sessionMs - before.sessionMs,
    sessionRuns: runtime.spent.sessionRuns - before.sessionRuns,
    loadMs: loaded - started,
    ...(resumed ? {} : { stages: stages.spent() }),
    provider: runtime.providers[0] ?? 'none',
    ...(options.peakBytes() > peakBefore ? { peakBytes: options.peakBytes() } : {}),
  };

  /** All that decides the pixels stands in its name, so that no other picture is ever taken up. */
  function journalOf(image: PlannedImage): KeptJournal | null {
    if (command.unfinished === undefined) return null;
    const log = (line: string) => send({ kind: 'log', id, line });
    const { seed, variations } = image;
    const { recipe, model, enlarger } = command;
    const picture = [recipe, model, image.loras, command.source, enlarger, seed, variations, runtime.versions];
    const opened = openStepJournal({ folder: command.unfinished, name: image.id, picture, now: Date.now(), log });
    resumed ||= opened.known.length > 0;
    if (opened.known.length > 0) log(`picture ${image.id} goes on after ${opened.known.length} steps`);
    return opened;
  }

  function draw(
    opened: Pipeline,
    { place, image, journal }: { place: number; image: PlannedImage; journal: KeptJournal | null },
  ): Promise<Picture> {
    const pipeline = withSecondPass(opened, (small, size) =>
      enlargePicture(small, { ...size, upscaler: command.enlarger, runtime, onTile: checkpoint }),
    );
    let previewDue = Number.NEGATIVE_INFINITY;
    return pipeline.draw({
      recipe: recipeOfImage(command.recipe, image.index),
      seed: image.seed,
      variations: image.variations,
      source,
      checkpoint,
      ...(journal === null ? {} : { journal }),
      report: {
        step(stage, fraction) {
          stages.reached(stage);
          // The last of a picture's progress is kept for the file that stands.
          const progress = meter.step(stage, place, Math.min(fraction, 0.99));
          if (progress !== null) send({ kind: 'progress', id, ...progress });
        },
        preview(make) {
          if (clock() < previewDue) return;
          send({ kind: 'preview', id, image: image.id, png: encodePreviewPng(make()).toString('base64') });
          previewDue = clock() + previewIntervalMs;
        },
        note: (note) => send({ kind: 'note', id, note }),
        log: (line) => send({ kind: 'log', id, line }),
      },
    });
  }
}

function latentsOf(picture: Picture, model: string): Latents {
  if (picture.latents !== null) return picture.latents;
  throw new TesseraError(
    'INVALID_INPUT',
    `${model} works without latents, so there are none to save. Leave out the latents file or choose another model.`,
    { details: { field: 'saveLatents' } },
  );
}

/** All pictures of a run in one f32[pictures, C, h, w]. */
function stacked(latents: readonly Latents[]): Buffer {
  const dims = latents[0]?.dims ?? [0, 0, 0];
  const size = dims[0] * dims[1] * dims[2];
  const all = new Float32Array(size * latents.length);
  for (const [place, one] of latents.entries()) all.set(one.data, place * size);
  return encodeNpy(all, [latents.length, ...dims]);
}
