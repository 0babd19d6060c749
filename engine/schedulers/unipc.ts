// UniPC: each step first corrects the sample it was given by the model's answer there, then predicts the next one.
//
// Zhao et al. 2023, "UniPC", https://arxiv.org/abs/2302.04867, algorithms 5 (UniP) and 6 (UniC); the arithmetic of one
// step, with its symbols, is in unipc-weights.ts:
//   x_(t_(i-1)) -> origin   x-tilde_(t_i) -> sample   x^c_(t_i) -> corrected

import { valueAt, weightedSum } from './elementwise.ts';
import { createRunMemory } from './run-memory.ts';
import type { Scheduler } from './scheduler.ts';
import type { UniPcConfig } from './scheduler-config.ts';
import { solverSchedule } from './solver-schedule.ts';
import { type Level, solverSpace } from './solver-space.ts';
import { uniPcWeights } from './unipc-weights.ts';

interface Turn {
  readonly level: Level;
  readonly denoised: Float32Array;
  /** The sample, corrected, that the step went on from. */
  readonly origin: Float32Array;
  /** The order the step had; its correction has the same. */
  readonly order: number;
}

/**
 * @throws INVALID_INPUT for more steps than the model has timesteps
 * @throws MODEL_UNSUPPORTED when the config asks for several sigma schedules at once
 */
export function createUniPc(config: UniPcConfig, steps: number): Scheduler {
  const habits = { roundsCosine: true, endsAt: 'run', flow: 'from-noise' } as const;
  const schedule = solverSchedule({ ...config, lambda_min_clipped: Number.NEGATIVE_INFINITY }, { steps, habits });
  const space = solverSpace(config, schedule);
  const uncorrected = new Set(config.disable_corrector);
  const memory = createRunMemory<Turn>(config.solver_order);

  function corrected(sample: Float32Array, arrived: Turn['denoised'], index: number): Float32Array {
    const before = memory.before(index);
    const [last] = before;
    if (last === undefined || uncorrected.has(index - 1)) return sample;
    const used = before.slice(0, last.order);
    const weights = uniPcWeights({
      target: space.levelAt(index),
      visited: used.map((turn) => turn.level),
      solverType: config.solver_type,
      corrects: true,
    });
    return weightedSum([
      { weight: weights.sample, values: last.origin },
      ...used.map((turn, age) => ({ weight: valueAt(weights.predictions, age), values: turn.denoised })),
      { weight: weights.arrived, values: arrived },
    ]);
  }

  return {
    ...space.scheduler,

    step({ modelOutput, index, sample }) {
      const level = space.levelAt(index);
      const denoised = space.predictClean({ modelOutput, index, sample });
      const origin = corrected(sample, denoised, index);
      const remaining = schedule.timesteps.length - index;
      const wanted = config.lower_order_final ? Math.min(config.solver_order, remaining) : config.solver_order;
      const order = Math.min(wanted, memory.before(index).length + 1);
      const used = memory.keep(index, { level, denoised, origin, order }).slice(0, order);

      const weights = uniPcWeights({
        target: space.levelAt(index + 1),
        visited: used.map((turn) => turn.level),
        solverType: config.solver_type,
        corrects: false,
      });
      return {
        denoised,
        sample: weightedSum([
          { weight: weights.sample, values: origin },
          ...used.map((turn, age) => ({ weight: valueAt(weights.predictions, age), values: turn.denoised })),
        ]),
      };
    },
  };
}
