// What "again" means for each kind of job.

import { expect, test } from 'vitest';
import { rerollOf } from '../../../../renderer/data/job-actions.ts';
import { SourceId } from '../../../../shared/domain/ids.ts';
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

test('a reroll keeps what stood beside the prompt: the picture to start from, LoRAs, sets left out, the second pass', () => {
  const job = exampleJob('one', 1);
  const source = { image: SourceId.parse('a'.repeat(64)), strength: 0.4 };
  const hires = { scale: 2, denoise: 0.5, steps: 9, upscaler: 'lanczos', width: 1024, height: 1024 };
  const more = { source, hires, excludedSets: ['blobs'], clipSkip: 2, loras: [{ id: 'glow', strength: 0.5 }] };
  const again = (prompt: string) =>
    GenerationRequest.parse(
      rerollOf({ ...job, task: { kind: 'generate', recipe: { ...job.task.recipe, ...more, prompt } } }),
    );
  expect(again('a fox')).toMatchObject({ recipe: { source, excludedSets: ['blobs'], clipSkip: 2, loras: more.loras } });
  expect(again('a fox')).toHaveProperty('recipe.hires', { scale: 2, denoise: 0.5, steps: 9, upscaler: 'lanczos' });
  // Named in the prompt, they are read from there.
  expect(again('a fox <lora:glow:0.5>')).toMatchObject({ recipe: { loras: undefined } });
});
