// Text to image with a folder that holds a flow-matching transformer: the common run with this family's parts.

import type { LoadPipeline } from '../pipeline.ts';
import { createLatentPipeline } from '../stable-diffusion/pipeline.ts';
import { readFlowTransformerFamily } from './family.ts';

/** @throws as the readers of a folder's files do */
export const loadFlowTransformerPipeline: LoadPipeline = async ({ folder, runtime }) =>
  createLatentPipeline({ folder, runtime, family: readFlowTransformerFamily(folder) });
