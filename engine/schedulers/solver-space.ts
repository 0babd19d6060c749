// What the solvers in log SNR share: noise levels with their logarithms, and the clean sample a model's answer stands for.
//
// Lu et al. 2022, https://arxiv.org/abs/2206.00927:   alpha_t, sigma_t, lambda_t -> Level

import { combineTwo, valueAt } from './elementwise.ts';
import { type PredictionType, predictSample, type ThresholdingConfig, thresholdSample } from './predicted-sample.ts';
import type { Scheduler } from './scheduler.ts';
import type { SolverSchedule } from './solver-schedule.ts';

const float32 = Math.fround;

/** One noise level: the sample there is alpha * clean + sigma * noise, and lambda is log(alpha / sigma). */
export interface Level {
  readonly alpha: number;
  readonly sigma: number;
  readonly lambda: number;
}

export interface SolverSpaceConfig extends ThresholdingConfig {
  readonly prediction_type: PredictionType | 'flow_prediction';
  readonly thresholding: boolean;
  readonly use_flow_sigmas: boolean;
}

export interface SolverSpace {
  /** The part of a scheduler that does not depend on the algorithm. */
  readonly scheduler: Omit<Scheduler, 'step'>;
  /** The level of step `index`; one more than the last step is where the run ends. */
  levelAt(index: number): Level;
  /** The clean sample as predicted at step `index`, limited if the config asks for it; a new array. */
  predictClean(args: {
    readonly modelOutput: Float32Array;
    readonly index: number;
    readonly sample: Float32Array;
  }): Float32Array;
}

export function solverSpace(config: SolverSpaceConfig, { timesteps, sigmas }: SolverSchedule): SolverSpace {
  function levelAt(index: number): Level {
    return levelOf(valueAt(sigmas, index), { flow: config.use_flow_sigmas });
  }

  return {
    levelAt,

    scheduler: {
      order: 1,
      timesteps,
      initNoiseSigma: 1,
      scaleModelInput: (sample) => sample,
      addNoise({ original, noise, index }) {
        const { alpha, sigma } = levelAt(index);
        return combineTwo(original, noise, (clean, value) => alpha * clean + sigma * value);
      },
    },

    predictClean({ modelOutput, index, sample }) {
      const level = levelAt(index);
      const predicted =
        config.prediction_type === 'flow_prediction'
          ? combineTwo(sample, modelOutput, (x, velocity) => x - float32(level.sigma * velocity))
          : predictSample(config.prediction_type, { modelOutput, sample, alpha: level.alpha, sigma: level.sigma });
      return config.thresholding ? thresholdSample(predicted, config) : predicted;
    },
  };
}

/** @param options.flow whether the model mixes clean sample and noise in a straight line instead of on a circle */
export function levelOf(sigma: number, options: { flow: boolean }): Level {
  const alpha = options.flow ? 1 - sigma : 1 / Math.sqrt(sigma * sigma + 1);
  const noise = options.flow ? sigma : sigma * alpha;
  return { alpha, sigma: noise, lambda: Math.log(alpha) - Math.log(noise) };
}
