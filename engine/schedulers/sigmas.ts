// Noise levels of a run: read off the training schedule, or spread anew between its ends.
//
//   Karras et al. 2022 (https://arxiv.org/abs/2206.00364), section 3:   sigma -> sigmas[i]   rho -> karrasRho
//   Lu et al. 2022 (https://arxiv.org/abs/2206.00927), section 3.3:     lambda -> log sigma, spread evenly
//   Lee et al. 2024 (https://arxiv.org/abs/2407.12173):                 Beta(0.6, 0.6) quantiles between the ends

import { TesseraError } from '../../shared/errors.ts';
import { betaQuantile } from './beta-quantile.ts';
import { valueAt } from './elementwise.ts';
import { linspace } from './timestep-spacing.ts';

export interface SigmaSpacingConfig {
  readonly use_karras_sigmas: boolean;
  readonly use_exponential_sigmas: boolean;
  readonly use_beta_sigmas: boolean;
  readonly use_lu_lambdas?: boolean;
}

export type SigmaSpread = 'karras' | 'exponential' | 'beta' | 'lu';

/** The two ends a spread runs between, noisiest first. */
export interface SigmaRange {
  readonly largest: number;
  readonly smallest: number;
}

/** The exponent Karras et al. found best for images; larger values spend more steps near the clean end. */
const karrasRho = 7;
const betaShape = 0.6;
/** Below this a sigma counts as zero when its logarithm is needed. */
const smallestSigma = 1e-10;

const float32 = Math.fround;

/** sqrt((1 - alpha-bar) / alpha-bar) for every training timestep, rising: f32. */
export function trainingSigmas(signal: Float32Array): Float32Array {
  return signal.map((alpha) => Math.sqrt(float32(float32(1 - alpha) / alpha)));
}

/** The schedule's value at fractional timesteps, in double; beyond its ends the nearest end. */
export function interpolateSigmas(timesteps: readonly number[], sigmas: Float32Array): number[] {
  const last = sigmas.length - 1;
  return timesteps.map((timestep) => {
    const clamped = Math.max(0, Math.min(last, timestep));
    const low = Math.min(Math.floor(clamped), Math.max(0, last - 1));
    const lowSigma = valueAt(sigmas, low);
    if (clamped === low) return lowSigma;
    return lowSigma + (valueAt(sigmas, low + 1) - lowSigma) * (clamped - low);
  });
}

/**
 * The fractional timestep whose training sigma is this one, by straight lines between logarithms. Those of the training
 * are rounded to float32, as diffusers has them: where a timestep is cut to a whole one, the noisiest sigma comes out
 * just below its own timestep.
 */
export function timestepOfSigma(sigma: number, sigmas: Float32Array): number {
  const logarithm = Math.log(Math.max(sigma, smallestSigma));
  const lastSegment = sigmas.length - 2;
  if (lastSegment < 0) return 0;
  let low = 0;
  // The schedule rises, so this stops at the last training sigma that is not above the one wanted.
  while (low < lastSegment && float32(Math.log(valueAt(sigmas, low + 1))) <= logarithm) low += 1;
  const lowLogarithm = float32(Math.log(valueAt(sigmas, low)));
  const highLogarithm = float32(Math.log(valueAt(sigmas, low + 1)));
  const weight = Math.max(0, Math.min(1, (lowLogarithm - logarithm) / (lowLogarithm - highLogarithm)));
  return (1 - weight) * low + weight * (low + 1);
}

/**
 * Which spread a config asks for; undefined keeps the training schedule's own spacing.
 * @throws MODEL_UNSUPPORTED when it asks for several
 */
export function requestedSpread(config: SigmaSpacingConfig): SigmaSpread | undefined {
  const wanted: SigmaSpread[] = [];
  if (config.use_karras_sigmas) wanted.push('karras');
  if (config.use_exponential_sigmas) wanted.push('exponential');
  if (config.use_beta_sigmas) wanted.push('beta');
  if (config.use_lu_lambdas === true) wanted.push('lu');
  if (wanted.length > 1) {
    throw new TesseraError(
      'MODEL_UNSUPPORTED',
      `The model's scheduler_config.json asks for several sigma schedules at once ` +
        `(${wanted.join(', ')}); only one can be used.`,
      { details: { wanted } },
    );
  }
  return wanted[0];
}

/** `steps` sigmas from the largest to the smallest, in double. */
export function spreadSigmas(spread: SigmaSpread, range: SigmaRange, steps: number): number[] {
  const { largest, smallest } = range;
  switch (spread) {
    case 'karras': {
      const largestRoot = largest ** (1 / karrasRho);
      const smallestRoot = smallest ** (1 / karrasRho);
      return linspace(0, 1, steps).map((ramp) => (largestRoot + ramp * (smallestRoot - largestRoot)) ** karrasRho);
    }
    case 'exponential':
      return linspace(Math.log(largest), Math.log(smallest), steps).map(Math.exp);
    case 'lu': {
      // diffusers takes the float32 logarithms of the schedule's ends here.
      const first = float32(Math.log(largest));
      const last = float32(Math.log(smallest));
      return linspace(0, 1, steps).map((ramp) => Math.exp(first + ramp * (last - first)));
    }
    case 'beta':
      return linspace(0, 1, steps).map(
        (ramp) => smallest + betaQuantile(1 - ramp, betaShape, betaShape) * (largest - smallest),
      );
  }
}
