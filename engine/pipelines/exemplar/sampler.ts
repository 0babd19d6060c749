// Walks noise to a picture over a bank of encoded exemplars: rectified flow, one graph run per step.
// The mathematics stands in sampler-graph.ts.

import type { Session, Tensor } from '../../runtime/tensor-runtime.ts';
import { offsetsWithin } from './sampler-graph.ts';
import type { SourceGuide } from './source-picture.ts';
import type { SamplerSettings, SamplerStage } from './sampler-settings.ts';

/** The encoded pictures one picture is made of. */
export interface ExemplarBank {
  /** f32[K, C, height, width]; shared between pictures, never written to. */
  readonly latents: Float32Array;
  readonly count: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** K logs of priors that sum to one. */
  readonly logPriors: readonly number[];
}

/** Far enough below any logit to weigh nothing, and finite so that no graph meets inf - inf. */
const impossible = -1e30;

/** Root mean square difference of a drawing from the source that strength 1 bridges; latents have unit variance. */
const farthestFromSource = 1.2;

/** Sigma of every step and, last, 0. */
export function sigmaSchedule({ steps, shift }: { readonly steps: number; readonly shift: number }): number[] {
  return Array.from({ length: steps + 1 }, (_, i) => {
    const t = 1 - i / steps;
    return (shift * t) / (1 + (shift - 1) * t);
  });
}

/**
 * @param noise f32[1, C, height, width], unit variance; left as it is
 * @returns f32[1, C, height, width], owned by the caller
 */
export async function sample(options: {
  readonly bank: ExemplarBank;
  readonly noise: Float32Array;
  readonly steps: number;
  readonly settings: Pick<SamplerSettings, 'shift' | 'shiftPenalty'>;
  readonly stages: readonly SamplerStage[];
  /** A picture to start from, or null to start from noise alone. */
  readonly source?: SourceGuide | null;
  readonly openGraph: (window: number) => Promise<Session>;
  /** Awaited after every step with the guess of the finished picture. */
  readonly onStep: (step: { readonly done: number; readonly denoised: Float32Array }) => Promise<void>;
}): Promise<Float32Array> {
  const { settings, stages, steps, noise } = options;
  const source = options.source ?? null;
  const sigmas = sigmaSchedule({ steps, shift: settings.shift });
  const first = source === null ? 0 : steps - Math.ceil(steps * source.strength);
  if (source !== null && first === steps) return Float32Array.from(source.latents);
  const bank = source === null || source.mask !== null ? options.bank : withSource(options.bank, source);
  const current = Float32Array.from(noise);
  if (source !== null) mixSource(current, { source, noise, sigma: sigmas[first] ?? 1, keeps: () => 1 });
  let stage: SamplerStage | undefined;
  let feeds: StageFeeds = {};
  for (let i = first; i < steps; i++) {
    const sigma = sigmas[i] ?? 0;
    const due = stageAt(stages, sigma);
    if (bank !== options.bank && source !== null) {
      feeds = stageFeeds(easedSource(bank, { source, sigma, stage: due }), {
        ...due,
        shiftPenalty: settings.shiftPenalty,
      });
    } else if (due !== stage) feeds = stageFeeds(bank, { ...due, shiftPenalty: settings.shiftPenalty });
    stage = due;
    const session = await options.openGraph(stage.window);
    const { denoised } = await session.run({
      ...feeds,
      sample: floats(current, [1, bank.channels, bank.height, bank.width]),
      signal: floats(Float32Array.of(1 - sigma), []),
      sharpness: floats(Float32Array.of(-1 / (2 * sigma * sigma)), []),
    });
    const guess = denoised?.data as Float32Array;
    const keep = (sigmas[i + 1] ?? 0) / sigma;
    for (let j = 0; j < current.length; j++) {
      const clean = guess[j] ?? 0;
      current[j] = clean + ((current[j] ?? 0) - clean) * keep;
    }
    const mask = source?.mask ?? null;
    if (source !== null && mask !== null) {
      const area = bank.height * bank.width;
      mixSource(current, { source, noise, sigma: sigmas[i + 1] ?? 0, keeps: (at) => 1 - (mask[at % area] ?? 1) });
    }
    await options.onStep({ done: i + 1, denoised: guess });
  }
  return current;
}

/** Brings `current` to the source as noisy as it is at `sigma`, as far as `keeps` (0..1) says for each value. */
function mixSource(
  current: Float32Array,
  options: {
    readonly source: SourceGuide;
    readonly noise: Float32Array;
    readonly sigma: number;
    readonly keeps: (at: number) => number;
  },
): void {
  const { source, noise, sigma, keeps } = options;
  for (let at = 0; at < current.length; at++) {
    const share = keeps(at);
    const noised = (1 - sigma) * (source.latents[at] ?? 0) + sigma * (noise[at] ?? 0);
    current[at] = (current[at] ?? 0) * (1 - share) + noised * share;
  }
}

/** The source as the last picture of the bank. */
function withSource(bank: ExemplarBank, source: SourceGuide): ExemplarBank {
  const latents = new Float32Array(bank.latents.length + source.latents.length);
  latents.set(bank.latents);
  latents.set(source.latents, bank.latents.length);
  return { ...bank, latents, count: bank.count + 1, logPriors: [...bank.logPriors, 0] };
}

/**
 * The bank with the source's prior lowered so far that patches of drawings win where they differ from it by less than
 * `strength` allows, whatever the noise: the penalty grows with the sharpness as the distances do.
 */
function easedSource(
  bank: ExemplarBank,
  at: { readonly source: SourceGuide; readonly sigma: number; readonly stage: SamplerStage },
): ExemplarBank {
  const { source, sigma, stage } = at;
  const side = stage.patch * Math.min(bank.height, bank.width);
  const distance = side * side * bank.channels * (source.strength * farthestFromSource * (1 - sigma)) ** 2;
  return { ...bank, logPriors: [...bank.logPriors.slice(0, -1), -distance / (2 * sigma * sigma)] };
}

function stageAt(stages: readonly SamplerStage[], sigma: number): SamplerStage {
  const stage = stages.find(({ sigmaAbove }) => sigma > sigmaAbove) ?? stages.at(-1);
  if (stage === undefined) throw new RangeError('sampler settings have no stages');
  return stage;
}

type StageFeeds = Readonly<Record<string, Tensor>>;

/** Everything a stage feeds that no step changes. */
function stageFeeds(bank: ExemplarBank, options: SamplerStage & { readonly shiftPenalty: number }): StageFeeds {
  const { patch, window, shiftPenalty } = options;
  const { channels, count, height, width } = bank;
  const radius = Math.max(0, Math.round((patch * Math.min(height, width) - 1) / 2));
  // With no window a patch meets its like at the same place, so the edge rule can live in the box sums alone.
  const padding = window === 0 ? 0 : radius;
  const rows = clampedIndex(height, padding);
  const columns = clampedIndex(width, padding);
  const reach = padded(bank, padding + window);
  const values = padded(bank, window);
  return {
    reach: floats(reach, [count, channels, height + 2 * (padding + window), width + 2 * (padding + window)]),
    values: floats(values, [count, channels, height + 2 * window, width + 2 * window]),
    row_index: { type: 'int64', dims: [rows.length], data: BigInt64Array.from(rows, BigInt) },
    column_index: { type: 'int64', dims: [columns.length], data: BigInt64Array.from(columns, BigInt) },
    box_rows: floats(boxSums({ size: height, radius, padding, transposed: false }), [height, rows.length]),
    box_columns: floats(boxSums({ size: width, radius, padding, transposed: true }), [columns.length, width]),
    bias: floats(candidateBias(bank, { window, shiftPenalty }), [count * (2 * window + 1) ** 2, height, width]),
  };
}

/** For every place of a padded axis, the place of the picture it repeats. */
function clampedIndex(size: number, padding: number): number[] {
  return Array.from({ length: size + 2 * padding }, (_, i) => clamp(i - padding, size));
}

/** The bank with its edges repeated outwards: f32[K, C, height + 2 padding, width + 2 padding]. */
function padded({ latents, count, channels, height, width }: ExemplarBank, padding: number): Float32Array {
  if (padding === 0) return latents;
  const rows = clampedIndex(height, padding);
  const columns = clampedIndex(width, padding);
  const out = new Float32Array(count * channels * rows.length * columns.length);
  let at = 0;
  for (let plane = 0; plane < count * channels; plane++) {
    for (const row of rows) {
      const start = (plane * height + row) * width;
      for (const column of columns) out[at++] = latents[start + column] ?? 0;
    }
  }
  return out;
}

/**
 * A matrix that sums `2 radius + 1` neighbours around each of `size` places of an axis padded by `padding`; what
 * reaches past the axis counts its edge again. f32[size, size + 2 padding], or its transpose.
 */
function boxSums(axis: { size: number; radius: number; padding: number; transposed: boolean }): Float32Array {
  const { size, radius, padding, transposed } = axis;
  const length = size + 2 * padding;
  const matrix = new Float32Array(size * length);
  for (let place = 0; place < size; place++) {
    for (let by = -radius; by <= radius; by++) {
      const from = clamp(place + padding + by, length);
      const at = transposed ? from * size + place : place * length + from;
      matrix[at] = (matrix[at] ?? 0) + 1;
    }
  }
  return matrix;
}

/** f32[offsets * K, height, width]: log prior of each candidate, `impossible` where its place is outside the picture. */
function candidateBias(
  { count, height, width, logPriors }: ExemplarBank,
  { window, shiftPenalty }: { readonly window: number; readonly shiftPenalty: number },
): Float32Array {
  const offsets = offsetsWithin(window);
  const bias = new Float32Array(offsets.length * count * height * width).fill(impossible);
  for (const [i, { dy, dx }] of offsets.entries()) {
    for (let k = 0; k < count; k++) {
      const logPrior = (logPriors[k] ?? impossible) - shiftPenalty * (dy * dy + dx * dx);
      for (let y = Math.max(0, -dy); y < height - Math.max(0, dy); y++) {
        const row = ((i * count + k) * height + y) * width;
        bias.fill(logPrior, row + Math.max(0, -dx), row + width - Math.max(0, dx));
      }
    }
  }
  return bias;
}

function clamp(index: number, size: number): number {
  return Math.max(0, Math.min(size - 1, index));
}

function floats(data: Float32Array, dims: readonly number[]): Tensor {
  return { type: 'float32', dims, data };
}
