// The clean sample a model's answer stands for, and the limits put on it.
//
//   x_t -> sample   x_0 -> predicted sample   epsilon, v -> modelOutput
//   sqrt(alpha-bar_t) -> alpha   sqrt(1 - alpha-bar_t) -> sigma
//   epsilon: Song et al. 2020 (https://arxiv.org/abs/2010.02502), equation 12
//   v:       Salimans and Ho 2022 (https://arxiv.org/abs/2202.00512), appendix D
//   dynamic thresholding: Saharia et al. 2022 (https://arxiv.org/abs/2205.11487), section 2.3

import { combineTwo, valueAt } from './elementwise.ts';

export type PredictionType = 'epsilon' | 'v_prediction' | 'sample';

export interface ThresholdingConfig {
  readonly dynamic_thresholding_ratio: number;
  readonly sample_max_value: number;
}

export interface ClippingConfig extends ThresholdingConfig {
  readonly thresholding: boolean;
  readonly clip_sample: boolean;
  readonly clip_sample_range: number;
}

const float32 = Math.fround;

/** x_0 where the sample is alpha * x_0 + sigma * epsilon; a new array. */
export function predictSample(
  type: PredictionType,
  args: { modelOutput: Float32Array; sample: Float32Array; alpha: number; sigma: number },
): Float32Array {
  const { modelOutput, sample, alpha, sigma } = args;
  switch (type) {
    case 'epsilon':
      return combineTwo(sample, modelOutput, (x, epsilon) => float32(x - float32(sigma * epsilon)) / alpha);
    case 'v_prediction':
      return combineTwo(sample, modelOutput, (x, v) => float32(alpha * x) - float32(sigma * v));
    case 'sample':
      return modelOutput.slice();
  }
}

/** epsilon where the sample is alpha * x_0 + sigma * epsilon, before x_0 was limited; may be the very same array. */
export function predictNoise(
  type: PredictionType,
  args: { modelOutput: Float32Array; sample: Float32Array; predicted: Float32Array; alpha: number; sigma: number },
): Float32Array {
  const { modelOutput, sample, predicted, alpha, sigma } = args;
  switch (type) {
    case 'epsilon':
      return modelOutput;
    case 'v_prediction':
      return combineTwo(modelOutput, sample, (v, x) => float32(alpha * v) + float32(sigma * x));
    case 'sample':
      return combineTwo(sample, predicted, (x, x0) => float32(x - float32(alpha * x0)) / sigma);
  }
}

/** Either of the two limits a config may ask for; thresholding wins, as in diffusers. */
export function limitSample(predicted: Float32Array, config: ClippingConfig): Float32Array {
  if (config.thresholding) return thresholdSample(predicted, config);
  if (!config.clip_sample) return predicted;
  return clipSample(predicted, config.clip_sample_range);
}

export function clipSample(predicted: Float32Array, range: number): Float32Array {
  return predicted.map((value) => Math.max(-range, Math.min(range, value)));
}

/**
 * Squeezes the sample into [-1, 1] by the size of its largest values rather than cutting them off.
 * @param predicted f32 of exactly one image: the limit is a quantile over the image
 */
export function thresholdSample(predicted: Float32Array, config: ThresholdingConfig): Float32Array {
  const magnitude = quantile(predicted.map(Math.abs), config.dynamic_thresholding_ratio);
  const limit = Math.min(Math.max(magnitude, 1), config.sample_max_value);
  return predicted.map((value) => Math.max(-limit, Math.min(limit, value)) / limit);
}

/** torch.quantile: straight lines between the two nearest ranks. */
function quantile(values: Float32Array, ratio: number): number {
  const sorted = values.toSorted();
  const rank = float32(float32(ratio) * (sorted.length - 1));
  const low = Math.floor(rank);
  const lowValue = valueAt(sorted, low);
  const highValue = valueAt(sorted, Math.ceil(rank));
  return float32(lowValue + (highValue - lowValue) * (rank - low));
}
