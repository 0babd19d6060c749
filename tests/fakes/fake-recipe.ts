// What the fake studio makes of a recipe with things left open.

import type { GenerationRequest, ResolvedRecipe } from '../../shared/domain/recipe.ts';
import { embeddedModel } from './fake-studio-models.ts';

export function resolveFakeRecipe(
  recipe: Extract<GenerationRequest, { kind: 'generate' }>['recipe'],
  counter: number,
): ResolvedRecipe {
  const { capabilities } = embeddedModel.manifest;
  const size = capabilities.sizes.find((offered) => offered.aspect === recipe.aspect) ?? { width: 512, height: 512 };
  return {
    prompt: recipe.prompt,
    negativePrompt: recipe.negativePrompt ?? '',
    styledPrompt: recipe.prompt,
    styledNegativePrompt: recipe.negativePrompt ?? '',
    model: recipe.model ?? embeddedModel.id,
    style: recipe.style ?? null,
    moreStyles: recipe.moreStyles ?? [],
    width: recipe.width ?? size.width,
    height: recipe.height ?? size.height,
    seed: recipe.seed ?? counter * 1000,
    steps: recipe.steps ?? capabilities.defaultSteps,
    guidanceScale: recipe.guidanceScale ?? capabilities.defaultGuidanceScale,
    scheduler: recipe.scheduler ?? capabilities.defaultScheduler,
    sigmas: recipe.sigmas ?? 'default',
    noise: recipe.noise ?? 'torch-cpu',
    clipSkip: 1,
    prompts: [],
    template: null,
    invention: recipe.invention ?? capabilities.defaultInvention,
    excludedSets: recipe.excludedSets ?? [],
    loras: recipe.loras ?? [],
    count: recipe.count ?? 4,
    variations: [],
    source: recipe.source ?? null,
    hires: null,
  };
}
