// What scheduler_config.json may say, per algorithm, with the defaults diffusers gives that algorithm.
//
// A key an algorithm does not know is ignored, as diffusers ignores it when a config moves between classes. A key it
// does know, set to something that is not computed here, is refused: it would quietly change the picture.

import { z } from 'zod';

const predictionTypes = ['epsilon', 'v_prediction', 'sample'] as const;
const timestepSpacings = ['linspace', 'leading', 'trailing'] as const;

const noiseSchedule = {
  num_train_timesteps: z.int().min(1).max(1_000_000).default(1000),
  beta_start: z.number().positive().default(0.0001),
  beta_end: z.number().positive().default(0.02),
  beta_schedule: z.enum(['linear', 'scaled_linear', 'squaredcos_cap_v2']).default('linear'),
  trained_betas: z.array(z.number()).min(1).optional(),
  rescale_betas_zero_snr: z.boolean().default(false),
  steps_offset: z.int().min(0).default(0),
};

const predictionClipping = {
  clip_sample: z.boolean().default(true),
  clip_sample_range: z.number().positive().default(1),
  thresholding: z.boolean().default(false),
  dynamic_thresholding_ratio: z.number().min(0).max(1).default(0.995),
  sample_max_value: z.number().positive().default(1),
};

const sigmaSpacing = {
  use_karras_sigmas: z.boolean().default(false),
  use_exponential_sigmas: z.boolean().default(false),
  use_beta_sigmas: z.boolean().default(false),
  sigma_min: z.number().positive().optional(),
  sigma_max: z.number().positive().optional(),
};

/** Algorithms that diffusers never taught to start from pure noise read the schedule as it is without that. */
const ignoringZeroSnr = {
  ...noiseSchedule,
  rescale_betas_zero_snr: noiseSchedule.rescale_betas_zero_snr.transform(() => false),
};

const finalSigma = { final_sigmas_type: z.enum(['zero', 'sigma_min']).default('zero') };

const ddim = z.object({
  ...noiseSchedule,
  ...predictionClipping,
  prediction_type: z.enum(predictionTypes).default('epsilon'),
  timestep_spacing: z.enum(timestepSpacings).default('leading'),
  set_alpha_to_one: z.boolean().default(true),
});

const ddpm = z.object({
  ...noiseSchedule,
  ...predictionClipping,
  prediction_type: z.enum(predictionTypes).default('epsilon'),
  timestep_spacing: z.enum(timestepSpacings).default('leading'),
  // The learned kinds double the model's output channels, and fixed_large_log has no real number for an answer.
  variance_type: z.enum(['fixed_small', 'fixed_small_log', 'fixed_large']).default('fixed_small'),
});

const pndm = z.object({
  ...ignoringZeroSnr,
  prediction_type: z.enum(['epsilon', 'v_prediction']).default('epsilon'),
  timestep_spacing: z.enum(timestepSpacings).default('leading'),
  set_alpha_to_one: z.boolean().default(false),
  skip_prk_steps: z.boolean().default(false),
});

const euler = z.object({
  ...noiseSchedule,
  ...sigmaSpacing,
  ...finalSigma,
  // Older configs write 'original_sample' for 'sample'.
  prediction_type: z.enum([...predictionTypes, 'original_sample']).default('epsilon'),
  timestep_spacing: z.enum(timestepSpacings).default('linspace'),
  interpolation_type: z.enum(['linear', 'log_linear']).default('linear'),
  timestep_type: z.enum(['discrete', 'continuous']).default('discrete'),
});

const eulerAncestral = z.object({
  ...noiseSchedule,
  prediction_type: z.enum(['epsilon', 'v_prediction']).default('epsilon'),
  timestep_spacing: z.enum(timestepSpacings).default('linspace'),
});

const lms = z.object({
  ...ignoringZeroSnr,
  ...sigmaSpacing,
  prediction_type: z.enum(predictionTypes).default('epsilon'),
  timestep_spacing: z.enum(timestepSpacings).default('linspace'),
});

const laterBetas = {
  beta_start: noiseSchedule.beta_start.default(0.00085),
  beta_end: noiseSchedule.beta_end.default(0.012),
};

const heun = lms.extend({
  ...laterBetas,
  clip_sample: z.boolean().default(false),
  clip_sample_range: predictionClipping.clip_sample_range,
});

const kdpm2 = lms.extend({ ...laterBetas, prediction_type: z.enum(['epsilon', 'v_prediction']).default('epsilon') });

/** What the solvers in log SNR have in common. */
const solver = {
  ...noiseSchedule,
  ...sigmaSpacing,
  thresholding: predictionClipping.thresholding,
  dynamic_thresholding_ratio: predictionClipping.dynamic_thresholding_ratio,
  sample_max_value: predictionClipping.sample_max_value,
  prediction_type: z.enum([...predictionTypes, 'flow_prediction']).default('epsilon'),
  timestep_spacing: z.enum(timestepSpacings).default('linspace'),
  solver_order: z.union([z.literal(1), z.literal(2), z.literal(3)]).default(2),
  lower_order_final: z.boolean().default(true),
  use_flow_sigmas: z.boolean().default(false),
  flow_shift: z.number().positive().default(1),
  use_dynamic_shifting: z.literal(false).default(false),
};

/** What the two forms of DPM-Solver++ have in common besides. */
const dpmSolver = {
  ...solver,
  ...finalSigma,
  // Configs written for DEIS or UniPC name their own solvers; diffusers reads those as its default ones.
  algorithm_type: z
    .enum(['dpmsolver++', 'sde-dpmsolver++', 'deis'])
    .default('dpmsolver++')
    .transform((type) => (type === 'deis' ? 'dpmsolver++' : type)),
  solver_type: z
    .enum(['midpoint', 'heun', 'logrho', 'bh1', 'bh2'])
    .default('midpoint')
    .transform((type) => (type === 'heun' ? 'heun' : 'midpoint')),
  // JSON has no infinity: Python writes the bare word, which readers turn into null or text.
  lambda_min_clipped: z
    .union([z.number(), z.literal('-Infinity')])
    .default(Number.NEGATIVE_INFINITY)
    .transform(Number),
  // The learned kinds double the model's output channels; only the fixed ones of DDPM configs are harmless here.
  variance_type: z.enum(['fixed_small', 'fixed_small_log', 'fixed_large', 'fixed_large_log']).optional(),
};

const dpmSolverMultistepFields = z.object({
  ...dpmSolver,
  euler_at_final: z.boolean().default(false),
  use_lu_lambdas: z.boolean().default(false),
});

// diffusers' third-order stochastic step has a sign that keeps it from converging, and no test: nothing to be true to.
const dpmSolverMultistep = dpmSolverMultistepFields.refine(
  (config) => !(config.algorithm_type === 'sde-dpmsolver++' && config.solver_order === 3),
  { path: ['solver_order'], error: 'not with sde-dpmsolver++' },
);

const dpmSolverSinglestep = z.object({
  ...dpmSolver,
  ...ignoringZeroSnr,
  lower_order_final: z.boolean().default(false),
});

const deis = z.object({
  ...solver,
  ...ignoringZeroSnr,
  algorithm_type: z.enum(['deis', 'dpmsolver', 'dpmsolver++', 'sde-dpmsolver++']).optional(),
});

const uniPc = z
  .object({
    ...solver,
    ...finalSigma,
    solver_type: z
      .enum(['bh1', 'bh2', 'midpoint', 'heun', 'logrho'])
      .default('bh2')
      .transform((type) => (type === 'bh1' ? 'bh1' : 'bh2')),
    predict_x0: z.literal(true).default(true),
    disable_corrector: z.array(z.int().min(0)).default([]),
    solver_p: z.undefined().optional(),
    shift_terminal: z.undefined().optional(),
  })
  // The last stride to zero is infinite in log SNR: only a first-order step has an answer there.
  .refine((config) => config.lower_order_final || config.final_sigmas_type !== 'zero', {
    path: ['lower_order_final'],
    error: 'not with final_sigmas_type zero',
  });

const distilled = {
  ...noiseSchedule,
  ...laterBetas,
  beta_schedule: noiseSchedule.beta_schedule.default('scaled_linear'),
  prediction_type: z.enum(predictionTypes).default('epsilon'),
  original_inference_steps: z.int().min(1).default(50),
};

const lcm = z.object({
  ...distilled,
  ...predictionClipping,
  clip_sample: z.boolean().default(false),
  timestep_scaling: z.number().positive().default(10),
});

const tcd = z.object(distilled);

const flowMatchEuler = z.object({
  num_train_timesteps: noiseSchedule.num_train_timesteps,
  use_karras_sigmas: sigmaSpacing.use_karras_sigmas,
  use_exponential_sigmas: sigmaSpacing.use_exponential_sigmas,
  use_beta_sigmas: sigmaSpacing.use_beta_sigmas,
  shift: z.number().positive().default(1),
  use_dynamic_shifting: z.boolean().default(false),
  base_shift: z.number().default(0.5),
  max_shift: z.number().default(1.15),
  base_image_seq_len: z.int().positive().default(256),
  max_image_seq_len: z.int().positive().default(4096),
  shift_terminal: z.number().min(0).max(1).optional(),
  time_shift_type: z.enum(['exponential', 'linear']).default('exponential'),
  stochastic_sampling: z.boolean().default(false),
  invert_sigmas: z.literal(false).default(false),
});

export const schedulerConfigs = {
  ddim,
  ddpm,
  pndm,
  lms,
  euler,
  eulerAncestral,
  heun,
  kdpm2,
  dpmSolverMultistep,
  dpmSolverSinglestep,
  uniPc,
  deis,
  lcm,
  tcd,
  flowMatchEuler,
} as const;

export type DdimConfig = z.infer<typeof ddim>;
export type DdpmConfig = z.infer<typeof ddpm>;
export type PndmConfig = z.infer<typeof pndm>;
export type LmsConfig = z.infer<typeof lms>;
export type EulerConfig = z.infer<typeof euler>;
export type EulerAncestralConfig = z.infer<typeof eulerAncestral>;
export type HeunConfig = z.infer<typeof heun>;
export type Kdpm2Config = z.infer<typeof kdpm2>;
export type DpmSolverMultistepConfig = z.infer<typeof dpmSolverMultistep>;
export type DpmSolverSinglestepConfig = z.infer<typeof dpmSolverSinglestep>;
export type UniPcConfig = z.infer<typeof uniPc>;
export type DeisConfig = z.infer<typeof deis>;
export type LcmConfig = z.infer<typeof lcm>;
export type TcdConfig = z.infer<typeof tcd>;
export type FlowMatchEulerConfig = z.infer<typeof flowMatchEuler>;

/** The parsed fields of a scheduler_config.json, of whichever algorithm reads it. */
export type SchedulerConfig = z.infer<(typeof schedulerConfigs)[keyof typeof schedulerConfigs]>;
