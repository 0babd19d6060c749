// The fake studio's upscalers.

import type { Upscaler } from '../../shared/domain/upscaler.ts';

export const fakeUpscalers: readonly [Upscaler, Upscaler] = [
  {
    id: 'esrgan-slim',
    origin: 'embedded',
    folder: '/fake/upscalers/esrgan-slim',
    name: 'ESRGAN slim',
    licence: 'MIT',
    factors: [2, 3, 4],
    problem: null,
  },
  {
    id: 'lanczos',
    origin: 'resampling',
    folder: null,
    name: 'Lanczos',
    licence: null,
    factors: [2, 3, 4],
    problem: null,
  },
];
