// DPM-Solver++ in groups of steps ("2S" is groups of two): each group restarts from its first sample and uses no others.
//
// Lu et al. 2022, "DPM-Solver++", https://arxiv.org/abs/2211.01095, algorithm 1; groups of three after appendix B of
// https://arxiv.org/abs/2206.00927:
//   x_(t_(i-1)) -> origin   s_i, r_i -> the levels visited inside the group and their share of its stride

import { dpmSolverGroupWeights } from './dpm-solver-weights.ts';
import { valueAt, weightedSum } from './elementwise.ts';
import { createRunMemory } from './run-memory.ts';
import type { Scheduler } from './scheduler.ts';
import type { DpmSolverSinglestepConfig } from './scheduler-config.ts';
import { solverSchedule } from './solver-schedule.ts';
import { type Level, solverSpace } from './solver-space.ts';

interface Turn {
  readonly level: Level;
  readonly denoised: Float32Array;
  /** The sample the group started from. */
  readonly origin: Float32Array;
}

/**
 * @throws INVALID_INPUT for more steps than the model has timesteps
 * @throws MODEL_UNSUPPORTED when the config asks for several sigma schedules at once
 */
export function createDpmSolverSinglestep(config: DpmSolverSinglestepConfig, steps: number): Scheduler {
  const habits = { roundsCosine: true, endsAt: 'training', flow: 'from-clean' } as const;
  const schedule = solverSchedule({ ...config, timestep_spacing: 'linspace', steps_offset: 0 }, { steps, habits });
  const space = solverSpace(config, schedule);
  const orders = orderPerStep(config, steps);
  const memory = createRunMemory<Turn>(config.solver_order);

  return {
    ...space.scheduler,

    step({ modelOutput, index, sample }) {
      const denoised = space.predictClean({ modelOutput, index, sample });
      const before = memory.before(index);
      // A run that starts late may start inside a group, whose earlier predictions it does not have.
      const order = Math.min(valueAt(orders, index), before.length + 1);
      const origin = order === 1 ? sample : (before[0]?.origin ?? sample);
      const used = memory.keep(index, { level: space.levelAt(index), denoised, origin }).slice(0, order);
      const weights = dpmSolverGroupWeights({
        target: space.levelAt(index + 1),
        visited: used.map((turn) => turn.level),
        solverType: config.solver_type,
      });
      const terms = used.map((turn, age) => ({ weight: valueAt(weights.predictions, age), values: turn.denoised }));
      return { denoised, sample: weightedSum([{ weight: weights.sample, values: origin }, ...terms]) };
    },
  };
}

/** Rising inside each group; a run that does not divide evenly, or ends at zero, ends on lower orders. */
function orderPerStep(config: DpmSolverSinglestepConfig, steps: number): number[] {
  const order = config.solver_order;
  const endsOnZero = config.final_sigmas_type === 'zero';
  const orders = Array.from({ length: steps }, (_, index) => (index % order) + 1);
  // A last whole group is split, so that the run ends on a first-order step.
  const splits = (config.lower_order_final || endsOnZero) && steps % order === 0;
  if (splits) orders.splice(-order, order, ...(order === 3 ? [1, 2, 1] : orders.slice(0, order).map(() => 1)));
  if (endsOnZero) orders[steps - 1] = 1;
  return orders;
}
