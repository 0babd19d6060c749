// What the page asked the studio to draw last.

import { z } from 'zod';
import { Recipe } from '../../../shared/domain/recipe.ts';
import type { FakeStudio } from '../../fakes/fake-studio.ts';

export function sentRecipe(studio: FakeStudio): Recipe {
  const asked = studio.asked.findLast(({ name }) => name === 'generation.submit');
  return z.object({ request: z.object({ recipe: Recipe }) }).parse(asked?.input).request.recipe;
}
