// The timesteps of models distilled to few steps: every few of the schedule they were distilled on, noisiest first.
//
// Luo et al. 2023, "Latent consistency models", https://arxiv.org/abs/2310.04378, section 4.3:   k -> stride

import { TesseraError } from '../../shared/errors.ts';
import { assertStepsFit } from './timestep-spacing.ts';

/**
 * @param strength the share of the schedule, from its end, that is walked
 * @throws INVALID_INPUT for more steps than the model was distilled for
 * @throws MODEL_UNSUPPORTED when the distillation schedule is longer than the training schedule
 */
export function distilledTimesteps(
  config: { readonly num_train_timesteps: number; readonly original_inference_steps: number },
  steps: number,
  strength: number,
): number[] {
  const distilledSteps = config.original_inference_steps;
  if (distilledSteps > config.num_train_timesteps) {
    throw new TesseraError(
      'MODEL_UNSUPPORTED',
      `The model's scheduler_config.json sets original_inference_steps to ${distilledSteps}, more than the model's ` +
        `${config.num_train_timesteps} training timesteps. Choose another scheduler.`,
      { details: { key: 'original_inference_steps', value: distilledSteps } },
    );
  }
  const walked = Math.trunc(distilledSteps * strength);
  assertStepsFit(steps, walked);
  const stride = Math.floor(config.num_train_timesteps / distilledSteps);
  return Array.from({ length: steps }, (_, index) => {
    const skipped = Math.floor(index * (walked / steps));
    return (walked - skipped) * stride - 1;
  });
}
