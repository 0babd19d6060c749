// One step of DPM-Solver++ as weights on the sample, on the predictions so far and on fresh noise.
//
// Lu et al. 2022, "DPM-Solver++", https://arxiv.org/abs/2211.01095, algorithm 2 (order two) and appendix on the SDE
// solvers; order three after appendix B of https://arxiv.org/abs/2206.00927:
//   s, t -> visited[0], target   alpha, sigma, lambda -> Level   h -> stride   r_0, r_1 -> nearRatio, farRatio
//   x_theta at s_0, s_1, s_2 -> predictions, newest first   phi_1, phi_2, phi_3 -> constant, linear, quadratic
// Weights are in double: the higher terms are small differences of nearly equal numbers.

import { TesseraError } from '../../shared/errors.ts';

/** One noise level: the sample there is alpha * clean + sigma * noise, and lambda is log(alpha / sigma). */
export interface Level {
  readonly alpha: number;
  readonly sigma: number;
  readonly lambda: number;
}

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

/** @param flow whether the model mixes clean sample and noise in a straight line instead of on a circle */
export function levelOf(sigma: number, options: { flow: boolean }): Level {
  const alpha = options.flow ? 1 - sigma : 1 / Math.sqrt(sigma * sigma + 1);
  const noise = options.flow ? sigma : sigma * alpha;
  return { alpha, sigma: noise, lambda: Math.log(alpha) - Math.log(noise) };
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
