// What a txt2img or img2img request asks for, and the recipe it becomes.

import { z } from 'zod';
import { ModelId } from '../../../../shared/domain/ids.ts';
import type { Model } from '../../../../shared/domain/model.ts';
import { moreStylesMax, Recipe } from '../../../../shared/domain/recipe.ts';
import { noiseGeneratorOf } from '../../../../shared/domain/noise-generator.ts';
import { a1111SamplerNames, type Sampling, samplingsNamed } from '../../../../shared/domain/scheduler-name.ts';
import { TesseraError } from '../../../../shared/errors.ts';
import { Prompt, withStyles } from '../asked-words.ts';
import type { Door } from '../endpoint.ts';
import { hiresFields } from './hires-fix.ts';

/** At most this many pictures for one answer, which holds them all. */
export const picturesMax = 16;

const Flag = z.boolean().optional();
const Whatever = z.unknown().optional();
const Words = z.string().max(200).nullable().optional();

/** What Tessera takes and acts on. */
const acted = {
  prompt: Prompt,
  negative_prompt: Recipe.shape.negativePrompt,
  styles: z
    .array(z.string().max(200))
    .max(1 + moreStylesMax)
    .optional(),
  seed: z.int().min(-1).max(0xffff_ffff).optional(),
  sampler_name: Words,
  sampler_index: Words,
  scheduler: Words,
  batch_size: z.int().min(1).max(picturesMax).optional(),
  n_iter: z.int().min(1).max(picturesMax).optional(),
  steps: Recipe.shape.steps,
  cfg_scale: Recipe.shape.guidanceScale,
  width: Recipe.shape.width,
  height: Recipe.shape.height,
  override_settings: z
    .strictObject({
      sd_model_checkpoint: z.string().max(128).optional(),
      randn_source: z.enum(['GPU', 'CPU', 'NV']).optional(),
      CLIP_stop_at_last_layers: Recipe.shape.clipSkip,
    })
    .optional(),
  send_images: Flag,
};

/** What clients send out of habit: taken at the value that changes nothing, refused at any other. */
const habits = {
  subseed: z.literal(-1).optional(),
  subseed_strength: z.literal(0).optional(),
  seed_resize_from_h: z.int().max(0).optional(),
  seed_resize_from_w: z.int().max(0).optional(),
  restore_faces: z.literal(false).nullable().optional(),
  tiling: z.literal(false).nullable().optional(),
  refiner_checkpoint: z.literal('').nullable().optional(),
  script_name: z.literal('').nullable().optional(),
  script_args: z.array(z.unknown()).max(0).optional(),
  alwayson_scripts: z.strictObject({}).optional(),
  // Without effect while the ones above are off, or about files that this API does not write.
  do_not_save_samples: Flag,
  do_not_save_grid: Flag,
  save_images: Flag,
  override_settings_restore_afterwards: Flag,
  disable_extra_networks: Flag,
  firstphase_width: Whatever,
  firstphase_height: Whatever,
  eta: z.null().optional(),
  s_min_uncond: z.literal(0).nullable().optional(),
  s_churn: z.literal(0).nullable().optional(),
  s_tmax: z.literal(0).nullable().optional(),
  s_tmin: z.literal(0).nullable().optional(),
  s_noise: z.literal(1).nullable().optional(),
};

export const TextToImage = z.strictObject({ ...acted, ...hiresFields, ...habits });
export type TextToImage = z.infer<typeof TextToImage>;

const Base64 = z.string().min(1);

export const ImageToImage = z.strictObject({
  ...acted,
  ...habits,
  // Of txt2img alone: A1111's clients send them here too.
  enable_hr: z.literal(false).optional(),
  hr_scale: Whatever,
  hr_upscaler: Whatever,
  hr_second_pass_steps: Whatever,
  hr_resize_x: Whatever,
  hr_resize_y: Whatever,
  init_images: z.array(Base64).min(1).max(1),
  mask: Base64.nullable().optional(),
  denoising_strength: z.number().min(0).max(1).optional(),
  include_init_images: Flag,
  inpainting_mask_invert: z.literal(0).optional(),
  inpaint_full_res: Flag,
  resize_mode: z.union([z.literal(0), z.literal(1)]).optional(),
  mask_blur: Whatever,
  mask_blur_x: Whatever,
  mask_blur_y: Whatever,
  inpainting_fill: Whatever,
  inpaint_full_res_padding: Whatever,
  initial_noise_multiplier: z.literal(1).nullable().optional(),
});

/** The names of the contract's fields in this dialect. */
export const names = {
  negativePrompt: 'negative_prompt',
  guidanceScale: 'cfg_scale',
  model: 'override_settings.sd_model_checkpoint',
  sigmas: 'scheduler',
  noise: 'override_settings.randn_source',
  source: 'init_images',
  'source.mask': 'mask',
  count: 'batch_size',
  clipSkip: 'override_settings.CLIP_stop_at_last_layers',
  hires: 'enable_hr',
  'hires.scale': 'hr_scale',
  'hires.denoise': 'denoising_strength',
  'hires.steps': 'hr_second_pass_steps',
  'hires.upscaler': 'hr_upscaler',
};

/** @throws MODEL_NOT_FOUND, VALIDATION_ERROR */
export async function recipeOf(door: Door, asked: Pick<TextToImage, keyof typeof acted>) {
  const { models, defaultModel } = await door.call('models.list', {});
  const wanted = asked.override_settings?.sd_model_checkpoint ?? defaultModel;
  const model = models.find(({ id, manifest }) => id === wanted || manifest.name === wanted);
  if (model === undefined) {
    throw new TesseraError(
      'MODEL_NOT_FOUND',
      `model: there is no such model here; GET /sdapi/v1/sd-models lists them.`,
      {
        details: { field: 'model', choices: models.map(({ id }) => id) },
      },
    );
  }
  const sampling = samplingOf(asked, model);
  const { randn_source: source, CLIP_stop_at_last_layers: clipSkip } = asked.override_settings ?? {};
  return {
    ...(await withStyles(door, { prompt: asked.prompt, styles: asked.styles ?? [] })),
    model: ModelId.parse(model.id),
    ...(asked.negative_prompt === undefined ? {} : { negativePrompt: asked.negative_prompt }),
    ...(asked.width === undefined ? {} : { width: asked.width }),
    ...(asked.height === undefined ? {} : { height: asked.height }),
    ...(asked.seed === undefined || asked.seed === -1 ? {} : { seed: asked.seed }),
    ...(asked.steps === undefined ? {} : { steps: asked.steps }),
    ...(asked.cfg_scale === undefined ? {} : { guidanceScale: asked.cfg_scale }),
    ...sampling,
    ...(source === undefined ? {} : { noise: noiseGeneratorOf(source) }),
    ...(clipSkip === undefined ? {} : { clipSkip }),
  };
}

/** Ours by its own name, or A1111's sampler and schedule, which older scripts write as one. */
function samplingOf(asked: Pick<TextToImage, keyof typeof acted>, model: Model): Sampling | null {
  const sampler = asked.sampler_name ?? asked.sampler_index ?? null;
  const schedule = asked.scheduler ?? null;
  if (sampler === null && (schedule === null || /^automatic$/i.test(schedule))) return null;
  const { capabilities, name } = model.manifest;
  const fits = samplingsNamed({ sampler, schedule }).find(
    ({ scheduler, sigmas }) => capabilities.schedulers.includes(scheduler) && capabilities.sigmas.includes(sigmas),
  );
  if (fits !== undefined) return fits;
  const field = sampler === null ? 'scheduler' : 'sampler_name';
  const choices = capabilities.schedulers.map((scheduler) => a1111SamplerNames[scheduler].sampler);
  throw new TesseraError(
    'VALIDATION_ERROR',
    `${field}: ${name} does not work with it; it takes ${choices.join(', ')}.`,
    {
      details: { field, choices, nearest: choices.slice(0, 1) },
    },
  );
}
