// How many words a transformer reads and how wide each is: as its graph declares it, else as its folder says.

import type { FlowTransformerConfigs } from './model-configs.ts';

/** All CLIP text encoders read as many ids; in Stable Diffusion 3 theirs stand before those of T5. */
const clipLength = 77;

export interface WordShape {
  readonly width: number;
  /** Ids for T5, or zeros in its place. */
  readonly t5Length: number;
}

/**
 * The graph knows better than a config: exports of one size have their number of words written into them.
 * @param declared the transformer's `encoder_hidden_states` as its graph declares it: [batch, words, width]
 */
export function wordShape(declared: readonly (number | string)[], configs: FlowTransformerConfigs): WordShape {
  const [, words, width] = declared;
  const { text } = configs;
  return {
    width: fixed(width) ?? configs.wordWidth,
    t5Length: t5Share(fixed(words), text.family) ?? text.t5Length,
  };
}

function t5Share(words: number | null, family: FlowTransformerConfigs['family']): number | null {
  if (words === null || family === 'flux') return words;
  return words > clipLength ? words - clipLength : null;
}

/** Zero and negative sizes are exporters' ways of saying "open". */
function fixed(size: number | string | undefined): number | null {
  return typeof size === 'number' && size > 0 ? size : null;
}
