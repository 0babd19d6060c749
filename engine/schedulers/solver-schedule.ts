// The timesteps and noise levels of a run of the solvers in log SNR: DPM-Solver++, UniPC and DEIS.
//
// Spacings follow table 2 of Lin et al. 2023, https://arxiv.org/abs/2305.08891, each with one timestep more than steps,
// the last of which is left to the final sigma. Lu et al. 2022, https://arxiv.org/abs/2206.00927:
//   lambda_t = log(alpha_t / sigma_t) -> half log SNR

import { TesseraError } from '../../shared/errors.ts';
import { type NoiseScheduleConfig, positiveAlphasCumprod } from './betas.ts';
import { valueAt } from './elementwise.ts';
import {
  interpolateSigmas,
  requestedSpread,
  type SigmaSpacingConfig,
  spreadSigmas,
  timestepOfSigma,
  trainingSigmas,
} from './sigmas.ts';
import {
  assertStepsFit,
  leadingTimesteps,
  linspace,
  roundHalfToEven,
  type TimestepSpacing,
  trailingTimesteps,
} from './timestep-spacing.ts';

/** How far below pure noise a flow that starts there is begun: log SNR has no end at it. */
const justBelowNoise = 1e-6;

export interface SolverScheduleConfig extends NoiseScheduleConfig, SigmaSpacingConfig {
  readonly sigma_min?: number | undefined;
  readonly sigma_max?: number | undefined;
  readonly timestep_spacing: TimestepSpacing;
  readonly steps_offset: number;
  readonly final_sigmas_type: 'zero' | 'sigma_min';
  readonly lambda_min_clipped: number;
  readonly use_flow_sigmas: boolean;
  readonly flow_shift: number;
}

/** Where diffusers' solvers differ without a paper's reason. */
export interface ScheduleHabits {
  /** Whether Karras and Lu timesteps are rounded, even those of a cosine schedule; other spreads are cut off. */
  readonly roundsCosine: boolean;
  /** What a run that does not end at zero ends at: the smallest sigma of the training, or its own last one again. */
  readonly endsAt: 'training' | 'run';
  /** How a rectified flow's levels are spaced. */
  readonly flow: 'from-clean' | 'from-noise';
}

export interface SolverSchedule {
  readonly timesteps: Float32Array;
  /** One more than timesteps: the last is where the run ends. */
  readonly sigmas: Float32Array;
}

interface Training {
  readonly signals: Float32Array;
  readonly sigmas: Float32Array;
}

/**
 * @throws INVALID_INPUT for more steps than the model has timesteps
 * @throws MODEL_UNSUPPORTED when the config asks for several sigma schedules at once, where they cannot be combined
 */
export function solverSchedule(
  config: SolverScheduleConfig,
  { steps, habits }: { readonly steps: number; readonly habits: ScheduleHabits },
): SolverSchedule {
  assertStepsFit(steps, config.num_train_timesteps);
  const signals = positiveAlphasCumprod(config);
  const training = { signals, sigmas: trainingSigmas(signals) };
  const { timesteps, levels, isRespaced } = runLevels(config, { steps, habits, training });
  const smallest =
    isRespaced && habits.endsAt === 'run' ? valueAt(levels, levels.length - 1) : valueAt(training.sigmas, 0);
  const last = config.final_sigmas_type === 'zero' ? 0 : smallest;
  return { timesteps: Float32Array.from(timesteps), sigmas: Float32Array.from([...levels, last]) };
}

function runLevels(
  config: SolverScheduleConfig,
  { steps, habits, training }: { steps: number; habits: ScheduleHabits; training: Training },
): { timesteps: number[]; levels: number[]; isRespaced: boolean } {
  const spread = requestedSpread(config);
  if (spread !== undefined) {
    const largest = config.sigma_max ?? valueAt(training.sigmas, training.sigmas.length - 1);
    const smallest = config.sigma_min ?? valueAt(training.sigmas, 0);
    const levels = spreadSigmas(spread, { largest, smallest }, steps);
    if (config.use_flow_sigmas) return flowOfSpread(config, { levels, habits });
    const exact = levels.map((sigma) => timestepOfSigma(sigma, training.sigmas));
    const rounds =
      (spread === 'karras' || spread === 'lu') && (habits.roundsCosine || config.beta_schedule !== 'squaredcos_cap_v2');
    return { levels, timesteps: exact.map(rounds ? roundHalfToEven : Math.floor), isRespaced: true };
  }
  if (config.use_flow_sigmas) {
    const levels = habits.flow === 'from-noise' ? flowFromNoise(config, steps) : flowFromClean(config, steps);
    return {
      levels,
      timesteps: levels.map((sigma) => Math.trunc(sigma * config.num_train_timesteps)),
      isRespaced: true,
    };
  }
  const last = config.num_train_timesteps - clippedTimesteps(config, training.signals);
  const timesteps = spacedTimesteps(config, steps, last);
  return { timesteps, levels: interpolateSigmas(timesteps, training.sigmas), isRespaced: false };
}

/** A spread of a rectified flow: noise levels relative to the clean sample, brought to shares of the whole. */
function flowOfSpread(
  config: SolverScheduleConfig,
  { levels, habits }: { levels: readonly number[]; habits: ScheduleHabits },
): { timesteps: number[]; levels: number[]; isRespaced: true } {
  if (habits.flow === 'from-clean') {
    throw new TesseraError(
      'MODEL_UNSUPPORTED',
      "The model's scheduler_config.json sets use_flow_sigmas together with another sigma schedule, which this scheduler " +
        'cannot compute. Choose another scheduler.',
      { details: { key: 'use_flow_sigmas' } },
    );
  }
  const shares = levels.map((sigma) => sigma / (sigma + 1));
  const timesteps = shares.map((sigma) => Math.trunc(sigma * config.num_train_timesteps));
  return { levels: shares, timesteps, isRespaced: true };
}

function spacedTimesteps(config: SolverScheduleConfig, steps: number, last: number): number[] {
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
function clippedTimesteps(config: SolverScheduleConfig, signals: Float32Array): number {
  const halfLogSnr = (signal: number): number => Math.log(Math.sqrt(signal)) - Math.log(Math.sqrt(1 - signal));
  return signals.filter((signal) => halfLogSnr(signal) < config.lambda_min_clipped).length;
}

/** Rectified flow levels for models that name DPM-Solver++ for themselves (Sana). */
function flowFromClean(config: SolverScheduleConfig, steps: number): number[] {
  return linspace(1, 1 / config.num_train_timesteps, steps + 1)
    .map((alpha) => shifted(1 - alpha, config.flow_shift))
    .toReversed()
    .slice(0, steps);
}

/** Those for models that name UniPC (Wan). */
function flowFromNoise(config: SolverScheduleConfig, steps: number): number[] {
  const first = 1 - justBelowNoise;
  return linspace(1, 1 / config.num_train_timesteps, steps + 1)
    .slice(0, steps)
    .map((sigma) => Math.min(shifted(sigma, config.flow_shift), first));
}

function shifted(sigma: number, shift: number): number {
  return (shift * sigma) / (1 + (shift - 1) * sigma);
}
