// PNDM: linear multistep prediction of the noise, warmed up by Runge-Kutta steps or, in its shorter form, without (PLMS).
//
// Liu et al. 2022, "Pseudo numerical methods for diffusion models on manifolds", https://arxiv.org/abs/2202.09778:
//   phi(x_t, e_t, t, t - delta), equation 11 -> transfer   e_t, e_(t-delta), ... -> noises, newest first
//   delta -> stride   Adams-Bashforth weights, equation 12 -> multistepWeights   equation 13 -> the warm-up

import { TesseraError } from '../../shared/errors.ts';
import { alphasCumprod } from './betas.ts';
import { combineTwo, valueAt, weightedSum } from './elementwise.ts';
import { predictSample } from './predicted-sample.ts';
import { createRunMemory } from './run-memory.ts';
import type { Scheduler } from './scheduler.ts';
import type { PndmConfig } from './scheduler-config.ts';
import { mixtureOf, signalSpace, wholeTimesteps } from './signal-space.ts';

const float32 = Math.fround;

/** Adams-Bashforth weights by how many noises are known, newest first. */
const multistepWeights: readonly (readonly number[])[] = [
  [1],
  [3 / 2, -1 / 2],
  [23 / 12, -16 / 12, 5 / 12],
  [55 / 24, -59 / 24, 37 / 24, -9 / 24],
];
/** A Runge-Kutta step asks the model four times and weighs the answers so. */
const warmUpWeights = [1 / 6, 1 / 3, 1 / 3, 1 / 6];
const warmUpSteps = 3;
const warmUpTurns = warmUpSteps * warmUpWeights.length;

/** What one turn leaves behind. */
interface Turn {
  /** How many turns the run has taken, this one included. */
  readonly turns: number;
  /** What the multistep formula will know at the next turn, newest first. */
  readonly noises: readonly Float32Array[];
  /** The answers of the Runge-Kutta step under way. */
  readonly answers: readonly Float32Array[];
  /** Where the step under way began. */
  readonly origin: Float32Array;
}

/** @throws INVALID_INPUT for more steps than the model has timesteps, or fewer than the warm-up takes */
export function createPndm(config: PndmConfig, steps: number): Scheduler {
  const visited = wholeTimesteps(config, steps);
  const signals = alphasCumprod(config);
  const stride = Math.floor(config.num_train_timesteps / steps);
  const finalSignal = config.set_alpha_to_one ? 1 : valueAt(signals, 0);
  const timesteps = config.skip_prk_steps ? plmsTimesteps(visited) : warmedUpTimesteps(visited, stride);
  const memory = createRunMemory<Turn>(1);

  function transfer(args: {
    readonly sample: Float32Array;
    readonly noise: Float32Array;
    readonly from: number;
    readonly to: number;
  }): Float32Array {
    const { sample, from, to } = args;
    const signal = valueAt(signals, from);
    const next = to >= 0 ? valueAt(signals, to) : finalSignal;
    const noise = config.prediction_type === 'epsilon' ? args.noise : impliedNoise(args.noise, sample, signal);
    const noiseShare = float32(1 - signal);
    const sampleWeight = float32(Math.sqrt(float32(next / signal)));
    const divisor = float32(
      float32(signal * float32(Math.sqrt(float32(1 - next)))) +
        float32(Math.sqrt(float32(float32(signal * noiseShare) * next))),
    );
    const difference = float32(next - signal);
    return combineTwo(
      sample,
      noise,
      (x, epsilon) => float32(sampleWeight * x) - float32(float32(difference * epsilon) / divisor),
    );
  }

  function warmUp(modelOutput: Float32Array, index: number, sample: Float32Array): Float32Array {
    const before = memory.before(index)[0];
    const phase = index % warmUpWeights.length;
    if (before === undefined && index !== 0) throw lateStart();
    const answers = [...(phase === 0 ? [] : (before?.answers ?? [])), modelOutput];
    const origin = phase === 0 ? sample : (before?.origin ?? sample);
    const noises = [...(phase === 0 ? [modelOutput] : []), ...(before?.noises ?? [])];
    memory.keep(index, { turns: index + 1, noises, answers, origin });
    const isLast = phase === warmUpWeights.length - 1;
    const noise = isLast
      ? weightedSum(answers.map((values, place) => ({ weight: valueAt(warmUpWeights, place), values })))
      : modelOutput;
    // The middle answers are asked half a stride below the step's start, the others at its two ends.
    const to = valueAt(timesteps, index) - (index % 2 === 0 ? Math.floor(stride / 2) : 0);
    return transfer({ sample: origin, noise, from: valueAt(timesteps, index - phase), to });
  }

  function multistep(modelOutput: Float32Array, index: number, sample: Float32Array): Float32Array {
    const before = memory.before(index)[0];
    if (before === undefined && !config.skip_prk_steps) throw lateStart();
    const timestep = valueAt(timesteps, index);
    // The second turn of PLMS repeats the first step with the noise at its far end taken into account.
    if (before?.turns === 1) {
      const { noises, origin } = before;
      memory.keep(index, { ...before, turns: 2 });
      const noise = weightedSum([modelOutput, ...noises].map((values) => ({ weight: 1 / 2, values })));
      return transfer({ sample: origin, noise, from: timestep + stride, to: timestep });
    }
    const noises = [modelOutput, ...(before?.noises ?? [])].slice(0, multistepWeights.length);
    memory.keep(index, { turns: (before?.turns ?? 0) + 1, noises, answers: [], origin: sample });
    const weights = multistepWeights[noises.length - 1] ?? [];
    const noise = weightedSum(noises.map((values, age) => ({ weight: valueAt(weights, age), values })));
    return transfer({ sample, noise, from: timestep, to: timestep - stride });
  }

  return {
    ...signalSpace(timesteps, signals),

    step({ modelOutput, index, sample }) {
      const mixture = mixtureOf(valueAt(signals, valueAt(timesteps, index)));
      const denoised = predictSample(config.prediction_type, { modelOutput, sample, ...mixture });
      const warmingUp = !config.skip_prk_steps && index < warmUpTurns;
      return { denoised, sample: (warmingUp ? warmUp : multistep)(modelOutput, index, sample) };
    },
  };
}

function impliedNoise(velocity: Float32Array, sample: Float32Array, signal: number): Float32Array {
  const { alpha, sigma } = mixtureOf(signal);
  return combineTwo(velocity, sample, (v, x) => float32(alpha * v) + float32(sigma * x));
}

/** The second timestep twice: its first visit only corrects the step that led to it. */
function plmsTimesteps(visited: readonly number[]): number[] {
  return [...visited.slice(0, 2), ...visited.slice(1)];
}

/** Three Runge-Kutta steps, each over its start, its middle twice and its end, before the multistep ones. */
function warmedUpTimesteps(visited: readonly number[], stride: number): number[] {
  if (visited.length <= warmUpSteps) {
    throw new TesseraError(
      'INVALID_INPUT',
      `This model's scheduler starts with ${warmUpSteps} warm-up steps and needs more than those, not ${visited.length}. ` +
        'Use at least 4 steps.',
      { details: { field: 'steps', minimum: warmUpSteps + 1 } },
    );
  }
  const warmUps = Array.from({ length: warmUpSteps }, (_, step) => {
    const end = valueAt(visited, step + 1);
    const middle = end + Math.floor(stride / 2);
    return [valueAt(visited, step), middle, middle, end];
  });
  return [...warmUps.flat(), ...visited.slice(warmUpSteps)];
}

function lateStart(): TesseraError {
  return new TesseraError(
    'INVALID_INPUT',
    "This model's scheduler begins with warm-up steps, which cannot be entered halfway from a picture. " +
      'Choose another scheduler.',
    { details: { field: 'scheduler' } },
  );
}
