// Prompts that were drawn, read from the jobs themselves: what is deleted there is gone here.

import { z } from 'zod';
import type { Store } from './database.ts';

/** How many of the newest jobs are looked through: months of drawing, and read in a few milliseconds. */
const jobsLookedAt = 5000;

const Row = z.object({ prompt: z.string(), negativePrompt: z.string() });
export type PastPrompt = z.infer<typeof Row>;

export type PromptHistory = ReturnType<typeof createPromptHistory>;

export function createPromptHistory({ database }: Store) {
  const newest = database.prepare(
    `SELECT prompt, negativePrompt FROM (
       SELECT task ->> '$.recipe.prompt' AS prompt, task ->> '$.recipe.negativePrompt' AS negativePrompt,
         created_at, id
       FROM jobs WHERE deleted_at IS NULL ORDER BY created_at DESC, id DESC LIMIT ${jobsLookedAt}
     ) WHERE prompt LIKE @pattern ESCAPE '\\' GROUP BY prompt, negativePrompt
     ORDER BY max(created_at) DESC, max(id) DESC LIMIT @limit`,
  );
  return {
    /** Each prompt once, the one drawn last first. */
    find({ search, limit }: { readonly search: string; readonly limit: number }): PastPrompt[] {
      const literal = search.trim().replaceAll(/[\\%_]/g, String.raw`\$&`);
      return z.array(Row).parse(newest.all({ pattern: `%${literal}%`, limit }));
    },
  };
}
