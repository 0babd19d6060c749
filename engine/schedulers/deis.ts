// DEIS: an exponential integrator that extrapolates the noise as a polynomial in log rho, exactly integrated.
//
// Zhang and Chen 2022, "Fast sampling of diffusion models with exponential integrator", https://arxiv.org/abs/2204.13902,
// section 3.4 (tAB-DEIS in rho) with the polynomial in log rho:
//   rho = sigma / alpha   rho_(t_i) -> nodes, newest first   C_ij -> weights on the noises

import { combineTwo, valueAt, weightedSum } from './elementwise.ts';
import { multistepOrder } from './multistep-order.ts';
import { createRunMemory } from './run-memory.ts';
import type { Scheduler } from './scheduler.ts';
import type { DeisConfig } from './scheduler-config.ts';
import { solverSchedule } from './solver-schedule.ts';
import { type Level, solverSpace } from './solver-space.ts';

const float32 = Math.fround;

/**
 * @throws INVALID_INPUT for more steps than the model has timesteps
 * @throws MODEL_UNSUPPORTED when the config asks for several sigma schedules at once
 */
export function createDeis(config: DeisConfig, steps: number): Scheduler {
  const habits = { roundsCosine: true, endsAt: 'run', flow: 'from-clean' } as const;
  // The integral over log rho has no end at zero: the run ends at the smallest sigma.
  const ends = { final_sigmas_type: 'sigma_min', lambda_min_clipped: Number.NEGATIVE_INFINITY } as const;
  const schedule = solverSchedule({ ...config, ...ends }, { steps, habits });
  const space = solverSpace(config, schedule);
  const memory = createRunMemory<{ rho: number; epsilon: Float32Array }>(config.solver_order);

  return {
    ...space.scheduler,

    step({ modelOutput, index, sample }) {
      const level = space.levelAt(index);
      const denoised = space.predictClean({ modelOutput, index, sample });
      const epsilon = combineTwo(sample, denoised, (x, x0) => float32(x - level.alpha * x0) / level.sigma);
      const order = multistepOrder(config, { index, steps: schedule.timesteps.length });
      const used = memory.keep(index, { rho: rhoOf(level), epsilon }).slice(0, order);

      const target = space.levelAt(index + 1);
      const integrals = lagrangeIntegrals(
        used.map(({ rho }) => rho),
        rhoOf(target),
      );
      const terms = used.map((known, age) => ({
        weight: target.alpha * valueAt(integrals, age),
        values: known.epsilon,
      }));
      return { denoised, sample: weightedSum([{ weight: target.alpha / level.alpha, values: sample }, ...terms]) };
    },
  };
}

function rhoOf({ alpha, sigma }: Level): number {
  return sigma / alpha;
}

/** The integral over rho, from the newest node to `to`, of each Lagrange polynomial in log rho over one to three nodes. */
function lagrangeIntegrals(nodes: readonly number[], to: number): number[] {
  const from = valueAt(nodes, 0);
  return nodes.map((node, place) => {
    const others = nodes.filter((_, index) => index !== place).map(Math.log);
    const divisor = others.reduce((product, other) => product * (Math.log(node) - other), 1);
    return (antiderivative(to, others) - antiderivative(from, others)) / divisor;
  });
}

/** Of the product of (log rho - root) over the roots, none to two of them. */
function antiderivative(rho: number, roots: readonly number[]): number {
  const log = Math.log(rho);
  const [first, second] = roots;
  if (first === undefined) return rho;
  if (second === undefined) return rho * (log - first - 1);
  return rho * (log * log - (first + second + 2) * log + first * second + first + second + 2);
}
