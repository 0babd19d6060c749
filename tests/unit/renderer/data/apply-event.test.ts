// Events against a real cache: each patches what it concerns, and nothing asks the studio again needlessly.

import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { applyEvent } from '../../../../renderer/data/apply-event.ts';
import { allJobs, type JobPage, type JobPages } from '../../../../renderer/data/job-pages.ts';
import { queryKeys } from '../../../../renderer/data/query-keys.ts';
import type { Job } from '../../../../shared/domain/job.ts';
import { Settings } from '../../../../shared/domain/settings.ts';
import { completed, exampleJob } from '../example-job.ts';

const job = exampleJob('one', 1);
let cache: QueryClient;

function feed() {
  return allJobs(cache.getQueryData<JobPages>(queryKeys.feed));
}

const list = (search: string) => queryKeys.libraryOutline({ search, part: 'library' });
const isAskedAgain = (search: string) => cache.getQueryState(list(search))?.isInvalidated;

beforeEach(() => {
  cache = new QueryClient();
  cache.setQueryData<JobPages>(queryKeys.feed, { pages: [{ jobs: [], nextCursor: null }], pageParams: [null] });
  cache.setQueryData<JobPage>(queryKeys.activeJobs, { jobs: [], nextCursor: null });
  for (const search of ['', 'owl']) cache.setQueryData(list(search), { total: 0, shapes: [], runs: [], cursors: [] });
});

describe('job.changed', () => {
  test('puts a new job into the feed and the queue', () => {
    applyEvent(cache, { name: 'job.changed', data: job, sequence: 1 });
    expect(feed()).toEqual([job]);
    expect(cache.getQueryData<JobPage>(queryKeys.activeJobs)?.jobs).toEqual([job]);
  });

  test('takes an ended job out of the queue', () => {
    applyEvent(cache, { name: 'job.changed', data: job, sequence: 1 });
    applyEvent(cache, { name: 'job.changed', data: completed(job), sequence: 2 });
    expect(cache.getQueryData<JobPage>(queryKeys.activeJobs)?.jobs).toEqual([]);
  });

  test('asks for past prompts again when one was sent, and for what drawing takes when one was drawn', () => {
    const keys = [queryKeys.promptHistory(''), queryKeys.preflight('{}')];
    for (const key of keys) cache.setQueryData(key, {});
    const askedAgain = () => keys.map((key) => cache.getQueryState(key)?.isInvalidated);
    applyEvent(cache, { name: 'job.changed', data: { ...job, state: 'running' }, sequence: 1 });
    expect(askedAgain()).toEqual([false, false]);
    applyEvent(cache, { name: 'job.changed', data: { ...job, state: 'queued' }, sequence: 2 });
    expect(askedAgain()).toEqual([true, false]);
    applyEvent(cache, { name: 'job.changed', data: completed(job), sequence: 3 });
    expect(askedAgain()).toEqual([true, true]);
  });

  test('makes lists of the library ask again once there are pictures, because only the studio knows where they belong', () => {
    applyEvent(cache, { name: 'job.changed', data: job, sequence: 1 });
    expect([isAskedAgain(''), isAskedAgain('owl')]).toEqual([false, false]);
    applyEvent(cache, { name: 'job.changed', data: completed(job), sequence: 2 });
    expect([isAskedAgain(''), isAskedAgain('owl')]).toEqual([true, true]);
  });

  test('leaves caches alone that nobody has filled', () => {
    const empty = new QueryClient();
    applyEvent(empty, { name: 'job.changed', data: job, sequence: 1 });
    expect(empty.getQueryData(queryKeys.feed)).toBeUndefined();
  });
});

describe('a list that is under way when a job changes', () => {
  test.each(['the first of the page', 'a later one'])('is asked for again, %s', async (which) => {
    const key = queryKeys.activeJobs;
    const studio: Job[] = [];
    const answers: (() => void)[] = [];
    const client = new QueryClient();
    if (which !== 'the first of the page') client.setQueryData<JobPage>(key, { jobs: [], nextCursor: null });
    const observer = new QueryObserver<JobPage>(client, {
      queryKey: key,
      queryFn: () => {
        // What the studio knew when it was asked, told when the test lets it.
        const jobs = [...studio];
        return new Promise((resolve) => answers.push(() => resolve({ jobs, nextCursor: null })));
      },
    });
    const stop = observer.subscribe(() => {});
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    studio.push(job);
    applyEvent(client, { name: 'job.changed', data: job, sequence: 1 });
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    for (const answer of answers) answer();
    await vi.waitFor(() => expect(client.isFetching()).toBe(0));
    expect(client.getQueryData<JobPage>(key)?.jobs).toEqual([job]);
    stop();
  });
});

test('job.deleted empties the feed and the queue of it, and makes the library ask again', () => {
  applyEvent(cache, { name: 'job.changed', data: completed(job), sequence: 1 });
  applyEvent(cache, { name: 'job.deleted', data: { id: job.id }, sequence: 2 });
  expect(feed()).toEqual([]);
  expect(isAskedAgain('')).toBe(true);
});

test('job.progress moves the job in the feed and in the queue', () => {
  applyEvent(cache, { name: 'job.changed', data: { ...job, state: 'running' }, sequence: 1 });
  applyEvent(cache, {
    name: 'job.progress',
    data: { id: job.id, stage: 'sampling', progress: 0.25, etaMs: 900 },
    sequence: 2,
  });
  expect(feed()[0]?.progress).toBe(0.25);
  expect(cache.getQueryData<JobPage>(queryKeys.activeJobs)?.jobs[0]?.etaMs).toBe(900);
});

test('image.preview remembers the newest version', () => {
  const image = completed(job).images[0]?.id ?? job.images[0]?.id;
  if (image === undefined) throw new Error('the example has pictures');
  applyEvent(cache, { name: 'image.preview', data: { job: job.id, image, version: 3 }, sequence: 1 });
  expect(cache.getQueryData(queryKeys.preview(image))).toBe(3);
});

test('settings.changed replaces the settings', () => {
  const settings = Settings.parse({ theme: 'light' });
  applyEvent(cache, { name: 'settings.changed', data: settings, sequence: 1 });
  expect(cache.getQueryData(queryKeys.settings)).toEqual(settings);
});

test('models.changed makes the list of models ask again', () => {
  cache.setQueryData(queryKeys.models, { models: [], defaultModel: 'stickers' });
  applyEvent(cache, { name: 'models.changed', data: {}, sequence: 1 });
  expect(cache.getQueryState(queryKeys.models)?.isInvalidated).toBe(true);
});
