// Which picture sizes a flow transformer can draw: whole tokens, or the one size its graph was fixed to.

import type { SizeRule } from '../stable-diffusion/picture-size.ts';
import type { FlowTransformerConfigs } from './model-configs.ts';

/** @param sampleDims the transformer's `hidden_states` as its graph declares it */
export function flowSizeRule(
  { family, latentFactor, patch }: FlowTransformerConfigs,
  sampleDims: readonly (number | string)[],
): SizeRule {
  const multiple = latentFactor * patch;
  if (family === 'flux') {
    // A fixed number of tokens could be any rectangle; exports fix square ones.
    const tokens = sampleDims[1];
    const side = typeof tokens === 'number' && tokens > 0 ? Math.round(Math.sqrt(tokens)) * multiple : null;
    return { multiple, fixed: side === null ? null : { width: side, height: side } };
  }
  const [, , height, width] = sampleDims;
  const isFixed = typeof height === 'number' && typeof width === 'number' && height > 0 && width > 0;
  return { multiple, fixed: isFixed ? { width: width * latentFactor, height: height * latentFactor } : null };
}
