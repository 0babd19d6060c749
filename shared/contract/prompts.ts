// Calls about prompts before anything is drawn from them.

import { z } from 'zod';
import { ModelId } from '../domain/ids.ts';
import { PromptReading } from '../domain/prompt-reading.ts';
import { promptMaxLength, Seed } from '../domain/recipe.ts';
import { call } from './call.ts';

const previewsMax = 16;
const Template = z.string().max(promptMaxLength);

export const promptCalls = {
  'prompt.preview': call({
    summary: 'What a dynamic prompt comes to with some seeds, and what is wrong with it and where.',
    access: 'read',
    input: z.strictObject({
      prompt: Template,
      negativePrompt: Template.default(''),
      /** Of the first preview; each further one has the next, as the images of a job do. */
      seed: Seed.default(0),
      count: z.int().min(1).max(previewsMax).default(4),
    }),
    output: z.strictObject({
      resolutions: z.array(z.strictObject({ seed: Seed, prompt: z.string(), negativePrompt: z.string() })),
      errors: z.array(
        z.strictObject({
          field: z.enum(['prompt', 'negativePrompt']),
          /** UTF-16 units from the start of the field. */
          at: z.int().nonnegative(),
          message: z.string(),
        }),
      ),
    }),
  }),
  'prompt.tokens': call({
    summary:
      'How a model reads a prompt: its tokens by text encoder, the pieces they are read in, where it is cut, and what is weighted.',
    access: 'read',
    input: z.strictObject({
      prompt: Template,
      /** The default model when it is left out. */
      model: ModelId.optional(),
      /** Whose choices are taken of a dynamic prompt. */
      seed: Seed.default(0),
    }),
    output: PromptReading.extend({
      /**
       * What was read, with all places in it: the prompt with its choices taken and without LoRA tags. A dynamic prompt with a
       * fault is read as it stands; `prompt.preview` tells the fault.
       */
      text: z.string(),
    }),
  }),
  'prompt.history': call({
    summary: 'Prompts that were drawn, each once, the one drawn last first.',
    access: 'read',
    input: z.strictObject({
      search: z.string().max(200).default(''),
      limit: z.int().min(1).max(200).default(50),
    }),
    output: z.strictObject({
      prompts: z.array(z.strictObject({ prompt: z.string(), negativePrompt: z.string() })),
    }),
  }),
  'prompt.wildcards': call({
    summary: 'The names of your wildcards, as a prompt writes them between double underlines.',
    access: 'read',
    input: z.strictObject({}),
    output: z.strictObject({ names: z.array(z.string()) }),
  }),
} as const;
