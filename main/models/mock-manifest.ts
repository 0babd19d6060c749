// What the mock engine says of itself: any size, every scheduler, no files.

import type { ModelManifest } from '../../shared/domain/model.ts';
import { schedulerNames, sigmaSchedules } from '../../shared/domain/scheduler-name.ts';

export const mockManifest: ModelManifest = {
  name: 'Mock',
  family: 'mock',
  description: 'Draws labelled placeholders through the real queue, engine process and library; needs no model.',
  licence: null,
  sizeBytes: 0,
  capabilities: {
    negativePrompt: true,
    imageToImage: true,
    inpainting: true,
    schedulers: [...schedulerNames],
    defaultScheduler: 'euler',
    sigmas: [...sigmaSchedules],
    noise: ['torch-cpu'],
    maxClipSkip: 1,
    defaultSteps: 8,
    defaultGuidanceScale: 7,
    defaultInvention: null,
    sideMultiple: 8,
    sideMin: 64,
    sideMax: 2048,
    sizes: [
      { aspect: '1:1', width: 256, height: 256 },
      { aspect: '4:3', width: 320, height: 240 },
      { aspect: '3:4', width: 240, height: 320 },
      { aspect: '3:2', width: 336, height: 224 },
      { aspect: '2:3', width: 224, height: 336 },
      { aspect: '16:9', width: 384, height: 216 },
      { aspect: '9:16', width: 216, height: 384 },
    ],
  },
  sets: [],
  files: [],
};
