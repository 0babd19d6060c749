// Stable Diffusion 3 and Flux: text encoders in front of a transformer that answers the way from noise to picture.
//
// Esser et al., "Scaling Rectified Flow Transformers for High-Resolution Image Synthesis", 2024,
// https://arxiv.org/abs/2403.03206.

import type { Session } from '../../runtime/tensor-runtime.ts';
import { createTextEncoder, type HiddenLayer, type TextEncoderPart } from '../../text-encoders/text-encoder.ts';
import type { LatentFamily } from '../stable-diffusion/latent-family.ts';
import type { TextConditioning } from '../stable-diffusion/text-conditioning.ts';
import { type FlowTransformerConfigs, readFlowTransformerConfigs, transformerPaths } from './model-configs.ts';
import { flowSizeRule } from './picture-size.ts';
import { createFlowScheduler, flowSchedulers } from './sampling.ts';
import { createFluxConditioning, createStableDiffusion3Conditioning } from './text-conditioning.ts';
import { createTransformer } from './transformer.ts';
import { readTransformerMemory } from './transformer-memory.ts';
import { type WordShape, wordShape } from './word-shape.ts';

/** @throws MODEL_CORRUPT, MODEL_LFS_POINTER */
export function readFlowTransformerFamily(folder: string): LatentFamily {
  const configs = readFlowTransformerConfigs(folder);
  return {
    latentChannels: configs.latentChannels,
    latentFactor: configs.latentFactor,
    latentScale: configs,
    schedulers: flowSchedulers,
    previewColours: null,
    denoiserMemory: () => readTransformerMemory(folder, configs),
    lateStart: 'rounded-up',
    createScheduler: (recipe) => createFlowScheduler(configs, recipe),
    sizeRule: (denoiser) => flowSizeRule(configs, denoiser.sampleDims),
    async open(open) {
      const session = await open(transformerPaths.transformer);
      const denoiser = createTransformer({ session, configs });
      const declared = session.inputs.find((input) => input.name === 'encoder_hidden_states')?.dims ?? [];
      return { text: await openText({ folder, configs, open, shape: wordShape(declared, configs) }), denoiser };
    },
  };
}

async function openText(options: {
  readonly folder: string;
  readonly configs: FlowTransformerConfigs;
  readonly open: (path: string) => Promise<Session>;
  readonly shape: WordShape;
}): Promise<TextConditioning> {
  const { folder, configs, open } = options;
  const { width: wordWidth, t5Length } = options.shape;
  const encoder = async (part: TextEncoderPart, layer: HiddenLayer, length?: number) =>
    createTextEncoder({ folder, part, layer, length, session: await open(part.graph) });
  if (configs.text.family === 'flux') {
    const { clip, t5 } = configs.text;
    return createFluxConditioning({ clip: await encoder(clip, 'last'), t5: await encoder(t5, 'last', t5Length) });
  }
  const { clips, t5 } = configs.text;
  return createStableDiffusion3Conditioning({
    clips: [await encoder(clips[0], 'penultimate'), await encoder(clips[1], 'penultimate')],
    t5: t5 === null ? null : await encoder(t5, 'last', t5Length),
    t5Length,
    wordWidth,
  });
}
