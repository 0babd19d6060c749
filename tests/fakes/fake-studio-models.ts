// The fake studio's models.

import type { DrawnFrom } from '../../shared/domain/exemplar-source.ts';
import { ModelId } from '../../shared/domain/ids.ts';
import type { Model } from '../../shared/domain/model.ts';
import type { ResolvedRecipe } from '../../shared/domain/recipe.ts';

export const embeddedModel: Model = {
  id: ModelId.parse('stickers'),
  origin: 'embedded',
  folder: '/fake/resources/models/stickers',
  problem: null,
  manifest: {
    name: 'Stickers',
    family: 'exemplar',
    description: 'Stickers, emoji and clip art on white or in simple scenes; about a second a picture.',
    licence: 'Apache-2.0, MIT, CC-BY-4.0',
    sizeBytes: 36_700_000,
    sets: [
      {
        name: 'blobs',
        title: 'Blobs',
        style: 'blob',
        drawings: 1106,
        licence: 'Apache-2.0',
        author: 'Blob Makers',
        source: 'https://example.org/blobs',
      },
      {
        name: 'gloss',
        title: 'Gloss',
        style: 'glossy',
        drawings: 996,
        licence: 'CC-BY-4.0',
        author: 'Gloss Company',
        source: 'https://example.org/gloss',
      },
    ],
    files: [{ path: 'exemplars.bin', sizeBytes: 29_536_370, sha256: null }],
    capabilities: {
      negativePrompt: true,
      imageToImage: false,
      inpainting: false,
      schedulers: ['flow-match-euler', 'euler', 'ddim'],
      defaultScheduler: 'flow-match-euler',
      sigmas: ['default', 'karras', 'exponential', 'beta'],
      noise: ['torch-cpu', 'philox'],
      maxClipSkip: 1,
      defaultSteps: 20,
      defaultGuidanceScale: 3,
      defaultInvention: 0.5,
      sideMultiple: 8,
      sideMin: 64,
      sideMax: 1024,
      sizes: [
        { aspect: '1:1', width: 512, height: 512 },
        { aspect: '4:3', width: 576, height: 432 },
        { aspect: '3:4', width: 432, height: 576 },
        { aspect: '3:2', width: 624, height: 416 },
        { aspect: '2:3', width: 416, height: 624 },
        { aspect: '16:9', width: 640, height: 360 },
        { aspect: '9:16', width: 360, height: 640 },
      ],
    },
  },
};

/** Every set that a recipe does not leave out gives two drawings. */
export function fakeSources({ model, excludedSets }: ResolvedRecipe): DrawnFrom {
  if (model !== embeddedModel.id) return [];
  const used = embeddedModel.manifest.sets.filter(({ name }) => !excludedSets.includes(name));
  return used.map(({ name, title, licence, author, source }, place) => ({
    name,
    title,
    licence,
    author,
    source,
    drawings: [
      { name: 'lighthouse', label: 'lighthouse', leads: place === 0 },
      { name: 'tower', label: 'Tokyo tower', leads: false },
    ],
  }));
}

export const brokenModel: Model = {
  ...embeddedModel,
  id: ModelId.parse('watercolour'),
  origin: 'user',
  folder: '/fake/models/watercolour-onnx',
  problem: 'unet/model.onnx ends after 12 MB of 1.7 GB. Download the model again.',
  manifest: {
    ...embeddedModel.manifest,
    name: 'Watercolour',
    family: 'stable-diffusion',
    description: '',
    licence: null,
    sets: [],
    capabilities: {
      ...embeddedModel.manifest.capabilities,
      imageToImage: true,
      inpainting: true,
      defaultInvention: null,
    },
    sizeBytes: 2_100_000_000,
    header: {
      weightTypes: ['float16', 'float32'],
      operators: ['Add', 'Conv', 'Gemm', 'InstanceNormalization', 'MatMul', 'Softmax'],
      opset: 17,
      provider: 'cpu',
      licenceFile: 'LICENSE.txt',
    },
  },
};
