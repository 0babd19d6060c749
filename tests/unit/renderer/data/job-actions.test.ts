// What "again" means for each kind of job.

import { expect, test } from 'vitest';
import { rerollOf } from '../../../../renderer/data/job-actions.ts';
import { GenerationRequest } from '../../../../shared/domain/recipe.ts';
import { exampleJob } from '../example-job.ts';

test('a reroll keeps every setting and leaves the seed open', () => {
  const request = GenerationRequest.parse(rerollOf(exampleJob('one', 1)));
  expect(request).toMatchObject({ kind: 'generate', recipe: { prompt: 'a red apple', steps: 20, width: 512 } });
  expect(request).not.toHaveProperty('recipe.seed');
});

test('a reroll of a variation varies the same picture again', () => {
  const job = exampleJob('one', 1);
  const parent = job.images[0]?.id;
  if (parent === undefined) throw new Error('the example has pictures');
  const varied = {
    ...job,
    task: { kind: 'vary' as const, recipe: job.task.recipe, parent, strength: 'strong' as const },
  };
  expect(rerollOf(varied)).toEqual({ kind: 'vary', image: parent, strength: 'strong' });
});
