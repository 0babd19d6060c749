// The training schedule against numbers from diffusers' DDIM tests and the papers' own statements.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alphasCumprod, type NoiseScheduleConfig, positiveAlphasCumprod } from '../../../../engine/schedulers/betas.ts';

const linear: NoiseScheduleConfig = {
  num_train_timesteps: 1000,
  beta_start: 0.0001,
  beta_end: 0.02,
  beta_schedule: 'linear',
  rescale_betas_zero_snr: false,
};

/** The variance of a DDPM step, Song et al. 2020, equation 16 with eta 1. */
function stepVariance(signals: Float32Array, timestep: number, previous: number): number {
  const signal = signals[timestep] ?? Number.NaN;
  const previousSignal = signals[previous] ?? Number.NaN;
  return ((1 - previousSignal) / (1 - signal)) * (1 - signal / previousSignal);
}

describe('alphasCumprod', () => {
  it.each([
    [0, 0, 0],
    [420, 400, 0.14771],
    [980, 960, 0.3246],
    [487, 486, 0.00979],
    [999, 998, 0.02],
  ])('gives the step from %d to %d its variance', (timestep, previous, variance) => {
    expect(Math.abs(stepVariance(alphasCumprod(linear), timestep, previous) - variance)).toBeLessThan(1e-5);
  });

  it('falls from almost one, whatever the schedule', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('linear', 'scaled_linear', 'squaredcos_cap_v2'),
        fc.integer({ min: 2, max: 1200 }),
        fc.boolean(),
        (beta_schedule, num_train_timesteps, rescale_betas_zero_snr) => {
          const signals = alphasCumprod({ ...linear, beta_schedule, num_train_timesteps, rescale_betas_zero_snr });
          expect(signals).toHaveLength(num_train_timesteps);
          const falls = signals.every((signal, index) => index === 0 || signal < (signals[index - 1] ?? Number.NaN));
          expect(falls && signals.every((signal) => signal >= 0 && signal < 1)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('ends at no signal when rescaled, and keeps the first one', () => {
    const [plain, rescaled] = [alphasCumprod(linear), alphasCumprod({ ...linear, rescale_betas_zero_snr: true })];
    expect(rescaled.at(-1)).toBe(0);
    expect(rescaled[0]).toBeCloseTo(plain[0] ?? Number.NaN, 6);
    expect(positiveAlphasCumprod({ ...linear, rescale_betas_zero_snr: true }).at(-1)).toBe(2 ** -24);
  });

  it('takes betas written out, and refuses the wrong number of them', () => {
    const written = { ...linear, num_train_timesteps: 2, trained_betas: [0.5, 0.5] };
    expect([...alphasCumprod(written)]).toEqual([0.5, 0.25]);
    expect(() => alphasCumprod({ ...written, num_train_timesteps: 3 })).toThrow(
      expect.objectContaining({ code: 'MODEL_UNSUPPORTED' }),
    );
  });
});
