// Calls about LoRAs: which are registered, adding a file in place, forgetting it.

import { z } from 'zod';
import { Lora, LoraId } from '../domain/lora.ts';
import { call } from './call.ts';

export const loraCalls = {
  'loras.list': call({
    summary: 'Every registered LoRA.',
    access: 'read',
    input: z.strictObject({}),
    output: z.strictObject({ loras: z.array(Lora) }),
  }),
  'loras.add': call({
    summary: 'Register a .safetensors file as a LoRA, in place; it is not moved or written.',
    access: 'admin',
    input: z.strictObject({ path: z.string().min(1).max(4096), id: LoraId.optional() }),
    output: Lora,
  }),
  'loras.remove': call({
    summary: 'Forget a registered LoRA; its file is not touched.',
    access: 'admin',
    input: z.strictObject({ id: LoraId }),
    output: z.strictObject({ id: LoraId }),
  }),
} as const;

export const loraEvents = {
  'loras.changed': z.strictObject({}),
} as const;
