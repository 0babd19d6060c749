// The LoRAs a picture is drawn with: those the recipe lists and those its prompt names.

import { type LoraId, lorasMax, type RecipeLora, RecipeLoras } from '../../shared/domain/lora.ts';
import { familiesWithLoras, type Model } from '../../shared/domain/model.ts';
import type { Recipe } from '../../shared/domain/recipe.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { TaggedLora } from '../../shared/prompt/lora-tags.ts';

/**
 * What is named twice keeps the strength it was given last, and the prompt has the last word.
 * @throws LORA_NOT_FOUND, INVALID_INPUT for a model that takes none, for too many and for strengths out of range
 */
export function resolveLoras(
  tagged: readonly TaggedLora[],
  options: {
    readonly recipe: Pick<Recipe, 'loras'>;
    readonly model: Model;
    /** The id of the LoRA a person means. @throws LORA_NOT_FOUND */
    readonly lora?: (name: string) => LoraId;
  },
): RecipeLora[] {
  const { recipe, model, lora } = options;
  const named = [...(recipe.loras ?? []).map(({ id, strength }) => ({ name: id, strength })), ...tagged];
  if (named.length === 0) return [];
  if (lora === undefined || !familiesWithLoras.has(model.manifest.family)) {
    throw new TesseraError(
      'INVALID_INPUT',
      `loras: ${model.manifest.name} cannot draw with LoRAs. Leave ${named.map(({ name }) => name).join(', ')} out, or choose a Stable-Diffusion model.`,
      { details: { field: 'loras' } },
    );
  }
  const strengths = new Map(named.map(({ name, strength }) => [lora(name), strength] as const));
  const parsed = RecipeLoras.safeParse([...strengths].map(([id, strength]) => ({ id, strength })));
  if (parsed.success) return parsed.data;
  throw new TesseraError('INVALID_INPUT', `loras: at most ${lorasMax}, each with a strength from -4 to 4.`, {
    details: { field: 'loras' },
  });
}
