// Pages of jobs under events: order, replacement, and what must not change.

import { describe, expect, test } from 'vitest';
import {
  allJobs,
  type JobPages,
  placeInQueue,
  withActiveJob,
  withFailedJob,
  withAnsweredJob,
  withJob,
  withoutJob,
  withProgress,
} from '../../../../renderer/data/job-pages.ts';
import type { Job } from '../../../../shared/domain/job.ts';
import { completed, exampleJob } from '../example-job.ts';

function pagesOf(...pages: (readonly Job[])[]): JobPages {
  return {
    pages: pages.map((jobs, index) => ({
      jobs: [...jobs],
      nextCursor: index < pages.length - 1 ? `after-${index}` : null,
    })),
    pageParams: pages.map((_, index) => (index === 0 ? null : `after-${index - 1}`)),
  };
}

const ids = (pages: JobPages) => allJobs(pages).map((job) => job.id);
const newest = exampleJob('newest', 30);
const middle = exampleJob('middle', 20);
const oldest = exampleJob('oldest', 10);

describe('a job that changed', () => {
  test('appears in front when it is new', () => {
    expect(ids(withJob(pagesOf([middle], [oldest]), newest))).toEqual(['newest', 'middle', 'oldest']);
  });

  test('appears where its time belongs', () => {
    expect(ids(withJob(pagesOf([newest, oldest]), middle))).toEqual(['newest', 'middle', 'oldest']);
  });

  test('appears at the end when the whole feed is loaded', () => {
    expect(ids(withJob(pagesOf([newest, middle]), oldest))).toEqual(['newest', 'middle', 'oldest']);
  });

  test('waits for its page when it is older than what is loaded', () => {
    const pages: JobPages = { pages: [{ jobs: [newest], nextCursor: 'more' }], pageParams: [null] };
    expect(withJob(pages, oldest)).toBe(pages);
  });

  test('appears in an empty feed', () => {
    expect(ids(withJob(pagesOf([]), newest))).toEqual(['newest']);
  });

  test('replaces its former self and leaves the others the same objects', () => {
    const pages = withJob(pagesOf([newest, middle], [oldest]), completed(middle));
    expect(allJobs(pages)[1]?.state).toBe('completed');
    expect(allJobs(pages)[0]).toBe(newest);
    expect(pages.pages[1]?.jobs[0]).toBe(oldest);
  });
});

describe('a job that a call answered', () => {
  test('appears when no event told of it yet', () => {
    expect(ids(withAnsweredJob(pagesOf([oldest]), newest))).toEqual(['newest', 'oldest']);
  });

  test('does not overwrite what an event already told', () => {
    const told = completed(newest);
    expect(allJobs(withAnsweredJob(pagesOf([told]), newest))[0]).toBe(told);
  });
});

describe('progress', () => {
  const half = { id: middle.id, stage: 'sampling', progress: 0.5, etaMs: 2000 } as const;

  test('moves only its job', () => {
    const pages = withProgress(pagesOf([newest, { ...middle, state: 'running' }]), half);
    expect(allJobs(pages)[1]).toMatchObject({ stage: 'sampling', progress: 0.5, etaMs: 2000 });
    expect(allJobs(pages)[0]).toBe(newest);
  });

  test('after the end changes nothing', () => {
    const done = completed(middle);
    expect(allJobs(withProgress(pagesOf([done]), half))[0]).toBe(done);
  });
});

test('a deleted job is gone and the rest stays', () => {
  expect(ids(withoutJob(pagesOf([newest, middle], [oldest]), middle.id))).toEqual(['newest', 'oldest']);
});

describe('the queue', () => {
  test('drops a job that ended', () => {
    const page = { jobs: [newest, middle], nextCursor: null };
    expect(withActiveJob(page, completed(middle)).jobs).toEqual([newest]);
  });

  test('takes up a job that was made to try again, in its place', () => {
    const page = { jobs: [newest, oldest], nextCursor: null };
    expect(withActiveJob(page, middle).jobs.map((job) => job.id)).toEqual(['newest', 'middle', 'oldest']);
  });

  test('counts the running job and the ones before it in the line', () => {
    const running = { ...oldest, state: 'running' as const };
    expect(placeInQueue([running, middle, newest], newest)).toBe(2);
    expect(placeInQueue([running, middle, newest], middle)).toBe(1);
  });

  test('holds the failed ones, and lets one go that is tried again', () => {
    const page = { jobs: [oldest], nextCursor: null };
    const failed = { ...middle, state: 'failed' as const };
    expect(withFailedJob(page, failed).jobs.map((job) => job.id)).toEqual(['middle', 'oldest']);
    expect(withFailedJob({ ...page, jobs: [failed, oldest] }, middle).jobs).toEqual([oldest]);
    expect(withFailedJob(page, middle)).toBe(page);
  });

  test('does not count a job that waits to be tried again', () => {
    const retries = { count: 1, limit: 3, nextAt: newest.createdAt };
    expect(placeInQueue([oldest, { ...middle, retries }, newest], newest)).toBe(1);
  });

  test('gives a running job no place', () => {
    expect(placeInQueue([], { ...oldest, state: 'running' })).toBeNull();
  });
});
