// How the tensors of a flow transformer grow with the picture: words and picture are compared together, each token with every other.

import { z } from 'zod';
import type { PartShape } from '../../../shared/domain/model-memory.ts';
import { holdsScores } from '../../models/fused-attention.ts';
import { readOptionalModelJson } from '../../models/model-json.ts';
import { type FlowTransformerConfigs, transformerPaths } from './model-configs.ts';

const count = z.int().positive();
const Config = z.looseObject({ num_attention_heads: count.optional(), attention_head_dim: count.optional() });

/** Of Stable Diffusion 3 medium and of Flux alike. */
const usual = { heads: 24, headWidth: 64 } as const;
/** The feed-forward is four times as wide; Flux's single blocks lay it beside the attention's own. */
const feedForwardWidth = { 'stable-diffusion-3': 4, flux: 5 } as const;
/** Ids that a CLIP reads at once; Stable Diffusion 3 sets its words before those of T5. */
const clipLength = 77;

/**
 * Esser et al., https://arxiv.org/abs/2403.03206, section 4.
 * @throws MODEL_CORRUPT, MODEL_LFS_POINTER
 */
export function readTransformerMemory(folder: string, configs: FlowTransformerConfigs): PartShape {
  const config = readOptionalModelJson({ folder, path: transformerPaths.transformerConfig, schema: Config });
  const heads = config?.num_attention_heads ?? usual.heads;
  const width = heads * (config?.attention_head_dim ?? usual.headWidth);
  const placesPerToken = configs.patch ** 2;
  const tokensBeside = configs.family === 'flux' ? configs.text.t5Length : clipLength + configs.text.t5Length;
  return {
    numbersPerPlace: (width * feedForwardWidth[configs.family]) / placesPerToken,
    scores: holdsScores({ folder, path: transformerPaths.transformer })
      ? { heads, placesPerToken, tokensBeside }
      : null,
  };
}
