// What a model's parts weigh once they are loaded, and how their tensors grow with the picture; nothing is loaded for it.

import { join, posix } from 'node:path';
import type { ModelMemory, PartMemory, PartShape } from '../../shared/domain/model-memory.ts';
import type { ModelManifest } from '../../shared/domain/model.ts';
import { readGraphHeader } from '../onnx/graph-header.ts';
import { readFlowTransformerFamily } from '../pipelines/flow-transformer/family.ts';
import { readAutoencoderMemory } from '../pipelines/stable-diffusion/autoencoder-memory.ts';
import { readStableDiffusionFamily } from '../pipelines/stable-diffusion/family.ts';
import type { LatentFamily } from '../pipelines/stable-diffusion/latent-family.ts';

/** Of what reads words: a few thousand numbers, whatever the picture. */
const steady: PartShape = { numbersPerPlace: 0, scores: null };
const halfPrecisionCopies = 2;

/** @throws MODEL_CORRUPT, MODEL_LFS_POINTER */
export function describeMemory(folder: string, { family, files }: ModelManifest): ModelMemory {
  const latent = familyOf(folder, family);
  const parts = files
    .filter(({ path }) => path.endsWith('.onnx'))
    .map(({ path }): PartMemory => {
      const part = posix.dirname(path);
      return { part, weightBytes: weightsOf(folder, path), ...shapeOf(part, { folder, latent }) };
    });
  return { latentFactor: latent.latentFactor, parts };
}

function familyOf(folder: string, family: ModelManifest['family']): LatentFamily {
  const isFlow = family === 'stable-diffusion-3' || family === 'flux';
  return isFlow ? readFlowTransformerFamily(folder) : readStableDiffusionFamily(folder);
}

/** Half precision is computed with in single, which its weights are turned into when they are loaded. */
function weightsOf(folder: string, path: string): number {
  const { weights } = readGraphHeader({ path: join(folder, path), label: path });
  const halves = weights.types.get('float16') ?? 0;
  return weights.bytes - halves + halfPrecisionCopies * halves;
}

function shapeOf(part: string, { folder, latent }: { folder: string; latent: LatentFamily }): PartShape {
  switch (part) {
    case 'unet':
    case 'transformer':
      return latent.denoiserMemory();
    case 'vae_decoder':
    case 'vae_encoder':
      return readAutoencoderMemory({ folder, part, latentFactor: latent.latentFactor });
    default:
      return steady;
  }
}
