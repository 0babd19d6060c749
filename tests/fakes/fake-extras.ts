// The fake studio's upscalers and LoRAs.

import type { Lora } from '../../shared/domain/lora.ts';
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

export const fakeLoras: readonly Lora[] = ['watercolour-wash', 'pixel-hero'].map((id, place) => ({
  id,
  path: `/fake/loras/${id}.safetensors`,
  facts: {
    sha256: String(place).repeat(64),
    sizeBytes: 37_000_000,
    layers: place === 0 ? { unet: 192, text_encoder: 72 } : { unet: 192 },
    base: place === 0 ? 'sd_v1-5' : null,
  },
  problem: null,
}));
