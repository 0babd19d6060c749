// The fake studio's upscalers, LoRAs and backups, and what it says of itself.

import type { Lora } from '../../shared/domain/lora.ts';
import type { TesseraEvent } from '../../shared/contract/index.ts';
import { ModelId } from '../../shared/domain/ids.ts';
import type { ModelProvider, ProviderFinding } from '../../shared/domain/provider.ts';
import type { Settings } from '../../shared/domain/settings.ts';
import { TesseraError } from '../../shared/errors.ts';
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

const fakeLoras: readonly Lora[] = ['watercolour-wash', 'pixel-hero'].map((id, place) => ({
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

const found: readonly ProviderFinding[] = [
  { name: 'cpu', works: true, problem: null },
  { name: 'webgpu', works: true, problem: null },
  { name: 'cuda', works: false, problem: 'cuda did not start: its libraries are not installed.' },
];

function choiceOf({ provider }: Settings): ModelProvider {
  const measured = [
    { name: 'webgpu', stepMs: 310, runs: 4 },
    { name: 'cpu', stepMs: 1900, runs: 2 },
  ] satisfies ModelProvider['measured'];
  const chosen = provider === 'auto' ? 'webgpu' : provider;
  const reason = provider === 'auto' ? 'quickest' : 'chosen';
  return { model: ModelId.parse('stickers'), provider: chosen, reason, measured, failed: [] };
}

export function isExtraCall(name: string): boolean {
  return /^(?:loras|upscalers|backups|providers)\.|^system\.about$/.test(name);
}

export function createFakeExtras(send: (event: TesseraEvent) => void) {
  let loras = fakeLoras;
  let findings: ProviderFinding[] | null = null;
  function setLoras(next: readonly Lora[]): void {
    loras = next;
    send({ name: 'loras.changed', data: {}, sequence: Number.MAX_SAFE_INTEGER });
  }
  return {
    answer(name: string, input: { readonly id?: string; readonly path?: string }, settings: Settings): unknown {
      switch (name) {
        case 'system.about':
          return { dataFolder: '/home/ada/.local/share/tessera', licences: '# Licences of the embedded models' };
        case 'providers.get':
          return { findings, choice: choiceOf(settings) };
        case 'providers.probe':
          findings = [...found];
          return { findings, choice: choiceOf(settings) };
        case 'upscalers.list':
          return { upscalers: [...fakeUpscalers], defaultUpscaler: settings.upscaler };
        case 'upscalers.add':
          throw new TesseraError('MODEL_MISSING_FILE', `${input.path} holds no .onnx file.`);
        case 'loras.list':
          return { loras };
        case 'loras.add': {
          const back = fakeLoras.find(({ path }) => path === input.path);
          if (back === undefined)
            throw new TesseraError('MODEL_UNSUPPORTED', `${input.path} cannot be used as a LoRA.`);
          setLoras([...loras, back]);
          return back;
        }
        case 'loras.remove':
          setLoras(loras.filter(({ id }) => id !== input.id));
          return { id: input.id };
        case 'backups.list':
          return { backups: [], problem: null, restoration: null };
        default:
          return { id: input.id };
      }
    },
  };
}
