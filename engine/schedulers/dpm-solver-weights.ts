// One step of DPM-Solver++ as weights on the sample, on the predictions so far and on fresh noise.
//
// Lu et al. 2022, "DPM-Solver++", https://arxiv.org/abs/2211.01095, algorithm 2 (order two) and appendix on the SDE
// solvers; order three after appendix B of https://arxiv.org/abs/2206.00927:
//   s, t -> visited[0], target   alpha, sigma, lambda -> Level   h -> stride   r_0, r_1 -> nearRatio, farRatio
//   x_theta at s_0, s_1, s_2 -> predictions, newest first   phi_1, phi_2, phi_3 -> constant, linear, quadratic
// Weights are in double: the higher terms are small differences of nearly equal numbers.

import { TesseraError } from '../../shared/errors.ts';
import type { Level } from './solver-space.ts';

export interface DpmSolverWeights {
  readonly sample: number;
  /** Newest prediction first, as many as the order of the step. */
  readonly predictions: readonly number[];
  /** Zero unless the solver is the stochastic one. */
  readonly noise: number;
}

/** The integrals of the exponential against a constant, linear and quadratic prediction. */
interface Integrals {
  readonly constant: number;
  readonly linear: number;
  readonly quadratic: number;
}

/**
 * @param args.visited the levels of the predictions used, newest first; their number is the order of the step, 1 to 3
 */
export function dpmSolverWeights(args: {
  readonly target: Level;
  readonly visited: readonly Level[];
  readonly solverType: 'midpoint' | 'heun';
  readonly stochastic: boolean;
}): DpmSolverWeights {
  const { target, visited, stochastic } = args;
  const [newest, middle, oldest] = visited;
  if (newest === undefined) throw new TesseraError('INTERNAL', 'A sampling step was taken without a prediction.');

  const stride = target.lambda - newest.lambda;
  if (stride === 0) return { ...standstill(visited), noise: 0 };
  const decay = Math.exp(-stride);
  const sample = (target.sigma / newest.sigma) * (stochastic ? decay : 1);
  const noise = stochastic ? target.sigma * Math.sqrt(1 - decay * decay) : 0;
  const integrals = scaled(stochastic ? integralsOf(2 * stride) : integralsOf(stride), target.alpha);
  if (middle === undefined) return { sample, predictions: [integrals.constant], noise };

  const nearRatio = (newest.lambda - middle.lambda) / stride;
  if (oldest === undefined) {
    const slope = (args.solverType === 'heun' ? integrals.linear : integrals.constant / 2) / nearRatio;
    return { sample, predictions: [integrals.constant + slope, -slope], noise };
  }

  const farRatio = (middle.lambda - oldest.lambda) / stride;
  const curvature = (integrals.linear * nearRatio + integrals.quadratic) / (nearRatio + farRatio);
  const nearSlope = (integrals.linear + curvature) / nearRatio;
  const farSlope = curvature / farRatio;
  return { sample, predictions: [integrals.constant + nearSlope, -nearSlope - farSlope, farSlope], noise };
}

/**
 * The single-step form: weights on the sample at the start of the group, where the oldest prediction was made.
 * @param args.visited the levels of the group so far, newest first; their number is the order of the step, 1 to 3
 */
export function dpmSolverGroupWeights(args: {
  readonly target: Level;
  readonly visited: readonly Level[];
  readonly solverType: 'midpoint' | 'heun';
}): Omit<DpmSolverWeights, 'noise'> {
  const { target, visited } = args;
  const origin = visited.at(-1);
  if (origin === undefined) throw new TesseraError('INTERNAL', 'A sampling step was taken without a prediction.');

  const stride = target.lambda - origin.lambda;
  if (stride === 0) return standstill(visited);
  const sample = target.sigma / origin.sigma;
  const { constant, linear, quadratic } = scaled(integralsOf(stride), target.alpha);
  const [newest, middle] = visited;
  if (newest === undefined || middle === undefined) return { sample, predictions: [constant] };

  const farShare = (newest.lambda - origin.lambda) / stride;
  if (visited.length === 2) {
    const slope = (args.solverType === 'heun' ? linear : constant / 2) / farShare;
    return { sample, predictions: [slope, constant - slope] };
  }

  const nearShare = (middle.lambda - origin.lambda) / stride;
  if (args.solverType === 'midpoint') {
    return { sample, predictions: [linear / farShare, 0, constant - linear / farShare] };
  }
  // The parabola through the three predictions: its slope and curvature at the start of the group.
  const spread = farShare - nearShare;
  const far = (2 * quadratic - linear * nearShare) / (spread * farShare);
  const near = (linear * farShare - 2 * quadratic) / (spread * nearShare);
  return { sample, predictions: [far, near, constant - far - near] };
}

/** Some schedules name their last level twice; between the two nothing happens. */
function standstill(visited: readonly Level[]): Omit<DpmSolverWeights, 'noise'> {
  return { sample: 1, predictions: visited.map(() => 0) };
}

/** For a stride h: 1 - e^-h, 1 - (1 - e^-h) / h, and 1/2 - (h - 1 + e^-h) / h^2. */
function integralsOf(stride: number): Integrals {
  const constant = -Math.expm1(-stride);
  return {
    constant,
    linear: 1 - constant / stride,
    quadratic: 0.5 - (stride - constant) / (stride * stride),
  };
}

function scaled(integrals: Integrals, factor: number): Integrals {
  return {
    constant: integrals.constant * factor,
    linear: integrals.linear * factor,
    quadratic: integrals.quadratic * factor,
  };
}
