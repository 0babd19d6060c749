// What a real serve process answers while its disk takes nothing more: the reason, in every dialect's words, and nothing lost.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Body, type ServedStudio, serveStudio, wideLimits } from './serve-studio.ts';

let studio: ServedStudio;
beforeAll(async () => {
  studio = await serveStudio({ limits: wideLimits });
}, 60_000);
afterAll(() => studio.close());

const post = (path: string, body: object) => studio.ask({ method: 'POST', path, body });
const created = async (path: string, body: object) => String(((await post(path, body)).json() as Body)['id']);

test('what would have to be written is refused with 503 while the disk takes nothing', async () => {
  const project = await created('/api/projects', { name: 'Foxes' });
  const asked: [string, object][] = [
    ['/generations', { prompt: 'a fox', aspectRatio: '1:1' }],
    ['/api/generate/single', { prompt: 'a fox', width: 128, height: 128, num_images: 1 }],
    ['/api/images/generate', { prompt: 'a fox', num_images: 1, size: '128x128' }],
    ['/api/projects', { name: 'Wolves' }],
    [`/api/projects/${project}/shots`, { prompt: 'a fox' }],
    ['/api/sequences/generate', { project_id: project, prompt: 'a fox', shot_count: 2 }],
    ['/v1/images/generations', { prompt: 'a fox', size: '128x128' }],
    ['/sdapi/v1/txt2img', { prompt: 'a fox', width: 128, height: 128 }],
    ['/call/tokens.create', { name: 'x', expiresInSeconds: 600 }],
    ['/call/settings.set', { theme: 'dark' }],
  ];
  studio.limitFiles(0);
  const answers = [];
  for (const [path, body] of asked) {
    const { status, text } = await post(path, body);
    answers.push([path, status, text.includes('DISK_FULL')]);
  }
  studio.limitFiles('unlimited');
  expect(answers).toEqual(asked.map(([path]) => [path, 503, true]));
  const { jobs } = await studio.call('generation.list', {});
  expect(jobs).toEqual([]);
  expect(((await studio.ask({ path: '/api/projects' })).json() as Body)['total']).toBe(1);
});

test('the grid dialect says 500 when generations cannot be reset, and resets them later', async () => {
  const made = (await post('/generations', { prompt: 'a fox', aspectRatio: '1:1' })).json() as { id: Body };
  studio.limitFiles(0);
  const failed = await post('/generations/reset', {});
  studio.limitFiles('unlimited');
  expect([failed.status, failed.json()]).toEqual([500, expect.objectContaining({ error: expect.any(String) })]);
  expect(failed.text).not.toMatch(/SQLITE|\s+at /);
  expect((await post('/generations/reset', {})).json()).toMatchObject({ count: 1 });
  expect((await studio.ask({ path: `/generations/${String(made.id['id'])}` })).json()).toMatchObject({
    status: 'error',
  });
});
