// enable_hr and what goes with it: A1111's second pass at a larger size, as the recipe's own.

import { z } from 'zod';
import { lanczosId } from '../../../../shared/domain/upscaler.ts';
import { Recipe, type RecipeHires } from '../../../../shared/domain/recipe.ts';
import { TesseraError } from '../../../../shared/errors.ts';
import type { Door } from '../endpoint.ts';

/** A1111's own, for what is left out. */
const usual = { scale: 2, denoise: 0.75 } as const;

const Same = z.literal(['', 'Use same sampler', 'Use same scheduler', 'Use same checkpoint']).nullable().optional();
const { scale: Scale, denoise: Denoise, steps: Steps } = Recipe.shape.hires.unwrap().shape;

/** The second pass is drawn by the first one's words, model and sampler, to a multiple of its size. */
export const hiresFields = {
  enable_hr: z.boolean().optional(),
  hr_scale: z.union([Scale, z.literal(1)]).optional(),
  /** Only the second pass starts from a picture. */
  denoising_strength: Denoise.nullable().optional(),
  hr_second_pass_steps: z.union([z.literal(0), Steps.unwrap()]).optional(),
  hr_upscaler: z.string().max(200).nullable().optional(),
  hr_resize_x: z.literal(0).optional(),
  hr_resize_y: z.literal(0).optional(),
  hr_checkpoint_name: Same,
  hr_sampler_name: Same,
  hr_scheduler: Same,
  hr_prompt: z.literal('').optional(),
  hr_negative_prompt: z.literal('').optional(),
};

type AskedHires = z.infer<z.ZodObject<typeof hiresFields>>;

/** @throws VALIDATION_ERROR for an upscaler that is not installed */
export async function hiresOf(door: Door, asked: AskedHires): Promise<RecipeHires | undefined> {
  if (asked.enable_hr !== true) return undefined;
  const { hr_scale: scale, denoising_strength: denoise, hr_second_pass_steps: steps } = asked;
  return {
    scale: scale ?? usual.scale,
    denoise: denoise ?? usual.denoise,
    ...(steps === undefined || steps === 0 ? {} : { steps }),
    upscaler: await upscalerNamed(door, asked.hr_upscaler ?? lanczosId),
  };
}

async function upscalerNamed(door: Door, name: string): Promise<string> {
  const { upscalers } = await door.call('upscalers.list', {});
  const wanted = name.toLowerCase();
  const found = upscalers.find((one) => one.id.toLowerCase() === wanted || one.name.toLowerCase() === wanted);
  if (found !== undefined) return found.id;
  const choices = upscalers.map((one) => one.name);
  throw new TesseraError(
    'VALIDATION_ERROR',
    `hr_upscaler: there is no ${name.slice(0, 100)} here, but ${choices.join(', ')}.`,
    {
      details: { field: 'hr_upscaler', choices },
    },
  );
}
