// What looks alike in a real studio: drawn pictures are described in the background, and found by what they look like.

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Job } from '../../shared/domain/job.ts';
import { type LoopbackStudio, openLoopbackStudio } from './loopback-studio.ts';

let studio: LoopbackStudio;
let job: Job;

beforeAll(async () => {
  studio = await openLoopbackStudio();
  job = await studio.drawn({ prompt: 'a fox', seed: 7, count: 2 });
  await studio.drawn({ prompt: 'a fox', seed: 7, count: 1 });
});
afterAll(() => studio.close());

test('the same picture drawn twice is a pair, once both were looked at', async () => {
  const first = job.images[0]?.id;
  const groups = async () => {
    const { groups: found, waiting } = await studio.call('library.duplicates', {});
    return waiting > 0 ? null : found.map((group) => group.map(({ image }) => image.id));
  };
  await expect
    .poll(async () => (await groups())?.some((group) => first !== undefined && group.includes(first)), {
      timeout: 20_000,
    })
    .toBe(true);
});

test('a picture has others like it, as a call and as a search', async () => {
  const [first] = job.images;
  if (first === undefined) throw new Error('a job has pictures');
  const { pictures } = await studio.call('library.similar', { image: first.id });
  const { items, total } = await studio.call('library.list', { search: `like:${first.id}` });
  expect(total).toBe(2);
  expect(items.map(({ image }) => image.id)).toEqual(pictures.map(({ item }) => item.image.id));
  expect(pictures[0]?.likeness).toBeCloseTo(1, 5);
});
