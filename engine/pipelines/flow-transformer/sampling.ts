// How flow transformers step through noise, and what they are best left at.

import type { ResolvedRecipe } from '../../../shared/domain/recipe.ts';
import { createScheduler } from '../../schedulers/create-scheduler.ts';
import type { Scheduler } from '../../schedulers/scheduler.ts';
import type { FlowTransformerConfigs } from './model-configs.ts';

export const flowSchedulers = ['flow-match-euler'] as const;

/** What the makers of each recommend: Flux schnell was distilled to four steps, its teacher and Stable Diffusion 3 were not. A scale of 1 is none. */
export function flowDefaults({ family, takesGuidance }: FlowTransformerConfigs): {
  readonly steps: number;
  readonly guidanceScale: number;
} {
  if (family === 'stable-diffusion-3') return { steps: 28, guidanceScale: 7 };
  return takesGuidance ? { steps: 28, guidanceScale: 3.5 } : { steps: 4, guidanceScale: 1 };
}

export function createFlowScheduler(
  configs: FlowTransformerConfigs,
  recipe: Pick<ResolvedRecipe, 'scheduler' | 'sigmas' | 'steps' | 'width' | 'height'>,
): Scheduler {
  const { steps, width, height } = recipe;
  const side = configs.latentFactor * configs.patch;
  return createScheduler({
    name: recipe.scheduler,
    config: configs.scheduler,
    steps,
    sigmaSchedule: recipe.sigmas,
    imageSeqLen: (width / side) * (height / side),
    // Flux starts from pure noise and ends a step short of none, evenly; Stable Diffusion 3 leaves it to its scheduler.
    ...(configs.family === 'flux' ? { sigmas: evenLevels(steps) } : {}),
  });
}

/** From 1 down to 1 / steps. */
function evenLevels(steps: number): number[] {
  return Array.from({ length: steps }, (_, step) => 1 - step / steps);
}
