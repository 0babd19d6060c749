// What a Stable-Diffusion folder can do, from its configs and the headers of its graphs; refuses what would fail later.

import { basename, resolve, sep } from 'node:path';
import { dirname } from 'node:path/posix';
import type { ModelCapabilities, ModelManifest } from '../../shared/domain/model.ts';
import { sideMax, sideMin } from '../../shared/domain/recipe.ts';
import type { SchedulerName } from '../../shared/domain/scheduler-name.ts';
import { TesseraError } from '../../shared/errors.ts';
import { assignDenoiserInputs } from '../pipelines/stable-diffusion/denoiser-inputs.ts';
import {
  modelPaths,
  readStableDiffusionConfigs,
  type StableDiffusionConfigs,
} from '../pipelines/stable-diffusion/model-configs.ts';
import { type SizeRule, sizeRule } from '../pipelines/stable-diffusion/picture-size.ts';
import { samplingDefaults, schedulersOffered } from '../pipelines/stable-diffusion/schedulers-offered.ts';
import { createScheduler } from '../schedulers/create-scheduler.ts';
import { assignTextEncoderTensors } from '../text-encoders/text-encoder.ts';
import { loadTokenizer } from '../tokenizers/load-tokenizer.ts';
import { checkGraph } from './check-graph.ts';
import { hasModelFile, readModelText } from './model-json.ts';
import { describeFiles } from './needed-files.ts';
import { nearestAspect, sizesByAspect } from './sizes-by-aspect.ts';

/** Attention needs memory with the fourth power of a side: half as long again as the model's own is five times as much. */
const largestStretch = 1.5;

const tokenizerFiles = [
  'vocab.json',
  'merges.txt',
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
];

function configFiles(configs: StableDiffusionConfigs): string[] {
  return [
    modelPaths.index,
    modelPaths.schedulerConfig,
    'unet/config.json',
    'vae_decoder/config.json',
    ...configs.textEncoders.flatMap(({ graph, tokenizer }) => [
      `${dirname(graph)}/config.json`,
      ...tokenizerFiles.map((name) => `${tokenizer}/${name}`),
    ]),
  ];
}

/** @throws MODEL_MISSING_FILE, MODEL_LFS_POINTER, MODEL_CORRUPT, MODEL_UNSAFE_PATH, MODEL_UNSUPPORTED */
export async function inspectStableDiffusion(options: {
  readonly folder: string;
  readonly hash: boolean;
}): Promise<ModelManifest> {
  const { folder, hash } = options;
  const configs = readStableDiffusionConfigs(folder);
  const unet = checkGraph({ folder, path: modelPaths.unet });
  const { sample, added } = assignDenoiserInputs({ inputs: unet.inputs, latentChannels: configs.latentChannels });
  const isXl = configs.textEncoders.length > 1;
  if (isXl !== (added !== null)) throw mixedFamilies(isXl);
  const textEncoders = configs.textEncoders.map((part) => {
    const graph = checkGraph({ folder, path: part.graph });
    assignTextEncoderTensors({ part, layer: configs.textLayer, inputs: graph.inputs, outputs: graph.header.outputs });
    return graph;
  });
  const vaeDecoder = checkGraph({ folder, path: modelPaths.vaeDecoder });
  for (const part of configs.textEncoders) loadTokenizer({ folder, under: part.tokenizer });
  const files = await describeFiles({
    folder,
    hash,
    paths: [
      ...configFiles(configs).filter((path) => hasModelFile({ folder, path })),
      ...unet.paths,
      ...textEncoders.flatMap((encoder) => encoder.paths),
      ...vaeDecoder.paths,
    ],
  });
  return {
    name: nameOf(folder),
    family: isXl ? 'stable-diffusion-xl' : 'stable-diffusion',
    description: describe(configs),
    licence: licenceOf(folder),
    sizeBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
    capabilities: capabilitiesOf(configs, sizeRule(configs, sample.dims)),
    sets: [],
    files,
  };
}

function mixedFamilies(hasSecondEncoder: boolean): TesseraError {
  const [has, lacks] = [modelPaths.secondTextEncoder, modelPaths.unet];
  return new TesseraError(
    'MODEL_UNSUPPORTED',
    hasSecondEncoder
      ? `The folder mixes two models: ${has} belongs to Stable Diffusion XL, and ${lacks} does not. Export the model again.`
      : `${lacks} belongs to Stable Diffusion XL, whose second text encoder ${has} is missing. Copy the whole model.`,
    { details: { file: modelPaths.unet } },
  );
}

function capabilitiesOf(configs: StableDiffusionConfigs, rule: SizeRule): ModelCapabilities {
  const defaults = samplingDefaults(configs);
  const schedulers = computable(configs, defaults.steps);
  const shared = {
    negativePrompt: configs.guidanceWidth === undefined && defaults.guidanceScale > 1,
    imageToImage: false,
    inpainting: false,
    schedulers: [...schedulers],
    defaultScheduler: schedulers.includes(defaults.scheduler) ? defaults.scheduler : schedulers[0],
    defaultSteps: defaults.steps,
    defaultGuidanceScale: defaults.guidanceScale,
    defaultInvention: null,
    sideMultiple: rule.multiple,
  };
  if (rule.fixed !== null) {
    const { width, height } = rule.fixed;
    return {
      ...shared,
      sideMin: Math.min(width, height),
      sideMax: Math.max(width, height),
      sizes: [{ aspect: nearestAspect(width, height), width, height }],
    };
  }
  const side = configs.sampleSize * configs.latentFactor;
  const sizes = sizesByAspect({ side, multiple: rule.multiple });
  const longest = Math.max(...sizes.flatMap(({ width, height }) => [width, height]));
  const largest = Math.floor((side * largestStretch) / rule.multiple) * rule.multiple;
  return {
    ...shared,
    sideMin: Math.ceil(sideMin / rule.multiple) * rule.multiple,
    sideMax: Math.min(sideMax, Math.max(longest, largest)),
    sizes,
  };
}

/** Leaves out schedulers that this model's config sets to something they cannot compute. */
function computable(configs: StableDiffusionConfigs, steps: number): [SchedulerName, ...SchedulerName[]] {
  const refusals: TesseraError[] = [];
  const works = (name: SchedulerName) => {
    try {
      createScheduler({ name, config: configs.scheduler.config, steps });
      return true;
    } catch (thrown) {
      if (!(thrown instanceof TesseraError)) throw thrown;
      refusals.push(thrown);
      return false;
    }
  };
  const [first, ...others] = schedulersOffered(configs).filter(works);
  if (first !== undefined) return [first, ...others];
  throw refusals[0] ?? new TesseraError('INTERNAL', 'A model without a single scheduler was let through.');
}

function describe(configs: StableDiffusionConfigs): string {
  const side = configs.sampleSize * configs.latentFactor;
  const plain = configs.textEncoders.length > 1 ? 'Stable Diffusion XL' : 'Stable Diffusion';
  const kind = configs.guidanceWidth === undefined ? plain : 'Latent consistency model';
  return `${kind}, made for ${side}x${side} pixels`;
}

const maxNameLength = 200;

/** The folder's name; Hugging Face caches hide it two levels up, as models--owner--name/snapshots/<commit>. */
function nameOf(folder: string): string {
  const parts = resolve(folder).split(sep);
  const cached = parts.at(-2) === 'snapshots' ? parts.at(-3)?.split('--').at(-1) : undefined;
  return (cached || basename(resolve(folder)) || 'Model').slice(0, maxNameLength);
}

/** As the model card's first lines state it, if there is one. */
function licenceOf(folder: string): string | null {
  const card = { folder, path: 'README.md' };
  if (!hasModelFile(card)) return null;
  const head = /^---\r?\n([\s\S]*?)\r?\n---/.exec(readModelText(card))?.[1] ?? '';
  return /^license:\s*["']?([\w.+-]+)/m.exec(head)?.[1] ?? null;
}
