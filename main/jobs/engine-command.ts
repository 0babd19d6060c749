// What the engine is told to do for a job: only the pictures that are still missing, each with the place of its file.

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DrawnFrom } from '../../shared/domain/exemplar-source.ts';
import type { ImageId } from '../../shared/domain/ids.ts';
import type { Image } from '../../shared/domain/image.ts';
import type { ResolvedRecipe } from '../../shared/domain/recipe.ts';
import type { UpscalerId } from '../../shared/domain/upscaler.ts';
import type { EngineCommand, PlannedImage, RunModel, UpscalerRun } from '../../shared/engine-protocol.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { SourceService } from '../sources/source-service.ts';
import type { ImageFiles } from '../library/image-files.ts';
import type { StoredJob } from '../store/job-table.ts';

/** @throws FILE_NOT_FOUND when the picture to work on is gone, DISK_FULL, DATA_FOLDER_READ_ONLY */
export function engineCommand(options: {
  readonly job: StoredJob;
  readonly missing: readonly Image[];
  readonly files: ImageFiles;
  /** What the picture to work on was made of. */
  readonly drawnFrom: (image: ImageId) => DrawnFrom;
  readonly sources: SourceService;
  /** What enlarges; null is resampling. */
  readonly upscaler: (id: UpscalerId, scale: number) => UpscalerRun | null;
  readonly version: string;
  readonly runModel: (recipe: Pick<ResolvedRecipe, 'model' | 'loras'>) => RunModel;
}): Extract<EngineCommand, { kind: 'generate' | 'upscale' }> {
  const { job, missing, files, runModel } = options;
  const { task } = job;
  const model = runModel(task.recipe);
  const images = missing.map((image) => ({ ...plannedImage(image, job, files), ...ownLoras(image) }));
  /** Only where the prompt of a picture chose its own. */
  function ownLoras({ index }: Image): Pick<PlannedImage, 'loras'> {
    const { loras } = task.recipe.prompts[index] ?? {};
    return loras === undefined ? {} : { loras: runModel({ model: task.recipe.model, loras }).loras ?? null };
  }

  const common = { id: job.id, model, recipe: task.recipe, appVersion: options.version };
  if (task.kind === 'upscale') {
    const [image] = images;
    if (image === undefined) throw new Error('an upscale without a planned picture');
    const source = existing(task.parent, files);
    const drawnFrom = options.drawnFrom(task.parent);
    const upscaler = options.upscaler(task.upscaler, task.factor);
    return { ...common, kind: 'upscale', source, factor: task.factor, upscaler, image, drawnFrom };
  }
  const source = sourceFiles(task.recipe.source, options.sources);
  const { hires } = task.recipe;
  const enlarger = hires === null ? null : options.upscaler(hires.upscaler, hires.scale);
  const { saveLatents } = job;
  return { ...common, kind: 'generate', images, source, enlarger, saveLatents, unfinished: files.unfinished };
}

function sourceFiles(source: ResolvedRecipe['source'], sources: SourceService) {
  if (source === null) return null;
  const { image, mask, strength, extend = null } = source;
  return { image: sources.path(image), mask: mask === undefined ? null : sources.path(mask), strength, extend };
}

function plannedImage(image: Image, job: StoredJob, files: ImageFiles): PlannedImage {
  const output = files.absolutePath(
    files.relativePath(image.id, { createdAt: job.createdAt, model: job.task.recipe.model }),
  );
  makeFolder(dirname(output));
  const { id, index, kind, seed, variations, parent } = image;
  return { id, index, kind, seed, variations, parent, output };
}

function existing(id: ImageId, files: ImageFiles): string {
  const path = files.path(id);
  if (path !== null) return path;
  throw new TesseraError(
    'FILE_NOT_FOUND',
    'The picture to work on is no longer in the library. Restore it from the trash, then try again.',
  );
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    const full = cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC';
    throw full
      ? new TesseraError('DISK_FULL', 'The disk with the library is full. Free some space, then retry the job.', {
          cause,
        })
      : new TesseraError(
          'DATA_FOLDER_READ_ONLY',
          'Tessera cannot write to its library folder. Give it write permission, then retry the job.',
          { cause },
        );
  }
}
