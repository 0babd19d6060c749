// DPM-Solver++ with a memory of earlier predictions ("2M" is order two of it), and its variant that adds noise.
//
// Lu et al. 2022, "DPM-Solver++", https://arxiv.org/abs/2211.01095, algorithm 2:
//   x_(t_(i-1)), x_(t_i) -> sample, sample of the result   x_theta -> denoised   the buffer Q -> history
// The arithmetic of one step, with the other symbols, is in dpm-solver-weights.ts.

import { type Level, dpmSolverWeights, levelOf } from './dpm-solver-weights.ts';
import { dpmSolverSchedule } from './dpm-solver-schedule.ts';
import { combineTwo, valueAt, weightedSum } from './elementwise.ts';
import { predictSample, thresholdSample } from './predicted-sample.ts';
import type { Scheduler } from './scheduler.ts';
import type { DpmSolverMultistepConfig } from './scheduler-config.ts';
import { assertStepsFit } from './timestep-spacing.ts';

/** Below this many steps the strides are so long that high orders overshoot near the end. */
const shortRun = 15;

const float32 = Math.fround;

interface Prediction {
  readonly index: number;
  readonly level: Level;
  readonly denoised: Float32Array;
}

/**
 * @throws INVALID_INPUT for more steps than the model has timesteps
 * @throws MODEL_UNSUPPORTED when the config asks for several sigma schedules at once
 */
export function createDpmSolverMultistep(config: DpmSolverMultistepConfig, steps: number): Scheduler {
  assertStepsFit(steps, config.num_train_timesteps);
  const { timesteps, sigmas } = dpmSolverSchedule(config, steps);
  const stochastic = config.algorithm_type === 'sde-dpmsolver++';
  /** Newest first. Only an unbroken run of steps counts, so that a run that starts over starts at order one. */
  let history: readonly Prediction[] = [];

  function levelAt(index: number): Level {
    return levelOf(valueAt(sigmas, index), { flow: config.use_flow_sigmas });
  }

  function remember(prediction: Prediction): void {
    const follows = history[0]?.index === prediction.index - 1;
    history = [prediction, ...(follows ? history : [])].slice(0, config.solver_order);
  }

  function orderAt(index: number): number {
    const remaining = timesteps.length - index;
    const careful = config.lower_order_final && timesteps.length < shortRun;
    if (remaining === 1 && (config.euler_at_final || careful || config.final_sigmas_type === 'zero')) return 1;
    return remaining === 2 && careful ? 2 : config.solver_order;
  }

  return {
    timesteps,
    initNoiseSigma: 1,
    scaleModelInput: (sample) => sample,

    step({ modelOutput, index, sample, noise }) {
      const level = levelAt(index);
      const predicted = predictClean(config, { modelOutput, sample, level });
      const denoised = config.thresholding ? thresholdSample(predicted, config) : predicted;
      remember({ index, level, denoised });

      const used = history.slice(0, orderAt(index));
      const weights = dpmSolverWeights({
        target: levelAt(index + 1),
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

    addNoise({ original, noise, index }) {
      const { alpha, sigma } = levelAt(index);
      return combineTwo(original, noise, (clean, value) => alpha * clean + sigma * value);
    },
  };
}

function predictClean(
  config: DpmSolverMultistepConfig,
  args: { modelOutput: Float32Array; sample: Float32Array; level: Level },
): Float32Array {
  const { modelOutput, sample, level } = args;
  if (config.prediction_type === 'flow_prediction') {
    return combineTwo(sample, modelOutput, (x, velocity) => x - float32(level.sigma * velocity));
  }
  return predictSample(config.prediction_type, { modelOutput, sample, alpha: level.alpha, sigma: level.sigma });
}
