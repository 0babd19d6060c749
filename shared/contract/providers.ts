// Calls about what computes: the processor, or a graphics card.

import { z } from 'zod';
import { ModelId } from '../domain/ids.ts';
import { ModelProvider, ProviderFinding } from '../domain/provider.ts';
import { call } from './call.ts';

const Answer = z.strictObject({
  /** What was found when they were last tried; null before that. */
  findings: z.array(ProviderFinding).nullable(),
  choice: ModelProvider,
});
const input = z.strictObject({
  /** Left out, the default model. */
  model: ModelId.optional(),
});

export const providerCalls = {
  'providers.get': call({
    summary: 'What can compute on this machine, and what draws with a model and why.',
    access: 'read',
    input,
    output: Answer,
  }),
  'providers.probe': call({
    summary: 'Try everything this build can compute with, each in a process of its own; then as providers.get.',
    access: 'admin',
    input,
    output: Answer,
  }),
} as const;
