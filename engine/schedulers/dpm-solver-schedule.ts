// The timesteps and noise levels of a DPM-Solver++ run.
//
// Spacings follow table 2 of Lin et al. 2023, https://arxiv.org/abs/2305.08891, each with one timestep more than steps,
// the last of which is left to the final sigma. Lu et al. 2022, https://arxiv.org/abs/2206.00927:
//   lambda_t = log(alpha_t / sigma_t) -> half log SNR

import { positiveAlphasCumprod } from './betas.ts';
import { valueAt } from './elementwise.ts';
import type { DpmSolverMultistepConfig } from './scheduler-config.ts';
import { interpolateSigmas, requestedSpread, spreadSigmas, timestepOfSigma, trainingSigmas } from './sigmas.ts';
import { leadingTimesteps, linspace, roundHalfToEven, trailingTimesteps } from './timestep-spacing.ts';

/** The logarithms and powers on the way to a timestep cost a few of a double's sixteen digits. */
const roundingError = 1e-6;

export interface DpmSolverSchedule {
  readonly timesteps: Float32Array;
  /** One more than timesteps: the last is where the run ends. */
  readonly sigmas: Float32Array;
}

/** @throws MODEL_UNSUPPORTED when the config asks for several sigma schedules at once */
export function dpmSolverSchedule(config: DpmSolverMultistepConfig, steps: number): DpmSolverSchedule {
  const signals = positiveAlphasCumprod(config);
  const trained = trainingSigmas(signals);
  const { timesteps, levels } = runLevels(config, steps, { signals, trained });
  const last = config.final_sigmas_type === 'zero' ? 0 : valueAt(trained, 0);
  return { timesteps: Float32Array.from(timesteps), sigmas: Float32Array.from([...levels, last]) };
}

function runLevels(
  config: DpmSolverMultistepConfig,
  steps: number,
  { signals, trained }: { signals: Float32Array; trained: Float32Array },
): { timesteps: number[]; levels: number[] } {
  const spread = requestedSpread(config);
  if (spread !== undefined) {
    const largest = config.sigma_max ?? valueAt(trained, trained.length - 1);
    const smallest = config.sigma_min ?? valueAt(trained, 0);
    const levels = spreadSigmas(spread, { largest, smallest }, steps);
    const exact = levels.map((sigma) => timestepOfSigma(sigma, trained));
    // diffusers rounds the timesteps of these two spreads and cuts off the fraction of the others.
    const rounds = (spread === 'karras' || spread === 'lu') && config.beta_schedule !== 'squaredcos_cap_v2';
    return { levels, timesteps: exact.map(rounds ? roundHalfToEven : wholeTimestep) };
  }
  if (config.use_flow_sigmas) {
    const levels = flowLevels(config, steps);
    return { levels, timesteps: levels.map((sigma) => Math.trunc(sigma * config.num_train_timesteps)) };
  }
  const timesteps = spacedTimesteps(config, steps, config.num_train_timesteps - clippedTimesteps(config, signals));
  return { timesteps, levels: interpolateSigmas(timesteps, trained) };
}

/** Cuts off the fraction, but not of a whole timestep that came out a rounding error too small. */
function wholeTimestep(exact: number): number {
  return Math.floor(exact + roundingError);
}

function spacedTimesteps(config: DpmSolverMultistepConfig, steps: number, last: number): number[] {
  switch (config.timestep_spacing) {
    case 'linspace':
      return linspace(0, last - 1, steps + 1)
        .map(roundHalfToEven)
        .slice(1)
        .toReversed();
    case 'leading':
      return leadingTimesteps({
        ratio: Math.floor(last / (steps + 1)),
        steps: steps + 1,
        offset: config.steps_offset,
      }).slice(0, steps);
    case 'trailing':
      return trailingTimesteps({ last, trainTimesteps: config.num_train_timesteps, steps });
  }
}

/** How many of the noisiest timesteps lie below the smallest half log SNR the config accepts. */
function clippedTimesteps(config: DpmSolverMultistepConfig, signals: Float32Array): number {
  const halfLogSnr = (signal: number): number => Math.log(Math.sqrt(signal)) - Math.log(Math.sqrt(1 - signal));
  return signals.filter((signal) => halfLogSnr(signal) < config.lambda_min_clipped).length;
}

/** Rectified flow levels for models that name this solver for themselves (Sana). */
function flowLevels(config: DpmSolverMultistepConfig, steps: number): number[] {
  const shift = config.flow_shift;
  return linspace(1, 1 / config.num_train_timesteps, steps + 1)
    .map((alpha) => 1 - alpha)
    .map((sigma) => (shift * sigma) / (1 + (shift - 1) * sigma))
    .toReversed()
    .slice(0, steps);
}
