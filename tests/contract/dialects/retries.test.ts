// What each dialect says of a job that failed and is tried again: not over for who asks later, over for who waits on the line.

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Job } from '../../../shared/domain/job.ts';
import type { LoopbackStudio } from '../loopback-studio.ts';
import { ask, type Body, openMockStudio } from './asking.ts';

let studio: LoopbackStudio;
beforeAll(async () => {
  studio = await openMockStudio();
  // Where the library should be stands a file: no picture can be written until it is gone.
  rmSync(join(studio.home, 'library'), { recursive: true, force: true });
  writeFileSync(join(studio.home, 'library'), '');
});
afterAll(() => studio.close());

const triesAgain = /cannot write to its library folder.+It is tried again at \S+Z \(1 of 3\)\.$/;

async function onceItSays(path: string, words: RegExp): Promise<Body> {
  for (;;) {
    const { body } = await ask(studio, 'GET', path);
    if (words.test(String(body['error_message']))) return body;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('the job dialect calls it queued and says why and when', async () => {
  const asked = { prompt: 'a red apple', width: 64, height: 64, num_images: 1 };
  const { body } = await ask(studio, 'POST', '/api/generate/single', asked);
  const status = await onceItSays(`/api/generate/status/${String(body['job_id'])}`, triesAgain);

  expect(status).toMatchObject({ status: 'queued', completed_at: null });
});

test('the image dialect calls it pending and says why and when', async () => {
  const { body } = await ask(studio, 'POST', '/api/images/generate', { prompt: 'x', num_images: 1, size: '64x64' });
  const status = await onceItSays(`/api/images/status/${String(body['job_id'])}`, triesAgain);

  expect(status).toMatchObject({ status: 'PENDING', message: 'The job failed and waits to be tried again.' });
});

test('a caller on an open line is told at once, and nothing is drawn behind its back', async () => {
  const answer = await ask(studio, 'POST', '/v1/images/generations', { prompt: 'on the line', size: '64x64', n: 1 });
  const { jobs } = await studio.call('generation.list', { states: ['failed'] });

  expect(answer).toMatchObject({ status: 503, body: { error: { message: expect.stringContaining('cannot write') } } });
  expect(jobs.map((job) => [job.task.recipe.prompt, job.retries.nextAt])).toEqual([['on the line', null]]);
});

test('asked for at once, it completes when the fault is gone', async () => {
  const { jobs } = await studio.call('generation.list', { states: ['queued'] });
  rmSync(join(studio.home, 'library'));
  const again = await Promise.all(jobs.map(({ id }) => studio.call('generation.retry', { id })));

  expect(again.map((job) => job.retries)).toEqual([
    { count: 1, limit: 3, nextAt: null },
    { count: 1, limit: 3, nextAt: null },
  ]);
  await expect
    .poll(async () => states((await studio.call('generation.list', {})).jobs), { timeout: 10_000 })
    .toEqual(['failed', 'completed', 'completed']);
});

function states(jobs: readonly Job[]): string[] {
  return jobs.map((job) => job.state);
}
