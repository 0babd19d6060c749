// Patches cached pages of jobs: pure functions, so that an event never needs a refetch.

import type { InfiniteData } from '@tanstack/react-query';
import type { CallOutput, EventData } from '../../shared/contract/index.ts';
import type { JobId } from '../../shared/domain/ids.ts';
import { isFinished, type Job } from '../../shared/domain/job.ts';

export type JobPage = CallOutput<'generation.list'>;
export type JobPages = InfiniteData<JobPage, string | null>;

function mapJobs(pages: JobPages, change: (jobs: readonly Job[]) => readonly Job[]): JobPages {
  return {
    ...pages,
    pages: pages.pages.map((page) => {
      const jobs = change(page.jobs);
      return jobs === page.jobs ? page : { ...page, jobs: [...jobs] };
    }),
  };
}

function holds(pages: JobPages, id: JobId): boolean {
  return pages.pages.some((page) => page.jobs.some((job) => job.id === id));
}

/** Puts a job where its time of making belongs; one older than all that is loaded waits for its page. */
function insertJob(pages: JobPages, job: Job): JobPages {
  const lastPage = pages.pages.length - 1;
  const target = pages.pages.findIndex((page, index) => {
    const oldest = page.jobs.at(-1);
    const isEndOfFeed = index === lastPage && page.nextCursor === null;
    return isEndOfFeed || (oldest !== undefined && oldest.createdAt <= job.createdAt);
  });
  if (target === -1) return pages;
  return {
    ...pages,
    pages: pages.pages.map((page, index) => {
      if (index !== target) return page;
      const before = page.jobs.filter((other) => other.createdAt > job.createdAt);
      return { ...page, jobs: [...before, job, ...page.jobs.slice(before.length)] };
    }),
  };
}

/** The job as an event tells it: it replaces what is cached, or appears in its place. */
export function withJob(pages: JobPages, job: Job): JobPages {
  if (!holds(pages, job.id)) return insertJob(pages, job);
  return mapJobs(pages, (jobs) =>
    jobs.some((other) => other.id === job.id) ? jobs.map((other) => (other.id === job.id ? job : other)) : jobs,
  );
}

/** The job as a call answered it: an event that overtook the answer knows more and stays. */
export function withAnsweredJob(pages: JobPages, job: Job): JobPages {
  return holds(pages, job.id) ? pages : insertJob(pages, job);
}

export function withoutJob(pages: JobPages, id: JobId): JobPages {
  return mapJobs(pages, (jobs) => (jobs.some((job) => job.id === id) ? jobs.filter((job) => job.id !== id) : jobs));
}

/** Progress that arrives after the end is an echo and changes nothing. */
export function withProgress(pages: JobPages, progress: EventData<'job.progress'>): JobPages {
  return mapJobs(pages, (jobs) =>
    jobs.some((job) => job.id === progress.id) ? jobs.map((job) => advance(job, progress)) : jobs,
  );
}

function advance(job: Job, progress: EventData<'job.progress'>): Job {
  if (job.id !== progress.id || isFinished(job.state)) return job;
  return { ...job, stage: progress.stage, progress: progress.progress, etaMs: progress.etaMs };
}

/** The queue's list: as the feed's, but what has ended leaves it. */
export function withActiveJob(page: JobPage, job: Job): JobPage {
  const others = page.jobs.filter((other) => other.id !== job.id);
  if (isFinished(job.state)) return { ...page, jobs: others };
  const newestFirst = [...others, job].sort((a, b) =>
    a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0,
  );
  return { ...page, jobs: newestFirst };
}

/** The failed ones: what failed comes on top, and leaves when it is tried again. */
export function withFailedJob(page: JobPage, job: Job): JobPage {
  const others = page.jobs.filter((other) => other.id !== job.id);
  if (job.state === 'failed') return { ...page, jobs: [job, ...others] };
  return others.length === page.jobs.length ? page : { ...page, jobs: others };
}

export function withActiveProgress(page: JobPage, progress: EventData<'job.progress'>): JobPage {
  return { ...page, jobs: page.jobs.map((job) => advance(job, progress)) };
}

export function allJobs(pages: Pick<JobPages, 'pages'> | undefined): readonly Job[] {
  return pages?.pages.flatMap((page) => page.jobs) ?? [];
}

/** How many jobs stand before this one in a line, or null when it does not wait. @param active in the order of the line */
export function placeInQueue(active: readonly Job[], job: Job): number | null {
  if (job.state !== 'queued') return null;
  const place = active.findIndex((other) => other.id === job.id);
  // One that waits to be tried again lets the others go first.
  const isInLine = (other: Job) => other.state === 'queued' && other.retries.nextAt === null;
  return active.filter((other, at) => other.state === 'running' || (isInLine(other) && at < place)).length;
}
