// What a Stable-Diffusion folder says of itself in its JSON files; old exports lack most of them, so every value has a fallback.

import { z } from 'zod';
import { TesseraError } from '../../../shared/errors.ts';
import { hasModelFile, type ModelFile, readModelText, readOptionalModelJson } from '../../models/model-json.ts';
import { parseSchedulerConfigText } from '../../schedulers/parse-scheduler-config.ts';
import type { HiddenLayer, TextEncoderPart } from '../../text-encoders/text-encoder.ts';

/** Where the diffusers ONNX layout keeps what pictures are made with; only starting from one needs the encoder. */
export const modelPaths = {
  index: 'model_index.json',
  textEncoder: 'text_encoder/model.onnx',
  secondTextEncoder: 'text_encoder_2/model.onnx',
  unet: 'unet/model.onnx',
  vaeDecoder: 'vae_decoder/model.onnx',
  vaeEncoder: 'vae_encoder/model.onnx',
  schedulerConfig: 'scheduler/scheduler_config.json',
  tokenizer: 'tokenizer',
  secondTokenizer: 'tokenizer_2',
} as const;

const firstTextEncoder: TextEncoderPart = { graph: modelPaths.textEncoder, tokenizer: modelPaths.tokenizer };
const secondTextEncoder: TextEncoderPart = {
  graph: modelPaths.secondTextEncoder,
  tokenizer: modelPaths.secondTokenizer,
};

export interface SchedulerSettings {
  readonly className: string | undefined;
  readonly predictionType: string;
  readonly timestepSpacing: string | undefined;
  readonly karras: boolean;
  /** Whether the model's own sampler adds noise at every step, where its class can do either. */
  readonly stochastic: boolean;
  readonly zeroSnr: boolean;
  /** The whole file, for createScheduler, corrected for latents. */
  readonly config: unknown;
}

export interface LatentStatistics {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

export interface StableDiffusionConfigs {
  /** undefined when there is no model_index.json, as in Amuse's folders. */
  readonly pipelineClass: string | undefined;
  readonly name: string | undefined;
  readonly latentChannels: number;
  /** Latents per side of the size the model was trained on. */
  readonly sampleSize: number;
  /** Pixels per latent. */
  readonly latentFactor: number;
  /** Latents per side the denoiser can halve on its way down and double on its way up. */
  readonly latentMultiple: number;
  /** Width of the guidance embedding of a latent consistency model, else undefined. */
  readonly guidanceWidth: number | undefined;
  readonly vaeScaling: number;
  readonly vaeShift: number;
  /** Of each latent channel, where the decoder wants them in their natural spread, as some of XL do. */
  readonly latentStatistics: LatentStatistics | null;
  /** One text encoder, or the two of Stable Diffusion XL. */
  readonly textEncoders: readonly [TextEncoderPart, ...TextEncoderPart[]];
  /** The pair of XL was trained on the last layer but one of both; a single encoder's denoiser reads its last. */
  readonly textLayer: HiddenLayer;
  /** Whether an absent negative prompt is zeros instead of the states of an empty one. */
  readonly zerosForEmptyNegative: boolean;
  readonly scheduler: SchedulerSettings;
}

/** The values of Stable Diffusion 1, from its configs at huggingface.co/stable-diffusion-v1-5/stable-diffusion-v1-5. */
const fallback = { latentChannels: 4, sampleSize: 64, levels: 4, vaeScaling: 0.18215 } as const;
/** Its scheduler, for folders without scheduler_config.json: the noise it was trained with. */
const fallbackSchedule = {
  beta_start: 0.00085,
  beta_end: 0.012,
  beta_schedule: 'scaled_linear',
  num_train_timesteps: 1000,
  set_alpha_to_one: false,
};

/**
 * Latents do not live in -1..1, so that clipping them there, whatever the file says, would spoil every picture; and
 * PNDM's warm-up, which diffusers' pipelines for latents switch off too, cannot start late from a picture.
 */
const latentSettings = { clip_sample: false, skip_prk_steps: true };
/** What diffusers' pipelines of Stable Diffusion 1 and 2, but not of XL, insist on beyond that. */
const firstTimestepSettings = { steps_offset: 1 };

const positive = z.int().positive();
const ModelIndex = z.looseObject({
  _class_name: z.string().optional(),
  _name_or_path: z.string().optional(),
  force_zeros_for_empty_prompt: z.boolean().optional(),
});
const UnetConfig = z.looseObject({
  in_channels: positive.optional(),
  sample_size: z.union([positive, z.tuple([positive, positive])]).nullish(),
  block_out_channels: z.array(positive).min(1).optional(),
  time_cond_proj_dim: positive.nullish(),
});
const VaeConfig = z.looseObject({
  latent_channels: positive.optional(),
  scaling_factor: z.number().positive().optional(),
  shift_factor: z.number().nullish(),
  latents_mean: z.array(z.number()).nullish(),
  latents_std: z.array(z.number().positive()).nullish(),
  block_out_channels: z.array(positive).min(1).optional(),
});
const SchedulerConfig = z.looseObject({
  _class_name: z.string().optional(),
  prediction_type: z.string().nullish(),
  timestep_spacing: z.string().nullish(),
  use_karras_sigmas: z.boolean().nullish(),
  algorithm_type: z.string().nullish(),
  rescale_betas_zero_snr: z.boolean().nullish(),
});

/** @throws MODEL_CORRUPT for a file that is not what it should be, MODEL_LFS_POINTER */
export function readStableDiffusionConfigs(folder: string): StableDiffusionConfigs {
  const index = readOptionalModelJson({ folder, path: modelPaths.index, schema: ModelIndex });
  const unet = readOptionalModelJson({ folder, path: 'unet/config.json', schema: UnetConfig });
  const vae = readOptionalModelJson({ folder, path: 'vae_decoder/config.json', schema: VaeConfig });
  const isXl = hasModelFile({ folder, path: modelPaths.secondTextEncoder });
  const sampleSize = unet?.sample_size ?? fallback.sampleSize;
  return {
    pipelineClass: index?._class_name,
    name: index?._name_or_path,
    latentChannels: vae?.latent_channels ?? unet?.in_channels ?? fallback.latentChannels,
    sampleSize: typeof sampleSize === 'number' ? sampleSize : Math.max(...sampleSize),
    latentFactor: 2 ** ((vae?.block_out_channels?.length ?? fallback.levels) - 1),
    latentMultiple: 2 ** ((unet?.block_out_channels?.length ?? fallback.levels) - 1),
    guidanceWidth: unet?.time_cond_proj_dim ?? undefined,
    vaeScaling: vae?.scaling_factor ?? fallback.vaeScaling,
    vaeShift: vae?.shift_factor ?? 0,
    latentStatistics: statisticsOf(vae?.latents_mean, vae?.latents_std),
    textEncoders: isXl ? [firstTextEncoder, secondTextEncoder] : [firstTextEncoder],
    textLayer: isXl ? 'penultimate' : 'last',
    zerosForEmptyNegative: isXl && (index?.force_zeros_for_empty_prompt ?? true),
    scheduler: readScheduler({ folder, path: modelPaths.schedulerConfig }, isXl ? {} : firstTimestepSettings),
  };
}

function statisticsOf(
  mean: readonly number[] | null | undefined,
  deviation: readonly number[] | null | undefined,
): LatentStatistics | null {
  return mean && deviation ? { mean, deviation } : null;
}

function readScheduler(file: ModelFile, insisted: Readonly<Record<string, unknown>>): SchedulerSettings {
  const config = hasModelFile(file) ? parseSchedulerConfigText(readModelText(file)) : fallbackSchedule;
  const parsed = SchedulerConfig.safeParse(config);
  if (!parsed.success) {
    throw new TesseraError('MODEL_CORRUPT', `${file.path} is not a scheduler's config. Download it again.`, {
      cause: parsed.error,
      details: { file: file.path },
    });
  }
  return {
    className: parsed.data._class_name,
    predictionType: parsed.data.prediction_type ?? 'epsilon',
    timestepSpacing: parsed.data.timestep_spacing ?? undefined,
    karras: parsed.data.use_karras_sigmas ?? false,
    stochastic: parsed.data.algorithm_type === 'sde-dpmsolver++',
    zeroSnr: parsed.data.rescale_betas_zero_snr ?? false,
    config: { ...parsed.data, ...latentSettings, ...insisted },
  };
}
