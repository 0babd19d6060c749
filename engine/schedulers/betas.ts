// The noise a model was trained with: betas and their cumulative signal, as float32 like torch keeps them.
//
//   DDPM (Ho et al. 2020, https://arxiv.org/abs/2006.11239)   beta_t -> betas[t]   alpha-bar_t -> alphasCumprod[t]
//   cosine schedule: Nichol and Dhariwal 2021, https://arxiv.org/abs/2102.09672, equation 17
//   zero terminal SNR: Lin et al. 2023, https://arxiv.org/abs/2305.08891, algorithm 1

import { TesseraError } from '../../shared/errors.ts';

export interface NoiseScheduleConfig {
  readonly num_train_timesteps: number;
  readonly beta_start: number;
  readonly beta_end: number;
  readonly beta_schedule: 'linear' | 'scaled_linear' | 'squaredcos_cap_v2';
  readonly trained_betas?: readonly number[] | undefined;
  readonly rescale_betas_zero_snr: boolean;
}

/** Keeps the last step of the cosine schedule from destroying the signal altogether. */
const largestCosineBeta = 0.999;
/** The smallest half-precision number: the signal left at the last step, so that its sigma is not infinite. */
const smallestSignal = 2 ** -24;

const float32 = Math.fround;

/** alpha-bar for every training timestep: f32[num_train_timesteps]. */
export function alphasCumprod(config: NoiseScheduleConfig): Float32Array {
  const betas = trainingBetas(config);
  const signal = cumulativeSignal(betas);
  return config.rescale_betas_zero_snr ? cumulativeSignal(betasWithZeroTerminalSnr(signal)) : signal;
}

/** As alphasCumprod, but never zero: what algorithms that divide by the signal use. */
export function positiveAlphasCumprod(config: NoiseScheduleConfig): Float32Array {
  const signal = alphasCumprod(config);
  if (config.rescale_betas_zero_snr) signal[signal.length - 1] = smallestSignal;
  return signal;
}

function trainingBetas(config: NoiseScheduleConfig): Float32Array {
  const count = config.num_train_timesteps;
  if (config.trained_betas !== undefined) {
    if (config.trained_betas.length !== count) {
      throw new TesseraError(
        'MODEL_UNSUPPORTED',
        `The model's scheduler_config.json lists ${config.trained_betas.length} trained_betas for ${count} timesteps.`,
        { details: { key: 'trained_betas' } },
      );
    }
    return Float32Array.from(config.trained_betas);
  }
  switch (config.beta_schedule) {
    case 'linear':
      return torchLinspace(config.beta_start, config.beta_end, count);
    case 'scaled_linear':
      return torchLinspace(Math.sqrt(config.beta_start), Math.sqrt(config.beta_end), count).map((root) => root * root);
    case 'squaredcos_cap_v2':
      return Float32Array.from({ length: count }, (_, step) =>
        Math.min(1 - cosineSignal((step + 1) / count) / cosineSignal(step / count), largestCosineBeta),
      );
  }
}

/** Equation 17 with s = 0.008; time runs from 0 to 1. */
function cosineSignal(time: number): number {
  return Math.cos((((time + 0.008) / 1.008) * Math.PI) / 2) ** 2;
}

/** torch.linspace in float32: it counts from both ends towards the middle, which fixes the last bits. */
export function torchLinspace(start: number, end: number, count: number): Float32Array {
  const first = float32(start);
  const last = float32(end);
  if (count === 1) return Float32Array.of(first);
  const step = float32(float32(last - first) / (count - 1));
  return Float32Array.from({ length: count }, (_, index) =>
    index < count / 2 ? first + step * index : last - step * (count - 1 - index),
  );
}

/** torch.cumprod of 1 - beta: it multiplies in double and rounds each result to float32. */
function cumulativeSignal(betas: Float32Array): Float32Array {
  let product = 1;
  return betas.map((beta) => {
    product *= float32(1 - beta);
    return product;
  });
}

/** Algorithm 1: shifts sqrt(alpha-bar) so that the last one is zero, and scales it so that the first one stays. */
function betasWithZeroTerminalSnr(signal: Float32Array): Float32Array {
  const roots = signal.map(Math.sqrt);
  // A schedule has at least one timestep (the config's lower bound), so first and last exist.
  const first = roots[0]!;
  const last = roots[roots.length - 1]!;
  const scale = float32(first / float32(first - last));
  const rescaled = roots.map((root) => {
    const shifted = float32(float32(root - last) * scale);
    return shifted * shifted;
  });
  return rescaled.map((value, index) => {
    const alpha = index === 0 ? value : float32(value / rescaled[index - 1]!);
    return 1 - alpha;
  });
}
