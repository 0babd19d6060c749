// What drawing a recipe would take, told before it is begun: memory by the model's own sizes, seconds by the runs before it.

import type { Preflight } from '../../shared/domain/preflight.ts';
import type { Recipe, ResolvedRecipe } from '../../shared/domain/recipe.ts';
import type { Engine } from '../engine/supervisor.ts';
import { resolveRecipe } from '../jobs/resolve-recipe.ts';
import type { LoraService } from '../loras/lora-service.ts';
import type { ChosenModel } from '../models/chosen-model.ts';
import type { RunTimeTable } from '../store/run-time-table.ts';
import type { ProviderService } from '../providers/provider-service.ts';
import type { LearningEngine } from './learning-engine.ts';
import { predictMemory } from './predict-memory.ts';
import { type Pass, predictTime } from './predict-time.ts';

export interface PreflightService {
  /** @throws what submitting such a recipe throws for its model, size and settings */
  of(recipe: Omit<Recipe, 'prompt'> & { readonly prompt?: string | undefined }): Preflight;
}

/** Stands in for the words, which decide neither memory nor time. */
const anyPrompt = 'anything';

export function createPreflightService(options: {
  readonly engine: Pick<LearningEngine, 'health' | 'holds'>;
  readonly runTimes: Pick<RunTimeTable, 'ofModel'>;
  readonly providers: Pick<ProviderService, 'of'>;
  readonly chosen: Pick<ChosenModel, 'usable' | 'excludedSets'>;
  readonly lora: LoraService['find'];
  /** What the machine can give now without swapping. */
  readonly availableBytes?: () => number;
}): PreflightService {
  const { engine, runTimes, chosen, availableBytes = () => process.availableMemory() } = options;
  return {
    of(asked) {
      const model = chosen.usable(asked.model);
      const recipe = resolveRecipe({
        recipe: { ...asked, prompt: asked.prompt ?? anyPrompt },
        model,
        // Its words come with the prompt's.
        style: null,
        excludedSets: chosen.excludedSets(model.id),
        lora: options.lora,
        randomSeed: () => 0,
      });
      const runs = runTimes.ofModel(model.id);
      const { provider } = options.providers.of(model.id);
      const passes = passesOf(recipe);
      const largest = passes.reduce((a, b) => (b.width * b.height > a.width * a.height ? b : a));
      const health = engine.health();
      const { memory, notes } = predictMemory(model.manifest.memory, runs, {
        width: largest.width,
        height: largest.height,
        fromPicture: passes.some(({ fromPicture }) => fromPicture),
        // What the engine holds now is what it will draw with, or gives back before it does.
        freeBytes: availableBytes() + (health.rssBytes ?? 0),
        isBounded: isElectron(health.about) && process.platform !== 'win32',
      });
      const time = predictTime(
        runs.filter((run) => run.provider === provider),
        {
          passes,
          count: recipe.count,
          guided: recipe.guidanceScale > 1,
          guidanceDoubles: model.manifest.capabilities.negativePrompt,
          isLoaded: engine.holds(model.id),
        },
      );
      const { width, height, steps, count } = recipe;
      return { model: model.id, provider, width, height, steps, count, memory, time, notes };
    },
  };
}

function passesOf({ width, height, steps, source, hires }: ResolvedRecipe): [Pass, ...Pass[]] {
  // A picture to start from leaves out the steps that would have made it: shared/domain/recipe.ts.
  const kept = source === null ? steps : Math.max(1, Math.trunc(steps * source.strength));
  const first: Pass = { width, height, steps: kept, fromPicture: source !== null };
  if (hires === null) return [first];
  return [first, { width: hires.width, height: hires.height, steps: hires.steps, fromPicture: true }];
}

function isElectron(about: ReturnType<Engine['health']>['about']): boolean {
  return about?.versions['electron'] !== undefined;
}
