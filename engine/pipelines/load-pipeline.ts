// Which pipeline draws for which family; only the family that is asked for is loaded.

import type { Note } from '../../shared/domain/note.ts';
import type { RunLoras, RunModel } from '../../shared/engine-protocol.ts';
import type { TensorRuntime } from '../runtime/tensor-runtime.ts';
import type { LoadPipeline, Pipeline } from './pipeline.ts';

/** @throws as the family's pipeline does while it reads the folder */
export async function loadPipeline(options: {
  readonly model: RunModel;
  readonly runtime: TensorRuntime;
  /** What should be told of every picture drawn with this model as it is loaded. */
  readonly note: (note: Note) => void;
}): Promise<Pipeline> {
  const load = await loaderOf(options.model.family);
  const { folder, palette = null, loras = null } = options.model;
  return await load({ folder, palette, runtime: loras === null ? options.runtime : await merging(options, loras) });
}

async function merging(
  { model, runtime, note }: { model: RunModel; runtime: TensorRuntime; note: (note: Note) => void },
  loras: RunLoras,
): Promise<TensorRuntime> {
  return (await import('../lora/lora-runtime.ts')).withLoras({ runtime, folder: model.folder, loras, note });
}

async function loaderOf(family: RunModel['family']): Promise<LoadPipeline> {
  switch (family) {
    case 'exemplar':
      return (await import('./exemplar/pipeline.ts')).loadExemplarPipeline;
    case 'stable-diffusion':
    case 'stable-diffusion-xl':
      return (await import('./stable-diffusion/pipeline.ts')).loadStableDiffusionPipeline;
    case 'stable-diffusion-3':
    case 'flux':
      return (await import('./flow-transformer/pipeline.ts')).loadFlowTransformerPipeline;
    case 'mock':
      return (await import('./mock/pipeline.ts')).loadMockPipeline;
    default:
      return family satisfies never;
  }
}
