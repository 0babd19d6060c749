// What a folder with a flow-matching transformer says of itself: Stable Diffusion 3, with T5 or without, or Flux.

import { z } from 'zod';
import { hasModelFile, readModelText, readOptionalModelJson } from '../../models/model-json.ts';
import { parseSchedulerConfigText } from '../../schedulers/parse-scheduler-config.ts';
import type { TextEncoderPart } from '../../text-encoders/text-encoder.ts';

/** Where the diffusers ONNX layout keeps the parts that U-Net models do not have. */
export const transformerPaths = {
  transformer: 'transformer/model.onnx',
  transformerConfig: 'transformer/config.json',
  schedulerConfig: 'scheduler/scheduler_config.json',
} as const;

type FlowFamilyName = FlowTextParts['family'];

/** The text encoders of a folder, and how many ids its T5 reads; Stable Diffusion 3 can do without that one. */
export type FlowTextParts =
  | { readonly family: 'flux'; readonly clip: TextEncoderPart; readonly t5: TextEncoderPart; readonly t5Length: number }
  | {
      readonly family: 'stable-diffusion-3';
      readonly clips: readonly [TextEncoderPart, TextEncoderPart];
      readonly t5: TextEncoderPart | null;
      readonly t5Length: number;
    };

export interface FlowTransformerConfigs {
  readonly family: FlowFamilyName;
  readonly latentChannels: number;
  /** Pixels per latent. */
  readonly latentFactor: number;
  /** Latents per side of what the transformer takes for one token. */
  readonly patch: number;
  /** Latents per side of the size the model was trained on. */
  readonly sampleSize: number;
  /** Numbers for each word the transformer reads. */
  readonly wordWidth: number;
  /** Whether guidance was distilled into an input of its own, as in Flux dev. */
  readonly takesGuidance: boolean;
  readonly vaeScaling: number;
  readonly vaeShift: number;
  readonly latentStatistics: null;
  readonly text: FlowTextParts;
  /** The parsed JSON of scheduler_config.json, for createScheduler. */
  readonly scheduler: unknown;
}

/** From the configs of stabilityai/stable-diffusion-3-medium and black-forest-labs/FLUX.1-schnell on huggingface.co. */
const fallbacks = {
  'stable-diffusion-3': {
    channels: 16,
    patch: 2,
    sampleSize: 128,
    wordWidth: 4096,
    vaeScaling: 1.5305,
    vaeShift: 0.0609,
    shift: 3,
  },
  flux: { channels: 16, patch: 2, sampleSize: 128, wordWidth: 4096, vaeScaling: 0.3611, vaeShift: 0.1159, shift: 1 },
} as const;
const fallbackLevels = 4;
/** What Stability AI and Black Forest Labs trained with; the distilled Flux was trained with half of its teacher's. */
const t5Lengths = { stableDiffusion3: 256, fluxTeacher: 512, fluxDistilled: 256 } as const;

const positive = z.int().positive();
const TransformerConfig = z.looseObject({
  _class_name: z.string().optional(),
  in_channels: positive.optional(),
  patch_size: positive.optional(),
  sample_size: positive.optional(),
  joint_attention_dim: positive.optional(),
  guidance_embeds: z.boolean().nullish(),
});
const VaeConfig = z.looseObject({
  latent_channels: positive.optional(),
  scaling_factor: z.number().positive().optional(),
  shift_factor: z.number().nullish(),
  block_out_channels: z.array(positive).min(1).optional(),
});
const ModelIndex = z.looseObject({ _class_name: z.string().optional() });

/** @throws MODEL_CORRUPT for a file that is not what it should be, MODEL_LFS_POINTER */
export function readFlowTransformerConfigs(folder: string): FlowTransformerConfigs {
  const transformer = readOptionalModelJson({
    folder,
    path: transformerPaths.transformerConfig,
    schema: TransformerConfig,
  });
  const vae = readOptionalModelJson({ folder, path: 'vae_decoder/config.json', schema: VaeConfig });
  const family = familyOf(folder, transformer?._class_name);
  const fallback = fallbacks[family];
  const schedulerFile = { folder, path: transformerPaths.schedulerConfig };
  const isFlux = family === 'flux';
  const takesGuidance = transformer?.guidance_embeds ?? false;
  const channels = vae?.latent_channels ?? fallback.channels;
  return {
    family,
    latentChannels: channels,
    latentFactor: 2 ** ((vae?.block_out_channels?.length ?? fallbackLevels) - 1),
    // Flux packs two by two latents before its transformer, whose own patch is therefore 1.
    patch: isFlux ? fallback.patch : (transformer?.patch_size ?? fallback.patch),
    sampleSize: isFlux ? fallback.sampleSize : (transformer?.sample_size ?? fallback.sampleSize),
    wordWidth: transformer?.joint_attention_dim ?? fallback.wordWidth,
    takesGuidance,
    vaeScaling: vae?.scaling_factor ?? fallback.vaeScaling,
    vaeShift: vae?.shift_factor ?? fallback.vaeShift,
    latentStatistics: null,
    text: isFlux ? fluxText(takesGuidance) : stableDiffusion3Text(folder),
    scheduler: hasModelFile(schedulerFile)
      ? parseSchedulerConfigText(readModelText(schedulerFile))
      : { shift: fallback.shift },
  };
}

function familyOf(folder: string, transformerClass: string | undefined): FlowFamilyName {
  const index = readOptionalModelJson({ folder, path: 'model_index.json', schema: ModelIndex });
  const names = `${index?._class_name ?? ''} ${transformerClass ?? ''}`;
  if (/Flux/.test(names)) return 'flux';
  if (/StableDiffusion3|SD3/.test(names)) return 'stable-diffusion-3';
  // Nothing says it: Flux keeps its T5 where Stable Diffusion 3 keeps a second CLIP, which has merges.
  return hasModelFile({ folder, path: 'tokenizer_2/merges.txt' }) ? 'stable-diffusion-3' : 'flux';
}

function encoderPart(suffix: '' | '_2' | '_3'): TextEncoderPart {
  return { graph: `text_encoder${suffix}/model.onnx`, tokenizer: `tokenizer${suffix}` };
}

function fluxText(takesGuidance: boolean): FlowTextParts {
  const t5Length = takesGuidance ? t5Lengths.fluxTeacher : t5Lengths.fluxDistilled;
  return { family: 'flux', clip: encoderPart(''), t5: encoderPart('_2'), t5Length };
}

function stableDiffusion3Text(folder: string): FlowTextParts {
  const t5 = encoderPart('_3');
  return {
    family: 'stable-diffusion-3',
    clips: [encoderPart(''), encoderPart('_2')],
    t5: hasModelFile({ folder, path: t5.graph }) ? t5 : null,
    t5Length: t5Lengths.stableDiffusion3,
  };
}
