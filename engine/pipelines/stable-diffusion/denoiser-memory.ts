// How the tensors of a U-Net grow with the picture, from its config: what decides whether a host can run it at all.

import { z } from 'zod';
import type { PartShape } from '../../../shared/domain/model-memory.ts';
import { holdsScores } from '../../models/fused-attention.ts';
import { readOptionalModelJson } from '../../models/model-json.ts';
import { modelPaths } from './model-configs.ts';

const count = z.int().positive();
const countPerLevel = z.union([count, z.array(count).min(1)]);
const Config = z.looseObject({
  down_block_types: z.array(z.string()).optional(),
  block_out_channels: z.array(count).min(1).optional(),
  attention_head_dim: countPerLevel.nullish(),
  num_attention_heads: countPerLevel.nullish(),
});

/** Of Stable Diffusion 1, whose first level has attention. */
const usual = { level: 0, heads: 8, channels: 320 } as const;
/** A last block of the way up takes its own channels and twice as many from below and beside it. */
const joinedBlocks = 3;
/** The feed-forward behind attention: four times as wide, and twice that for its gate. */
const gatedWidth = 8;

/**
 * The first level of a U-Net that has attention compares every place with every other by each head.
 * Rombach et al., https://arxiv.org/abs/2112.10752, appendix E.
 * @throws MODEL_CORRUPT, MODEL_LFS_POINTER
 */
export function readUnetMemory(folder: string): PartShape {
  const config = readOptionalModelJson({ folder, path: 'unet/config.json', schema: Config });
  const types = config?.down_block_types;
  const level = types === undefined ? usual.level : types.findIndex((type) => type.includes('Attn'));
  const channels = config?.block_out_channels ?? [usual.channels];
  const joined = joinedBlocks * (channels[0] ?? usual.channels);
  if (level === -1) return { numbersPerPlace: joined, scores: null };
  // diffusers calls the number of heads by the name of their width, and has kept that for the sake of old configs.
  const heads = config?.num_attention_heads ?? config?.attention_head_dim ?? usual.heads;
  const placesPerToken = 4 ** level;
  const gated = (gatedWidth * (channels[level] ?? usual.channels)) / placesPerToken;
  return {
    numbersPerPlace: Math.max(joined, gated),
    scores: holdsScores({ folder, path: modelPaths.unet })
      ? { heads: typeof heads === 'number' ? heads : (heads[level] ?? usual.heads), placesPerToken, tokensBeside: 0 }
      : null,
  };
}
