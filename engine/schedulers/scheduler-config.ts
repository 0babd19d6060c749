// A model's scheduler_config.json, parsed per algorithm with the defaults diffusers gives that algorithm.
//
// A key an algorithm does not know is ignored, as diffusers ignores it when a config moves between classes. A key it
// does know, set to something that is not computed here, is refused: it would quietly change the picture.

import { z } from 'zod';
import { TesseraError } from '../../shared/errors.ts';

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

const finalSigma = { final_sigmas_type: z.enum(['zero', 'sigma_min']).default('zero') };

const ddim = z.object({
  ...noiseSchedule,
  ...predictionClipping,
  prediction_type: z.enum(predictionTypes).default('epsilon'),
  timestep_spacing: z.enum(timestepSpacings).default('leading'),
  set_alpha_to_one: z.boolean().default(true),
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

const dpmSolverMultistepFields = z.object({
  ...noiseSchedule,
  ...sigmaSpacing,
  ...finalSigma,
  thresholding: predictionClipping.thresholding,
  dynamic_thresholding_ratio: predictionClipping.dynamic_thresholding_ratio,
  sample_max_value: predictionClipping.sample_max_value,
  prediction_type: z.enum([...predictionTypes, 'flow_prediction']).default('epsilon'),
  timestep_spacing: z.enum(timestepSpacings).default('linspace'),
  solver_order: z.union([z.literal(1), z.literal(2), z.literal(3)]).default(2),
  // Configs written for DEIS or UniPC name their own solvers; diffusers reads those as its default ones.
  algorithm_type: z
    .enum(['dpmsolver++', 'sde-dpmsolver++', 'deis'])
    .default('dpmsolver++')
    .transform((type) => (type === 'deis' ? 'dpmsolver++' : type)),
  solver_type: z
    .enum(['midpoint', 'heun', 'logrho', 'bh1', 'bh2'])
    .default('midpoint')
    .transform((type) => (type === 'heun' ? 'heun' : 'midpoint')),
  lower_order_final: z.boolean().default(true),
  euler_at_final: z.boolean().default(false),
  use_lu_lambdas: z.boolean().default(false),
  use_flow_sigmas: z.boolean().default(false),
  flow_shift: z.number().positive().default(1),
  // JSON has no infinity: Python writes the bare word, which readers turn into null or text.
  lambda_min_clipped: z
    .union([z.number(), z.literal('-Infinity')])
    .default(Number.NEGATIVE_INFINITY)
    .transform(Number),
  // The learned kinds double the model's output channels; only the fixed ones of DDPM configs are harmless here.
  variance_type: z.enum(['fixed_small', 'fixed_small_log', 'fixed_large', 'fixed_large_log']).optional(),
  use_dynamic_shifting: z.literal(false).default(false),
});

// diffusers' third-order stochastic step has a sign that keeps it from converging, and no test: nothing to be true to.
const dpmSolverMultistep = dpmSolverMultistepFields.refine(
  (config) => !(config.algorithm_type === 'sde-dpmsolver++' && config.solver_order === 3),
  { path: ['solver_order'], error: 'not with sde-dpmsolver++' },
);

const lcm = z.object({
  ...noiseSchedule,
  ...predictionClipping,
  beta_start: noiseSchedule.beta_start.default(0.00085),
  beta_end: noiseSchedule.beta_end.default(0.012),
  beta_schedule: noiseSchedule.beta_schedule.default('scaled_linear'),
  clip_sample: z.boolean().default(false),
  prediction_type: z.enum(predictionTypes).default('epsilon'),
  original_inference_steps: z.int().min(1).default(50),
  timestep_scaling: z.number().positive().default(10),
});

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

export const schedulerConfigs = { ddim, euler, eulerAncestral, dpmSolverMultistep, lcm, flowMatchEuler } as const;

export type DdimConfig = z.infer<typeof ddim>;
export type EulerConfig = z.infer<typeof euler>;
export type EulerAncestralConfig = z.infer<typeof eulerAncestral>;
export type DpmSolverMultistepConfig = z.infer<typeof dpmSolverMultistep>;
export type LcmConfig = z.infer<typeof lcm>;
export type FlowMatchEulerConfig = z.infer<typeof flowMatchEuler>;

/** The parsed fields of a scheduler_config.json, of whichever algorithm reads it. */
type SchedulerConfig =
  | DdimConfig
  | EulerConfig
  | EulerAncestralConfig
  | DpmSolverMultistepConfig
  | LcmConfig
  | FlowMatchEulerConfig;

/** Reads the text of a scheduler_config.json, whose infinities Python writes as bare words that JSON.parse refuses. */
export function parseSchedulerConfigText(text: string): unknown {
  // Strings are matched first and kept, so that such a word inside one is not touched.
  const readable = text.replace(/"(?:\\.|[^"\\])*"|-?(?:Infinity|NaN)/g, (token) =>
    token.startsWith('"') ? token : 'null',
  );
  try {
    return JSON.parse(readable);
  } catch (cause) {
    throw new TesseraError('MODEL_CORRUPT', "The model's scheduler_config.json is not valid JSON. Download it again.", {
      cause,
      details: { file: 'scheduler_config.json' },
    });
  }
}

/**
 * @param config the parsed JSON of a scheduler_config.json
 * @throws MODEL_UNSUPPORTED naming the key whose value is not computed here
 */
export function parseSchedulerConfig<Parsed extends SchedulerConfig>(
  schema: z.ZodType<Parsed>,
  config: unknown,
): Parsed {
  const parsed = schema.safeParse(withoutNulls(config));
  if (parsed.success) return parsed.data;
  const key = parsed.error.issues[0]?.path.join('.') ?? '';
  const value = key === '' ? undefined : Reflect.get(Object(config), key);
  throw new TesseraError(
    'MODEL_UNSUPPORTED',
    key === ''
      ? "The model's scheduler_config.json holds no settings that Tessera can read."
      : `The model's scheduler_config.json sets ${key} to ${JSON.stringify(value)}, which this scheduler cannot compute. ` +
          'Choose another scheduler.',
    { details: { key, value }, cause: parsed.error },
  );
}

/** diffusers writes null for what a class leaves to its default. */
function withoutNulls(config: unknown): unknown {
  if (typeof config !== 'object' || config === null || Array.isArray(config)) return config;
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null));
}
