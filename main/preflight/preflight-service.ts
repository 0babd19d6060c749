// What drawing a recipe would take, told before it is begun.

import type { Preflight } from '../../shared/domain/preflight.ts';
import type { Recipe } from '../../shared/domain/recipe.ts';
import type { Engine } from '../engine/supervisor.ts';
import { resolveRecipe } from '../jobs/resolve-recipe.ts';
import type { LoraService } from '../loras/lora-service.ts';
import type { ChosenModel } from '../models/chosen-model.ts';

export interface PreflightService {
  /** @throws what submitting such a recipe throws for its model, size and settings */
  of(recipe: Omit<Recipe, 'prompt'> & { readonly prompt?: string | undefined }): Preflight;
}

/** Stands in for the words, which decide neither memory nor time. */
const anyPrompt = 'anything';

export function createPreflightService(options: {
  readonly engine: Pick<Engine, 'health'>;
  readonly chosen: Pick<ChosenModel, 'usable' | 'excludedSets'>;
  readonly lora: LoraService['find'];
  /** What the machine can give now without swapping. */
  readonly availableBytes?: () => number;
}): PreflightService {
  const { engine, chosen, availableBytes = () => process.availableMemory() } = options;
  return {
    of(asked) {
      const model = chosen.usable(asked.model);
      const { width, height, steps, count } = resolveRecipe({
        recipe: { ...asked, prompt: asked.prompt ?? anyPrompt },
        model,
        // Its words come with the prompt's.
        style: null,
        excludedSets: chosen.excludedSets(model.id),
        lora: options.lora,
        randomSeed: () => 0,
      });
      const freeBytes = availableBytes() + (engine.health().rssBytes ?? 0);
      return {
        model: model.id,
        width,
        height,
        steps,
        count,
        memory: { peakBytes: null, basis: 'unknown', freeBytes },
        time: { seconds: null, basis: 'unknown', runs: 0 },
        notes: [],
      };
    },
  };
}
