// Dynamic prompts through the door: previewed, refused with their place, and resolved anew for each image of a job.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Job } from '../../shared/domain/job.ts';
import { textChunks } from '../../main/api/dialects/picture-prompt.ts';
import { type LoopbackStudio, openLoopbackStudio } from './loopback-studio.ts';

let studio: LoopbackStudio;
beforeAll(async () => {
  studio = await openLoopbackStudio();
  mkdirSync(join(studio.home, 'wildcards'));
  writeFileSync(join(studio.home, 'wildcards', 'fruits.txt'), 'apple\npear\n');
});
afterAll(() => studio.close());

const template = 'a {red|green|blue|pink|grey} __fruits__ [small]';

async function finished(job: Job): Promise<Job> {
  for (;;) {
    const now = await studio.call('generation.get', { id: job.id });
    if (now.state === 'completed' || now.state === 'failed') return now;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('a preview says what some seeds come to, the same each time', async () => {
  const first = await studio.call('prompt.preview', { prompt: template, seed: 5, count: 8 });
  expect(first.errors).toEqual([]);
  expect(first.resolutions.map(({ seed }) => seed)).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
  for (const { prompt } of first.resolutions) {
    expect(prompt).toMatch(/^a (red|green|blue|pink|grey) (apple|pear) \[small\]$/);
  }
  expect(await studio.call('prompt.preview', { prompt: template, seed: 5, count: 8 })).toEqual(first);
});

test('a preview says what is wrong, where', async () => {
  const { resolutions, errors } = await studio.call('prompt.preview', { prompt: 'a {b', negativePrompt: '', count: 2 });
  expect(resolutions).toEqual([]);
  expect(errors).toEqual([{ field: 'prompt', at: 2, message: 'the { that begins here is never closed' }]);
});

test('tokens are counted of the prompt a seed comes to, and of a half typed one as it stands', async () => {
  const folder = fileURLToPath(new URL('../conformance/models/sd1', import.meta.url));
  await studio.call('models.add', { folder, id: 'tiny' as never });
  const model = 'tiny' as never;
  const asked = { prompt: 'a {red|green} (cat:1.2) <lora:any:0.5>', model, seed: 3 };
  const { text, encoders, weights } = await studio.call('prompt.tokens', asked);
  expect(text).toMatch(/^a (red|green) \(cat:1\.2\)$/);
  expect(encoders).toMatchObject([{ encoder: 'text_encoder', room: 75, cutAt: null, pieces: [{ end: text.length }] }]);
  expect(weights.map(({ from, to, weight }) => [text.slice(from, to), weight])).toEqual([['cat', 1.2]]);
  expect((await studio.call('prompt.tokens', { prompt: 'a {b', model })).text).toBe('a {b');
});

test('each image of a job takes its own choices, and tells of them and of the template', async () => {
  const asked = {
    prompt: template,
    negativePrompt: '{dark|dull}',
    model: 'mock' as never,
    seed: 5,
    steps: 1,
    width: 64,
    height: 64,
  };
  const job = await finished(await studio.call('generation.submit', { request: { kind: 'generate', recipe: asked } }));
  const { resolutions } = await studio.call('prompt.preview', {
    prompt: template,
    negativePrompt: '{dark|dull}',
    seed: 5,
  });
  expect([job.state, job.images.length]).toEqual(['completed', 4]);
  for (const [place, image] of job.images.entries()) {
    const { recipe } = await studio.call('library.get', { id: image.id });
    const { prompt = '', negativePrompt = '' } = resolutions[place] ?? {};
    expect(recipe).toMatchObject({
      prompt,
      styledPrompt: prompt,
      negativePrompt,
      styledNegativePrompt: negativePrompt,
    });
    expect([recipe?.template, recipe?.prompts]).toEqual([{ prompt: template, negativePrompt: '{dark|dull}' }, []]);
    const texts = textChunks((await studio.ask({ path: `/image/${image.id}` })).bytes);
    expect(texts.get('parameters')?.startsWith(`${prompt}\nNegative prompt: ${negativePrompt}\n`)).toBe(true);
    expect(JSON.parse(texts.get('tessera') ?? '{}')).toMatchObject({
      recipe: { prompt, template: { prompt: template } },
    });
  }
  const first = job.images[1];
  if (first === undefined) throw new Error('a second image');
  const varied = await studio.call('generation.submit', {
    request: { kind: 'vary', image: first.id, strength: 'subtle' },
  });
  expect([varied.task.recipe.prompt, varied.task.recipe.prompts]).toEqual([resolutions[1]?.prompt, []]);
  await finished(varied);
});

test('a search finds an image by what it resolved to', async () => {
  const asked = { prompt: '{zebra}', model: 'mock' as never, seed: 5, count: 1, steps: 1, width: 64, height: 64 };
  const job = await finished(await studio.call('generation.submit', { request: { kind: 'generate', recipe: asked } }));
  const { items } = await studio.call('library.list', { search: 'zebra' });
  expect(items.map(({ image, recipe }) => [image.id, recipe?.prompt])).toEqual([[job.images[0]?.id, 'zebra']]);
});

test('a job with a prompt that cannot be resolved is refused with its place', async () => {
  const answer = await studio.ask({
    method: 'POST',
    path: '/call/generation.submit',
    body: { request: { kind: 'generate', recipe: { prompt: 'a __nowhere__', model: 'mock' } } },
  });
  expect([answer.status, answer.json()]).toEqual([
    400,
    {
      ok: false,
      error: expect.objectContaining({
        code: 'INVALID_INPUT',
        message: 'prompt: there is no wildcard __nowhere__ (character 3).',
        details: { field: 'prompt', at: 2 },
      }),
    },
  ]);
});
