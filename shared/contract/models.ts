// Calls and events about models.

import { z } from 'zod';
import { ModelId } from '../domain/ids.ts';
import { Model } from '../domain/model.ts';
import { call } from './call.ts';

export const modelCalls = {
  'models.list': call({
    summary: 'Every model that can be chosen, the default first.',
    access: 'read',
    input: z.strictObject({}),
    output: z.strictObject({ models: z.array(Model), defaultModel: ModelId }),
  }),
  'models.chooseFolder': call({
    summary:
      "Let the person choose a model's folder; answers with its path, so that it can be seen before it is added.",
    access: 'desktop',
    input: z.strictObject({}),
    output: z.strictObject({
      /** null when none was chosen. */
      folder: z.string().nullable(),
    }),
  }),
  'models.add': call({
    summary: 'Register a folder as a model, in place; nothing in it is moved or written.',
    access: 'admin',
    input: z.strictObject({ folder: z.string().min(1).max(4096), id: ModelId.optional() }),
    output: Model,
  }),
  'models.remove': call({
    summary: 'Forget a registered model; its folder is not touched.',
    access: 'admin',
    input: z.strictObject({ id: ModelId }),
    output: z.strictObject({ id: ModelId }),
  }),
  'models.verify': call({
    summary: 'Read every file of a model again and compare it with what was registered.',
    access: 'read',
    input: z.strictObject({ id: ModelId }),
    output: z.strictObject({
      ok: z.boolean(),
      files: z.array(
        z.strictObject({
          path: z.string(),
          state: z.enum(['same', 'changed', 'missing', 'unreadable', 'recorded']),
          sha256: z.string().nullable(),
        }),
      ),
    }),
  }),
} as const;

export const modelEvents = {
  'models.changed': z.strictObject({}),
} as const;
