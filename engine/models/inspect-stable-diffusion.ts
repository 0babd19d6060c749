// What a Stable-Diffusion folder can do, from its configs and the headers of its graphs; refuses what would fail later.

import type { ModelCapabilities, ModelManifest } from '../../shared/domain/model.ts';
import { noiseGenerators } from '../../shared/domain/noise-generator.ts';
import { type SchedulerName, sigmaSchedules } from '../../shared/domain/scheduler-name.ts';
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
import { checkGraph } from './check-graph.ts';
import { checkTextEncoder } from './check-text-encoder.ts';
import { licenceOfModel, nameOfModel } from './model-card.ts';
import { hasModelFile } from './model-json.ts';
import { describeFiles } from './needed-files.ts';
import { sizeCapabilities } from './size-capabilities.ts';

const configFiles = [modelPaths.index, modelPaths.schedulerConfig, 'unet/config.json', 'vae_decoder/config.json'];

/** @throws MODEL_MISSING_FILE, MODEL_LFS_POINTER, MODEL_CORRUPT, MODEL_UNSAFE_PATH, MODEL_UNSUPPORTED */
export async function inspectStableDiffusion(options: {
  readonly folder: string;
  readonly hash: boolean;
}): Promise<ModelManifest> {
  const { folder, hash } = options;
  const configs = readStableDiffusionConfigs(folder);
  const unet = checkGraph({ folder, path: modelPaths.unet });
  const { sample, added, seesMask } = assignDenoiserInputs({
    inputs: unet.inputs,
    latentChannels: configs.latentChannels,
  });
  const isXl = configs.textEncoders.length > 1;
  if (isXl !== (added !== null)) throw mixedFamilies(isXl);
  const textEncoders = configs.textEncoders.map((part) => checkTextEncoder({ folder, part, layer: configs.textLayer }));
  const vaeDecoder = checkGraph({ folder, path: modelPaths.vaeDecoder });
  // Without an encoder a model draws from words alone; one made for inpainting always has to see a picture.
  const startsFromPictures = seesMask || hasModelFile({ folder, path: modelPaths.vaeEncoder });
  const vaeEncoder = startsFromPictures ? checkGraph({ folder, path: modelPaths.vaeEncoder }) : null;
  const files = await describeFiles({
    folder,
    hash,
    paths: [
      ...configFiles.filter((path) => hasModelFile({ folder, path })),
      ...unet.paths,
      ...textEncoders.flatMap(({ paths }) => paths),
      ...vaeDecoder.paths,
      ...(vaeEncoder?.paths ?? []),
    ],
  });
  return {
    name: nameOfModel(folder),
    family: isXl ? 'stable-diffusion-xl' : 'stable-diffusion',
    description: describe(configs),
    licence: licenceOfModel(folder),
    sizeBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
    capabilities: capabilitiesOf(configs, {
      rule: sizeRule(configs, sample.dims),
      startsFromPictures,
      maxClipSkip: Math.min(...textEncoders.map((encoder) => encoder.maxClipSkip)),
    }),
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

function capabilitiesOf(
  configs: StableDiffusionConfigs,
  has: { readonly rule: SizeRule; readonly startsFromPictures: boolean; readonly maxClipSkip: number },
): ModelCapabilities {
  const defaults = samplingDefaults(configs);
  const schedulers = computable(configs, defaults.steps);
  return {
    negativePrompt: configs.guidanceWidth === undefined && defaults.guidanceScale > 1,
    imageToImage: has.startsFromPictures,
    inpainting: has.startsFromPictures,
    schedulers: [...schedulers],
    defaultScheduler: schedulers.includes(defaults.scheduler) ? defaults.scheduler : schedulers[0],
    sigmas: [...sigmaSchedules],
    noise: [...noiseGenerators],
    maxClipSkip: has.maxClipSkip,
    defaultSteps: defaults.steps,
    defaultGuidanceScale: defaults.guidanceScale,
    defaultInvention: null,
    ...sizeCapabilities(has.rule, configs.sampleSize * configs.latentFactor),
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
