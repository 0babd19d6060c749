// Calls about upscalers: what can enlarge a picture, and how to add another network.

import { z } from 'zod';
import { Upscaler, UpscalerId } from '../domain/upscaler.ts';
import { call } from './call.ts';

export const upscalerCalls = {
  'upscalers.list': call({
    summary: 'Everything that can enlarge a picture, the default first.',
    access: 'read',
    input: z.strictObject({}),
    output: z.strictObject({ upscalers: z.array(Upscaler), defaultUpscaler: UpscalerId }),
  }),
  'upscalers.add': call({
    summary:
      'Register an .onnx network, or a folder with one, as an upscaler, in place; nothing in it is moved or written.',
    access: 'admin',
    input: z.strictObject({ path: z.string().min(1).max(4096), id: UpscalerId.optional() }),
    output: Upscaler,
  }),
  'upscalers.remove': call({
    summary: 'Forget a registered upscaler; its folder is not touched.',
    access: 'admin',
    input: z.strictObject({ id: UpscalerId }),
    output: z.strictObject({ id: UpscalerId }),
  }),
} as const;

export const upscalerEvents = {
  'upscalers.changed': z.strictObject({}),
} as const;
