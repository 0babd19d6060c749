// How the tensors of an autoencoder grow with the picture, from its config: what decides between a whole picture and tiles.

import { z } from 'zod';
import type { PartShape } from '../../../shared/domain/model-memory.ts';
import { readOptionalModelJson } from '../../models/model-json.ts';

const positive = z.int().positive();
const Config = z.looseObject({
  block_out_channels: z.array(positive).min(1).optional(),
  mid_block_add_attention: z.boolean().nullish(),
});

/** Of every autoencoder of Stable Diffusion: what the last doubling of the size works on. */
const usualChannels = 256;

/**
 * A decoder doubles the size before it halves the channels, so that its second level is widest at full size; the attention in
 * its middle compares every latent with every other. Rombach et al., https://arxiv.org/abs/2112.10752, appendix E.
 * @throws MODEL_CORRUPT, MODEL_LFS_POINTER
 */
export function readAutoencoderMemory(options: {
  readonly folder: string;
  readonly part: 'vae_decoder' | 'vae_encoder';
  readonly latentFactor: number;
}): PartShape {
  const config = readOptionalModelJson({ folder: options.folder, path: `${options.part}/config.json`, schema: Config });
  const [first, second] = config?.block_out_channels ?? [];
  // An encoder narrows before it widens: nothing of it is wider at full size than its first level.
  const channels = (options.part === 'vae_decoder' ? (second ?? first) : first) ?? usualChannels;
  const hasAttention = config?.mid_block_add_attention ?? true;
  return {
    numbersPerPlace: channels * options.latentFactor ** 2,
    scores: hasAttention ? { heads: 1, placesPerToken: 1, tokensBeside: 0 } : null,
  };
}
