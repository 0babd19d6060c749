// How many steps a run plans, and how many of them a picture to start from leaves.

import type { PictureRequest } from '../pipeline.ts';

export interface StepsOfRun {
  /** What the scheduler is made for. */
  readonly planned: number;
  /** The last of them, which are taken. */
  readonly kept: number;
}

/** Schedulers choose their steps among as many timesteps as a model was trained on. */
const plannedMax = 1000;

/** Starting late: Meng et al., "SDEdit", ICLR 2022, https://arxiv.org/abs/2108.01073. */
export function stepsOfRun({ recipe: { steps }, source }: Pick<PictureRequest, 'recipe' | 'source'>): StepsOfRun {
  if (source === null || source.strength === 0) return { planned: steps, kept: steps };
  const { strength, takesAllSteps = false } = source;
  // diffusers rounds down and refuses none at all; we take one then, as A1111 does.
  const kept = (planned: number) => Math.max(1, Math.min(planned, Math.trunc(planned * strength)));
  if (!takesAllSteps) return { planned: steps, kept: kept(steps) };
  const least = Math.ceil(steps / strength);
  const planned = Math.min(kept(least) < steps ? least + 1 : least, plannedMax);
  return { planned, kept: kept(planned) };
}
