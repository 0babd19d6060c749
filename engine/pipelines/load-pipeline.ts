// Which pipeline draws for which family; only the family that is asked for is loaded.

import type { RunModel } from '../../shared/engine-protocol.ts';
import type { TensorRuntime } from '../runtime/tensor-runtime.ts';
import type { LoadPipeline, Pipeline } from './pipeline.ts';

/** @throws as the family's pipeline does while it reads the folder */
export async function loadPipeline(options: {
  readonly model: RunModel;
  readonly runtime: TensorRuntime;
}): Promise<Pipeline> {
  const load = await loaderOf(options.model.family);
  const { folder, palette = null } = options.model;
  return await load({ folder, palette, runtime: options.runtime });
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
