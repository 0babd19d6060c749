// Stable Diffusion 1, 2 and XL: one or two CLIP encoders in front of a U-Net.
//
// Rombach et al., "High-Resolution Image Synthesis with Latent Diffusion Models", CVPR 2022, https://arxiv.org/abs/2112.10752;
// Podell et al., "SDXL", 2023, https://arxiv.org/abs/2307.01952.

import { createScheduler } from '../../schedulers/create-scheduler.ts';
import { createTextEncoder, type TextEncoder, type TextEncoderPart } from '../../text-encoders/text-encoder.ts';
import { createDenoiser } from './denoiser.ts';
import { readUnetMemory } from './denoiser-memory.ts';
import type { LatentFamily } from './latent-family.ts';
import { stableDiffusionColours, xlColours } from './latent-preview.ts';
import { modelPaths, readStableDiffusionConfigs } from './model-configs.ts';
import { sizeRule } from './picture-size.ts';
import { schedulersOffered } from './schedulers-offered.ts';
import { createTextConditioning } from './text-conditioning.ts';

/** The channels whose colours are known; other decoders have others. */
const previewChannels = 4;

/** @throws MODEL_CORRUPT, MODEL_LFS_POINTER */
export function readStableDiffusionFamily(folder: string): LatentFamily {
  const configs = readStableDiffusionConfigs(folder);
  const isConsistency = configs.guidanceWidth !== undefined;
  const colours = configs.textEncoders.length > 1 ? xlColours : stableDiffusionColours;
  return {
    latentChannels: configs.latentChannels,
    latentFactor: configs.latentFactor,
    latentScale: configs,
    schedulers: schedulersOffered(configs),
    previewColours: configs.latentChannels === previewChannels ? colours : null,
    denoiserMemory: () => readUnetMemory(folder),
    // A consistency model was distilled for few steps, wherever they begin.
    lateStart: isConsistency ? 'all' : 'rounded-down',
    createScheduler: ({ scheduler, steps, sigmas }, strength) =>
      createScheduler({
        name: scheduler,
        config: configs.scheduler.config,
        steps,
        sigmaSchedule: sigmas,
        ...(isConsistency ? { strength } : {}),
      }),
    sizeRule: (denoiser) => sizeRule(configs, denoiser.sampleDims),
    async open(open) {
      const openEncoder = async (part: TextEncoderPart) =>
        createTextEncoder({ folder, part, layer: configs.textLayer, session: await open(part.graph) });
      const [first, ...others] = configs.textEncoders;
      const encoders: [TextEncoder, ...TextEncoder[]] = [await openEncoder(first)];
      for (const other of others) encoders.push(await openEncoder(other));
      const denoiser = createDenoiser({ session: await open(modelPaths.unet), ...configs });
      const text = createTextConditioning({
        encoders,
        zerosForEmpty: configs.zerosForEmptyNegative,
        isLengthOpen: denoiser.readsLongPrompts,
      });
      return { text, denoiser };
    },
  };
}
