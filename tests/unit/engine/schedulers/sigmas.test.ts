// Sigma schedules, timestep spacings and the quantile under one of them, against numpy, scipy and the papers.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaQuantile } from '../../../../engine/schedulers/beta-quantile.ts';
import { alphasCumprod } from '../../../../engine/schedulers/betas.ts';
import {
  interpolateSigmas,
  requestedSpread,
  spreadSigmas,
  timestepOfSigma,
  trainingSigmas,
} from '../../../../engine/schedulers/sigmas.ts';
import { linspace, roundHalfToEven, trailingTimesteps } from '../../../../engine/schedulers/timestep-spacing.ts';

const stableDiffusion = trainingSigmas(
  alphasCumprod({
    num_train_timesteps: 1000,
    beta_start: 0.00085,
    beta_end: 0.012,
    beta_schedule: 'scaled_linear',
    rescale_betas_zero_snr: false,
  }),
);
const range = { largest: 14.6146, smallest: 0.0292 };

describe('sigmas', () => {
  it('run from 0.0292 to 14.6146 in Stable Diffusion', () => {
    expect(stableDiffusion[0]).toBeCloseTo(0.0292, 4);
    expect(stableDiffusion.at(-1)).toBeCloseTo(14.6146, 4);
  });

  it.each(['karras', 'exponential', 'beta', 'lu'] as const)(
    'spread as %s fall strictly between their ends',
    (spread) => {
      fc.assert(
        fc.property(fc.integer({ min: 2, max: 200 }), (steps) => {
          const sigmas = spreadSigmas(spread, range, steps);
          expect(sigmas).toHaveLength(steps);
          expect(sigmas[0]).toBeCloseTo(range.largest, 4);
          expect(sigmas.at(-1)).toBeCloseTo(range.smallest, 6);
          expect(sigmas.every((sigma, index) => index === 0 || sigma < (sigmas[index - 1] ?? Number.NaN))).toBe(true);
        }),
        { numRuns: 40 },
      );
    },
  );

  it('name the timestep they belong to, and back', () => {
    fc.assert(
      fc.property(fc.nat(999), (timestep) => {
        const [sigma = Number.NaN] = interpolateSigmas([timestep], stableDiffusion);
        // The training's logarithms are float32, whose last digit is about a hundred-thousandth of a timestep here.
        expect(timestepOfSigma(sigma, stableDiffusion)).toBeCloseTo(timestep, 4);
      }),
    );
  });

  it('beyond the training schedule count as its ends', () => {
    expect(timestepOfSigma(1000, stableDiffusion)).toBe(999);
    expect(timestepOfSigma(0, stableDiffusion)).toBe(0);
    expect(interpolateSigmas([-1, 2000], stableDiffusion)).toEqual([stableDiffusion[0], stableDiffusion[999]]);
  });

  it('cannot be spread in two ways at once', () => {
    expect(() =>
      requestedSpread({ use_karras_sigmas: true, use_exponential_sigmas: false, use_beta_sigmas: true }),
    ).toThrow(expect.objectContaining({ code: 'MODEL_UNSUPPORTED' }));
  });
});

describe('betaQuantile', () => {
  // scipy 1.10.1, scipy.stats.beta.ppf(probability, a, b)
  it.each([
    [1e-6, 0.6, 0.6, 1.8558824624053043e-10],
    [0.001, 0.6, 0.6, 1.855873851745199e-5],
    [0.05, 0.6, 0.6, 0.012554456873611399],
    [0.1, 0.6, 0.6, 0.03958440558878085],
    [0.25, 0.6, 0.6, 0.17568037865269498],
    [0.3, 0.6, 0.6, 0.23401700387523572],
    [0.5, 0.6, 0.6, 0.5000000000000001],
    [0.77, 0.6, 0.6, 0.8461624142323502],
    [0.9, 0.6, 0.6, 0.9604155944112192],
    [0.999, 0.6, 0.6, 0.9999814412614826],
    [0.01, 2, 5, 0.026763191142755053],
    [0.3, 2, 5, 0.18180347131894917],
    [0.95, 2, 5, 0.5818034092520259],
  ])('agrees with scipy at %d for Beta(%d, %d)', (probability, a, b, quantile) => {
    expect(Math.abs(betaQuantile(probability, a, b) - quantile)).toBeLessThan(1e-10);
  });

  it('has the ends 0 and 1', () => {
    expect([betaQuantile(0, 0.6, 0.6), betaQuantile(1, 0.6, 0.6)]).toEqual([0, 1]);
  });
});

describe('timestep spacing', () => {
  it('rounds halves to the even neighbour, as numpy does', () => {
    expect([0.5, 1.5, 2.5, 937.5, 812.5, 1.2].map(roundHalfToEven)).toEqual([0, 2, 2, 938, 812, 1]);
  });

  it('counts trailing timesteps down from the last one', () => {
    expect(trailingTimesteps({ last: 1000, trainTimesteps: 1000, steps: 4 })).toEqual([999, 749, 499, 249]);
  });

  it('never gives one timestep too many, where numpy does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (steps) => {
        const timesteps = trailingTimesteps({ last: 1000, trainTimesteps: 1000, steps });
        expect(timesteps).toHaveLength(steps);
        expect(Math.min(...timesteps)).toBeGreaterThanOrEqual(0);
      }),
      { examples: [[61], [103]], numRuns: 200 },
    );
  });

  it('includes both ends of a linspace exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 500 }), fc.integer({ min: 1, max: 5000 }), (count, end) => {
        const values = linspace(0, end, count);
        expect([values.length, values[0], values.at(-1)]).toEqual([count, 0, end]);
      }),
    );
  });
});
