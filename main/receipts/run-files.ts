// The files that decide what a job draws, by what each belongs to.

import { basename, join } from 'node:path';
import type { JobTask } from '../../shared/domain/job.ts';
import type { Model } from '../../shared/domain/model.ts';
import type { NamedFile } from '../../shared/domain/receipt.ts';
import type { UpscalerId } from '../../shared/domain/upscaler.ts';
import type { LoraService } from '../loras/lora-service.ts';
import type { ModelService } from '../models/model-service.ts';
import type { PaletteShelf } from '../palettes/palette-shelf.ts';
import type { UpscalerService } from '../upscalers/upscaler-service.ts';

export interface RunFile extends NamedFile {
  readonly path: string;
}

export interface RunFileSources {
  readonly models: Pick<ModelService, 'get'>;
  readonly palettes: Pick<PaletteShelf, 'get'>;
  readonly loras: Pick<LoraService, 'runOf'>;
  readonly upscalers: Pick<UpscalerService, 'runOf'>;
}

/** @throws what the services say of something that is not there */
export function filesOfRun(task: JobTask, { models, palettes, loras, upscalers }: RunFileSources): RunFile[] {
  if (task.kind === 'upscale') return filesOfUpscaler(task.upscaler, task.factor);
  const { recipe } = task;
  const { hires } = recipe;
  const model = models.get(recipe.model);
  const base = model.origin === 'palette' ? [models.get(palettes.get(model.id).facts.extends)] : [];
  const part = model.origin === 'palette' ? 'palette' : 'model';
  const items = loras.runOf(recipe.loras)?.items ?? [];
  return [
    ...base.flatMap((extended) => filesOf(extended, 'model')),
    ...filesOf(model, part),
    ...items.map(({ name, path }): RunFile => ({ part: 'lora', owner: name, file: basename(path), path })),
    ...(hires === null ? [] : filesOfUpscaler(hires.upscaler, hires.scale)),
  ];

  function filesOfUpscaler(owner: UpscalerId, scale: number): RunFile[] {
    const run = upscalers.runOf(owner, scale);
    if (run === null) return [];
    const files = new Set(run.passes.map(({ file }) => file));
    return [...files].map((file) => ({ part: 'upscaler', owner, file, path: join(run.folder, file) }));
  }
}

function filesOf({ id, folder, manifest }: Model, part: 'model' | 'palette'): RunFile[] {
  return manifest.files.map(({ path: file }) => ({ part, owner: id, file, path: join(folder, file) }));
}
