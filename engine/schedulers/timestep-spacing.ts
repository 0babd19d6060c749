// Which of the training timesteps a run of N steps visits.
//
// "linspace", "leading" and "trailing" are the three selections of table 2 in Lin et al. 2023,
// https://arxiv.org/abs/2305.08891:   T -> trainTimesteps   S -> steps

import { TesseraError } from '../../shared/errors.ts';

export type TimestepSpacing = 'linspace' | 'leading' | 'trailing';

/** numpy.linspace with both ends included: [count] in double. */
export function linspace(start: number, end: number, count: number): number[] {
  if (count === 1) return [start];
  const step = (end - start) / (count - 1);
  return Array.from({ length: count }, (_, index) => (index === count - 1 ? end : index * step + start));
}

/** Halves go to the even neighbour, as in numpy; Math.round would shift every second timestep of some runs. */
export function roundHalfToEven(value: number): number {
  const lower = Math.floor(value);
  const fraction = value - lower;
  if (fraction !== 0.5) return Math.round(value);
  return lower % 2 === 0 ? lower : lower + 1;
}

/** 0, r, 2r, ... reversed and shifted by the model's offset. */
export function leadingTimesteps(args: { ratio: number; steps: number; offset: number }): number[] {
  return Array.from({ length: args.steps }, (_, index) => (args.steps - 1 - index) * args.ratio + args.offset);
}

/**
 * Steps of T / S down from `last`, ending above zero: S values when `last` is T, fewer when the model's noisiest
 * timesteps are cut off. For some S (61 of 1000, for one) numpy's arange, which diffusers uses, yields one value too
 * many and so an impossible timestep -1; that one is left out here.
 */
export function trailingTimesteps(args: { last: number; trainTimesteps: number; steps: number }): number[] {
  const ratio = args.trainTimesteps / args.steps;
  const stride = args.last - ratio - args.last;
  const timesteps = Array.from({ length: args.steps }, (_, index) => roundHalfToEven(args.last + index * stride) - 1);
  return timesteps.filter((timestep) => timestep >= 0);
}

/** @throws INVALID_INPUT when the model has fewer training timesteps than the run has steps */
export function assertStepsFit(steps: number, trainTimesteps: number): void {
  if (!Number.isInteger(steps) || steps < 1 || steps > trainTimesteps) {
    throw new TesseraError(
      'INVALID_INPUT',
      `This scheduler needs between 1 and ${trainTimesteps} steps with this model, not ${steps}.`,
      { details: { field: 'steps', minimum: 1, maximum: trainTimesteps } },
    );
  }
}

/** @throws INVALID_INPUT when the offset pushes the first timestep past the last one the model was trained on */
export function assertTimestepsTrained(timesteps: readonly number[], trainTimesteps: number): void {
  if (timesteps.every((timestep) => timestep >= 0 && timestep < trainTimesteps)) return;
  throw new TesseraError(
    'INVALID_INPUT',
    `${timesteps.length} steps reach past the ${trainTimesteps} timesteps this model was trained on. Use fewer steps.`,
    { details: { field: 'steps' } },
  );
}
