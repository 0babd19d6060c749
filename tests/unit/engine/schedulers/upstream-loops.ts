// The numbers of diffusers' own full loops: sums and means of absolute values, with the tolerance its tests give them.
//
// Facts from https://github.com/huggingface/diffusers/tree/58eb52c0803ea9af3abec60841c2a093bdf1f951/tests/schedulers, the
// file and line beside each. Those of DDIM, Euler, Euler ancestral, DPM++ 2M and LCM stand in the tests of these schedulers.

import type { SchedulerName } from '../../../../shared/domain/scheduler-name.ts';

export interface UpstreamLoop {
  readonly scheduler: SchedulerName;
  readonly title: string;
  readonly config: object;
  readonly steps: number;
  /** The index a late run starts at. */
  readonly start?: number;
  /** Whether it starts from a noised sample. */
  readonly noised?: boolean;
  readonly gamma?: number;
  /** Value and tolerance. */
  readonly sum?: readonly [number, number];
  readonly mean: readonly [number, number];
  /** File and line: `ddpm:103` is tests/schedulers/test_scheduler_ddpm.py, line 103. */
  readonly source: string;
}

const linear = { num_train_timesteps: 1000, beta_start: 0.0001, beta_end: 0.02, beta_schedule: 'linear' };
const sigmaFamily = { ...linear, num_train_timesteps: 1100 };
const v = { prediction_type: 'v_prediction' };
const karras = { use_karras_sigmas: true };

const ddpm = { ...linear, variance_type: 'fixed_small', clip_sample: true };
const single = {
  ...linear,
  solver_order: 2,
  prediction_type: 'epsilon',
  thresholding: false,
  sample_max_value: 1,
  algorithm_type: 'dpmsolver++',
  solver_type: 'midpoint',
  lambda_min_clipped: null,
  variance_type: null,
  final_sigmas_type: 'sigma_min',
};
const uniPc = { ...linear, solver_order: 2, solver_type: 'bh2', final_sigmas_type: 'sigma_min' };
const deis = { ...linear, solver_order: 2 };
const tcd = { num_train_timesteps: 1000, beta_start: 0.00085, beta_end: 0.012, beta_schedule: 'scaled_linear' };

const sumTolerance = 1e-2;
const meanTolerance = 1e-3;

/** A loop of ten steps; most have both numbers at the usual tolerances. */
function loop(
  scheduler: SchedulerName,
  title: string,
  rest: { config: object; sum?: number; mean: number; source: string } & Partial<
    Pick<UpstreamLoop, 'steps' | 'start' | 'noised' | 'gamma'>
  >,
): UpstreamLoop {
  const { sum, mean, ...others } = rest;
  return {
    scheduler,
    title,
    steps: 10,
    ...others,
    ...(sum === undefined ? {} : { sum: [sum, sumTolerance] as const }),
    mean: [mean, meanTolerance],
  };
}

const loops: readonly UpstreamLoop[] = [
  loop('ddpm', 'epsilon', { config: ddpm, steps: 1000, sum: 258.9606, mean: 0.3372, source: 'ddpm:103' }),
  loop('ddpm', 'v prediction', {
    config: { ...ddpm, ...v },
    steps: 1000,
    sum: 202.0296,
    mean: 0.2631,
    source: 'ddpm:134',
  }),
  loop('ddpm', 'from noise', {
    config: ddpm,
    steps: 1000,
    start: 998,
    noised: true,
    sum: 387.9466,
    mean: 0.5051,
    source: 'ddpm:221',
  }),

  loop('pndm', 'epsilon', { config: linear, sum: 198.1318, mean: 0.258, source: 'pndm:217' }),
  loop('pndm', 'v prediction', { config: { ...linear, ...v }, sum: 67.3986, mean: 0.0878, source: 'pndm:225' }),
  loop('pndm', 'final alpha of one', {
    config: { ...linear, set_alpha_to_one: true, beta_start: 0.01 },
    sum: 230.0399,
    mean: 0.2995,
    source: 'pndm:234',
  }),
  loop('pndm', 'final alpha of the first timestep', {
    config: { ...linear, set_alpha_to_one: false, beta_start: 0.01 },
    sum: 186.9482,
    mean: 0.2434,
    source: 'pndm:243',
  }),

  loop('lms', 'epsilon', { config: sigmaFamily, sum: 1006.388, mean: 1.31, source: 'lms:65' }),
  loop('lms', 'v prediction', { config: { ...sigmaFamily, ...v }, sum: 0.0017, mean: 2.2676e-6, source: 'lms:89' }),
  {
    ...loop('lms', 'Karras sigmas', { config: { ...sigmaFamily, ...karras }, mean: 4.9648, source: 'lms:139' }),
    sum: [3812.9927, 2e-2],
  },
  loop('lms', 'from noise', {
    config: sigmaFamily,
    start: 8,
    noised: true,
    sum: 27663.6895,
    mean: 36.0204,
    source: 'lms:169',
  }),

  loop('heun', 'epsilon', { config: sigmaFamily, sum: 0.1233, mean: 0.0002, source: 'heun:99' }),
  loop('heun', 'v prediction', {
    config: { ...sigmaFamily, ...v },
    sum: 4.6934e-7,
    mean: 6.1112e-10,
    source: 'heun:112',
  }),
  {
    ...loop('heun', 'Karras sigmas', {
      config: { ...sigmaFamily, ...karras },
      sum: 0.00015,
      mean: 1.9869554535034695e-7,
      source: 'heun:174',
    }),
    mean: [1.9869554535034695e-7, 1e-2],
  },
  loop('heun', 'from noise', {
    config: sigmaFamily,
    start: 16,
    noised: true,
    sum: 75074.8906,
    mean: 97.7538,
    source: 'heun:205',
  }),

  loop('kdpm2', 'epsilon', { config: sigmaFamily, sum: 20.4125, mean: 0.0266, source: 'kdpm2_discrete:95' }),
  loop('kdpm2', 'v prediction', {
    config: { ...sigmaFamily, ...v },
    sum: 4.6934e-7,
    mean: 6.1112e-10,
    source: 'kdpm2_discrete:63',
  }),
  loop('kdpm2', 'from noise', {
    config: sigmaFamily,
    start: 16,
    noised: true,
    sum: 70408.4062,
    mean: 91.6776,
    source: 'kdpm2_discrete:165',
  }),

  {
    ...loop('kdpm2-ancestral', 'epsilon', {
      config: sigmaFamily,
      sum: 13979.9433,
      mean: 18.203,
      source: 'kdpm2_ancestral:62',
    }),
    mean: [18.203, 5e-3],
  },
  loop('kdpm2-ancestral', 'v prediction', {
    config: { ...sigmaFamily, ...v },
    sum: 331.8133,
    mean: 0.432,
    source: 'kdpm2_ancestral:95',
  }),
  {
    ...loop('kdpm2-ancestral', 'from noise', {
      config: sigmaFamily,
      start: 16,
      noised: true,
      sum: 93087.3437,
      mean: 121.2074,
      source: 'kdpm2_ancestral:157',
    }),
    mean: [121.2074, 5e-3],
  },

  loop('dpmpp-2s', 'epsilon', { config: single, mean: 0.2791, source: 'dpm_single:241' }),
  loop('dpmpp-2s', 'Karras sigmas', { config: { ...single, ...karras }, mean: 0.2248, source: 'dpm_single:247' }),
  loop('dpmpp-2s', 'v prediction', { config: { ...single, ...v }, mean: 0.1453, source: 'dpm_single:253' }),
  loop('dpmpp-2s', 'Karras sigmas, v prediction', {
    config: { ...single, ...v, ...karras },
    mean: 0.0649,
    source: 'dpm_single:259',
  }),
  loop('dpmpp-2s', 'fifty steps, from the fourth', {
    config: single,
    steps: 50,
    start: 3,
    mean: 0.2574,
    source: 'dpm_single:154',
  }),
  loop('dpmpp-2s', 'from noise', {
    config: single,
    start: 5,
    noised: true,
    sum: 269.2187,
    mean: 0.3505,
    source: 'dpm_single:331',
  }),

  loop('unipc', 'epsilon', { config: uniPc, mean: 0.2464, source: 'unipc:215' }),
  loop('unipc', 'Karras sigmas', { config: { ...uniPc, ...karras }, mean: 0.2925, source: 'unipc:221' }),
  loop('unipc', 'v prediction', { config: { ...uniPc, ...v }, mean: 0.1014, source: 'unipc:227' }),
  loop('unipc', 'Karras sigmas, v prediction', {
    config: { ...uniPc, ...v, ...karras },
    mean: 0.1966,
    source: 'unipc:233',
  }),
  loop('unipc', 'from noise', {
    config: uniPc,
    start: 8,
    noised: true,
    sum: 315.5757,
    mean: 0.4109,
    source: 'unipc:284',
  }),

  loop('deis', 'epsilon', { config: deis, mean: 0.23916, source: 'deis:218' }),
  loop('deis', 'v prediction', { config: { ...deis, ...v }, mean: 0.091, source: 'deis:224' }),
  loop('deis', 'from noise', {
    config: deis,
    start: 8,
    noised: true,
    sum: 315.3016,
    mean: 0.41054,
    source: 'deis:266',
  }),

  {
    ...loop('tcd', 'one step', { config: tcd, steps: 1, gamma: 0, mean: 0.0389, source: 'tcd:114' }),
    sum: [29.8715, 1e-3],
  },
  {
    ...loop('tcd', 'ten steps', { config: tcd, gamma: 0, mean: 0.2359, source: 'tcd:123' }),
    sum: [181.204, 1e-3],
  },
];

/** Another shape of sample: four rows of 3x8 instead of four images of 3x8x8. */
const rowLoops: readonly UpstreamLoop[] = [
  loop('unipc', 'epsilon', { config: uniPc, mean: 0.2441, source: 'unipc:350' }),
  loop('unipc', 'Karras sigmas', { config: { ...uniPc, ...karras }, mean: 0.2898, source: 'unipc:356' }),
  loop('unipc', 'v prediction', { config: { ...uniPc, ...v }, mean: 0.1014, source: 'unipc:362' }),
  loop('unipc', 'Karras sigmas, v prediction', {
    config: { ...uniPc, ...v, ...karras },
    mean: 0.1944,
    source: 'unipc:368',
  }),
  loop('unipc', 'from noise', {
    config: uniPc,
    start: 8,
    noised: true,
    sum: 39.087,
    mean: 0.4072,
    source: 'unipc:394',
  }),
];

export const upstreamLoops = { images: loops, rows: rowLoops } as const;
