// DPM-Solver++ with a memory of earlier predictions ("2M" is order two of it), and its variant that adds noise.
//
// Lu et al. 2022, "DPM-Solver++", https://arxiv.org/abs/2211.01095, algorithm 2:
//   x_(t_(i-1)), x_(t_i) -> sample, sample of the result   x_theta -> denoised   the buffer Q -> memory
// The arithmetic of one step, with the other symbols, is in dpm-solver-weights.ts.

import { dpmSolverWeights } from './dpm-solver-weights.ts';
import { valueAt, weightedSum } from './elementwise.ts';
import { multistepOrder } from './multistep-order.ts';
import { createRunMemory } from './run-memory.ts';
import type { Scheduler } from './scheduler.ts';
import type { DpmSolverMultistepConfig } from './scheduler-config.ts';
import { solverSchedule } from './solver-schedule.ts';
import { type Level, solverSpace } from './solver-space.ts';

/**
 * @throws INVALID_INPUT for more steps than the model has timesteps
 * @throws MODEL_UNSUPPORTED when the config asks for several sigma schedules at once
 */
export function createDpmSolverMultistep(config: DpmSolverMultistepConfig, steps: number): Scheduler {
  const habits = { roundsCosine: false, endsAt: 'training', flow: 'from-clean' } as const;
  const schedule = solverSchedule(config, { steps, habits });
  const space = solverSpace(config, schedule);
  const stochastic = config.algorithm_type === 'sde-dpmsolver++';
  const memory = createRunMemory<{ level: Level; denoised: Float32Array }>(config.solver_order);

  function orderAt(index: number): number {
    const isLast = index === schedule.timesteps.length - 1;
    if (isLast && (config.euler_at_final || config.final_sigmas_type === 'zero')) return 1;
    return multistepOrder(config, { index, steps: schedule.timesteps.length });
  }

  return {
    ...space.scheduler,

    step({ modelOutput, index, sample, noise }) {
      const denoised = space.predictClean({ modelOutput, index, sample });
      const used = memory.keep(index, { level: space.levelAt(index), denoised }).slice(0, orderAt(index));
      const weights = dpmSolverWeights({
        target: space.levelAt(index + 1),
        visited: used.map((prediction) => prediction.level),
        solverType: config.solver_type,
        stochastic,
      });
      const terms = used.map((prediction, age) => ({
        weight: valueAt(weights.predictions, age),
        values: prediction.denoised,
      }));
      if (stochastic) terms.push({ weight: weights.noise, values: noise.normal(sample.length) });
      return { denoised, sample: weightedSum([{ weight: weights.sample, values: sample }, ...terms]) };
    },
  };
}
