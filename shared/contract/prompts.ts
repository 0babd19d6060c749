// Calls about prompts before anything is drawn from them.

import { z } from 'zod';
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
} as const;
