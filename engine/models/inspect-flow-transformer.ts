// What a folder of Stable Diffusion 3 or Flux can do, from its configs and the headers of its graphs.

import { noiseGenerators } from '../../shared/domain/noise-generator.ts';
import type { ModelManifest } from '../../shared/domain/model.ts';
import { sigmaSchedules } from '../../shared/domain/scheduler-name.ts';
import {
  type FlowTransformerConfigs,
  readFlowTransformerConfigs,
  transformerPaths,
} from '../pipelines/flow-transformer/model-configs.ts';
import { flowSizeRule } from '../pipelines/flow-transformer/picture-size.ts';
import { createFlowScheduler, flowDefaults, flowSchedulers } from '../pipelines/flow-transformer/sampling.ts';
import { checkTransformerInputs } from '../pipelines/flow-transformer/transformer-inputs.ts';
import { modelPaths } from '../pipelines/stable-diffusion/model-configs.ts';
import { checkGraph } from './check-graph.ts';
import { checkTextEncoder } from './check-text-encoder.ts';
import { licenceOfModel, nameOfModel } from './model-card.ts';
import { hasModelFile } from './model-json.ts';
import { describeFiles } from './needed-files.ts';
import { sizeCapabilities } from './size-capabilities.ts';

const configFiles = [
  modelPaths.index,
  transformerPaths.schedulerConfig,
  transformerPaths.transformerConfig,
  'vae_decoder/config.json',
];

/** @throws MODEL_MISSING_FILE, MODEL_LFS_POINTER, MODEL_CORRUPT, MODEL_UNSAFE_PATH, MODEL_UNSUPPORTED */
export async function inspectFlowTransformer(options: {
  readonly folder: string;
  readonly hash: boolean;
}): Promise<ModelManifest> {
  const { folder, hash } = options;
  const configs = readFlowTransformerConfigs(folder);
  const transformer = checkGraph({ folder, path: transformerPaths.transformer });
  const sample = checkTransformerInputs({ inputs: transformer.inputs, configs });
  const vaeDecoder = checkGraph({ folder, path: modelPaths.vaeDecoder });
  // Without an encoder it draws from words alone.
  const startsFromPictures = hasModelFile({ folder, path: modelPaths.vaeEncoder });
  const vaeEncoder = startsFromPictures ? checkGraph({ folder, path: modelPaths.vaeEncoder }) : null;
  const files = await describeFiles({
    folder,
    hash,
    paths: [
      ...configFiles.filter((path) => hasModelFile({ folder, path })),
      ...transformer.paths,
      ...checkTextEncoders(folder, configs),
      ...vaeDecoder.paths,
      ...(vaeEncoder?.paths ?? []),
    ],
  });
  const side = configs.sampleSize * configs.latentFactor;
  const defaults = flowDefaults(configs);
  const [scheduler] = flowSchedulers;
  // Refuses a schedule that cannot be computed now, and not with the first picture.
  createFlowScheduler(configs, { scheduler, sigmas: 'default', steps: defaults.steps, width: side, height: side });
  return {
    name: nameOfModel(folder),
    family: configs.family,
    description: describe(configs, side),
    licence: licenceOfModel(folder),
    sizeBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
    capabilities: {
      negativePrompt: configs.family === 'stable-diffusion-3',
      imageToImage: startsFromPictures,
      inpainting: startsFromPictures,
      schedulers: [scheduler],
      defaultScheduler: scheduler,
      sigmas: [...sigmaSchedules],
      noise: [...noiseGenerators],
      maxClipSkip: 1,
      defaultSteps: defaults.steps,
      defaultGuidanceScale: defaults.guidanceScale,
      defaultInvention: null,
      ...sizeCapabilities(flowSizeRule(configs, sample.dims), side),
    },
    sets: [],
    files,
  };
}

function checkTextEncoders(folder: string, { text }: FlowTransformerConfigs): string[] {
  if (text.family === 'flux') {
    return [text.clip, text.t5].flatMap((part) => checkTextEncoder({ folder, part, layer: 'last' }).paths);
  }
  const clips = text.clips.flatMap((part) => checkTextEncoder({ folder, part, layer: 'penultimate' }).paths);
  return text.t5 === null ? clips : [...clips, ...checkTextEncoder({ folder, part: text.t5, layer: 'last' }).paths];
}

function describe({ family, text, takesGuidance }: FlowTransformerConfigs, side: number): string {
  const made = `made for ${side}x${side} pixels`;
  if (family === 'flux') return `Flux${takesGuidance ? '' : ', distilled to few steps'}, ${made}`;
  return `Stable Diffusion 3${text.t5 === null ? ' without T5' : ''}, ${made}`;
}
