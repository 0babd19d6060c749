// How many steps a run plans, and how many of them a picture to start from leaves.

import type { PictureRequest } from '../pipeline.ts';

/**
 * What diffusers' pipelines of a family make of a strength: the share of the steps that are taken, rounded one way or the
 * other, or all of them, between noise levels that end where the picture's strength says.
 */
export type LateStart = 'rounded-down' | 'rounded-up' | 'all';

export interface StepsOfRun {
  /** What the scheduler is made for. */
  readonly planned: number;
  /** The last of them, which are taken. */
  readonly kept: number;
}

/** Schedulers choose their steps among as many timesteps as a model was trained on. */
const plannedMax = 1000;

/** Starting late: Meng et al., "SDEdit", ICLR 2022, https://arxiv.org/abs/2108.01073. */
export function stepsOfRun(
  { recipe: { steps }, source }: Pick<PictureRequest, 'recipe' | 'source'>,
  lateStart: LateStart,
): StepsOfRun {
  if (source === null || source.strength === 0 || lateStart === 'all') return { planned: steps, kept: steps };
  const { strength, takesAllSteps = false } = source;
  const rounded = (planned: number) =>
    lateStart === 'rounded-up' ? planned - Math.trunc(planned - planned * strength) : Math.trunc(planned * strength);
  // Where the share comes to none at all diffusers refuses; we take one step then, as A1111 does.
  const kept = (planned: number) => Math.max(1, Math.min(planned, rounded(planned)));
  if (!takesAllSteps) return { planned: steps, kept: kept(steps) };
  const near = Math.max(steps, Math.floor(steps / strength));
  const planned = [near - 1, near, near + 1, near + 2].find((count) => count >= steps && kept(count) === steps);
  return planned === undefined || planned > plannedMax
    ? { planned: plannedMax, kept: kept(plannedMax) }
    : { planned, kept: steps };
}
