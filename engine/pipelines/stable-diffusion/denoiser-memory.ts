// How large the scores of a denoiser's attention get: what decides whether a host can run it at all.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { TesseraError } from '../../../shared/errors.ts';
import { readOptionalModelJson } from '../../models/model-json.ts';
import { readGraphHeader } from '../../onnx/graph-header.ts';
import { modelPaths } from './model-configs.ts';

const count = z.int().positive();
const countPerLevel = z.union([count, z.array(count).min(1)]);
const Config = z.looseObject({
  down_block_types: z.array(z.string()).optional(),
  attention_head_dim: countPerLevel.nullish(),
  num_attention_heads: countPerLevel.nullish(),
});

/** Of Stable Diffusion 1, whose first level has attention. */
const usual = { level: 0, heads: 8 } as const;
const bytesPerNumber = 4;
/** Attention in one operator never holds all scores at once. */
const fusedOperators = ['MultiHeadAttention', 'Attention', 'GroupQueryAttention', 'PackedMultiHeadAttention'];

/**
 * Bytes of the scores of the first level of a U-Net that has attention, where every place is compared with every other by
 * each head; 0 where no tensor of that size is ever made.
 * @throws MODEL_CORRUPT, MODEL_LFS_POINTER
 */
export function readAttentionBytes(options: {
  readonly folder: string;
  readonly latents: { readonly width: number; readonly height: number };
}): number {
  const path = join(options.folder, modelPaths.unet);
  if (!existsSync(path)) return 0;
  const { operators } = readGraphHeader({ path, label: modelPaths.unet });
  if ([...operators.keys()].some((name) => fusedOperators.includes(name.split('::').at(-1) ?? name))) return 0;
  const config = readOptionalModelJson({ folder: options.folder, path: 'unet/config.json', schema: Config });
  const types = config?.down_block_types;
  const level = types === undefined ? usual.level : types.findIndex((type) => type.includes('Attn'));
  if (level === -1) return 0;
  // diffusers calls the number of heads by the name of their width, and has kept that for the sake of old configs.
  const heads = config?.num_attention_heads ?? config?.attention_head_dim ?? usual.heads;
  const places = (options.latents.width * options.latents.height) / 4 ** level;
  return (typeof heads === 'number' ? heads : (heads[level] ?? usual.heads)) * places ** 2 * bytesPerNumber;
}

/** Tells main what is needed, which starts a host without such a bound where there is one: main/engine/host-choice.ts. */
export function tooLargeForHost(largestTensorBytes: number): TesseraError {
  return new TesseraError(
    'OUT_OF_MEMORY',
    'A picture of this size needs more memory in one piece than this kind of engine host may take. Choose a smaller size, or the plain Node host in Settings.',
    { details: { largestTensorBytes } },
  );
}
