// Lets every event of the studio change the caches it concerns, so that no screen ever polls.

import type { QueryClient } from '@tanstack/react-query';
import type { CallOutput, TesseraEvent } from '../../shared/contract/index.ts';
import type { Download } from '../../shared/domain/download.ts';
import type { QueueState } from '../../shared/contract/queue.ts';
import type { LibraryPicture } from '../../shared/domain/image.ts';
import { isFinished, type Job } from '../../shared/domain/job.ts';
import {
  type JobPage,
  type JobPages,
  withActiveJob,
  withActiveProgress,
  withFailedJob,
  withJob,
  withoutJob,
  withProgress,
} from './job-pages.ts';
import { queryKeys } from './query-keys.ts';

export function applyEvent(cache: QueryClient, event: TesseraEvent): void {
  switch (event.name) {
    case 'job.changed':
      return applyJob(cache, event.data);
    case 'job.deleted': {
      const { id } = event.data;
      cache.setQueryData<JobPages>(queryKeys.feed, (pages) => pages && withoutJob(pages, id));
      for (const queryKey of [queryKeys.activeJobs, queryKeys.failedJobs]) {
        cache.setQueryData<JobPage>(
          queryKey,
          (page) => page && { ...page, jobs: page.jobs.filter((job) => job.id !== id) },
        );
      }
      void cache.invalidateQueries({ queryKey: queryKeys.everythingOfTheLibrary });
      return;
    }
    case 'job.progress':
      cache.setQueryData<JobPages>(queryKeys.feed, (pages) => pages && withProgress(pages, event.data));
      cache.setQueryData<JobPage>(queryKeys.activeJobs, (page) => page && withActiveProgress(page, event.data));
      return;
    case 'image.preview':
      cache.setQueryData(queryKeys.preview(event.data.image), event.data.version);
      return;
    case 'library.changed': {
      const { id, ...said } = event.data;
      cache.setQueryData<LibraryPicture>(queryKeys.libraryItem(id), (picture) => picture && { ...picture, ...said });
      askListsAgain(cache, (search) => search !== '');
      return;
    }
    case 'library.rearranged':
      void cache.invalidateQueries({ queryKey: queryKeys.everythingOfTheLibrary });
      void cache.invalidateQueries({ queryKey: queryKeys.feed });
      return;
    case 'collections.changed':
      void cache.invalidateQueries({ queryKey: queryKeys.collections });
      void cache.invalidateQueries({ queryKey: queryKeys.everythingOfTheLibrary });
      return;
    case 'import.changed':
      cache.setQueryData(queryKeys.importOf(event.data.id), event.data);
      return;
    case 'export.changed':
      cache.setQueryData(queryKeys.exportOf(event.data.id), event.data);
      return;
    case 'lineage.verifying':
      cache.setQueryData(queryKeys.verifying(event.data.id), event.data.progress);
      return;
    case 'backups.changed':
      cache.setQueryData(queryKeys.backups, event.data);
      return;
    case 'loras.changed':
      void cache.invalidateQueries({ queryKey: queryKeys.loras });
      return;
    case 'models.changed':
      void cache.invalidateQueries({ queryKey: queryKeys.models });
      return;
    case 'palettes.changed':
      void cache.invalidateQueries({ queryKey: queryKeys.palettes });
      return;
    case 'palette.progress':
      cache.setQueryData(queryKeys.paletteProgress(event.data.ticket), event.data);
      return;
    case 'downloads.changed':
      return applyDownloads(cache, event.data.downloads);
    case 'network.requested':
      void cache.invalidateQueries({ queryKey: queryKeys.networkRequests });
      return;
    case 'queue.changed':
      cache.setQueryData(queryKeys.queue, event.data);
      return;
    case 'settings.changed':
      cache.setQueryData(queryKeys.settings, event.data);
      void cache.invalidateQueries({ queryKey: queryKeys.upscalers });
      void cache.invalidateQueries({ queryKey: queryKeys.models });
      return;
    case 'storyboard.changed':
      void cache.invalidateQueries({ queryKey: queryKeys.storyboards });
      return;
    case 'styles.changed':
      void cache.invalidateQueries({ queryKey: queryKeys.styles });
      return;
    case 'upscalers.changed':
      void cache.invalidateQueries({ queryKey: queryKeys.upscalers });
      return;
    case 'sync.changed':
      void cache.invalidateQueries({ queryKey: queryKeys.sync });
      return;
    default:
      return event satisfies never;
  }
}

function applyJob(cache: QueryClient, job: Job): void {
  askAgainForJobs(cache);
  cache.setQueryData<JobPages>(queryKeys.feed, (pages) => pages && withJob(pages, job));
  cache.setQueryData<JobPage>(queryKeys.activeJobs, (page) => page && withActiveJob(page, job));
  cache.setQueryData<JobPage>(queryKeys.failedJobs, (page) => page && withFailedJob(page, job));
  void cache.invalidateQueries({ queryKey: queryKeys.jobLog(job.id) });
  askAgainForLine(cache, job);
  if (job.state === 'queued') void cache.invalidateQueries({ queryKey: queryKeys.allPromptHistory });
  // How long it took is known now, and counts for the next.
  if (isFinished(job.state)) void cache.invalidateQueries({ queryKey: queryKeys.allPreflights });
  if (job.images.some((image) => image.state === 'ready')) askListsAgain(cache, () => true);
  if (job.images.some(({ parent }) => parent !== null)) void cache.invalidateQueries({ queryKey: queryKeys.lineage });
}

/** One that came or ended leaves the line and what is known of times as they were; only the studio counts them anew. */
function askAgainForLine(cache: QueryClient, job: Job): void {
  const known = cache.getQueryData<QueueState>(queryKeys.queue)?.line.some(({ id }) => id === job.id);
  const isThere = job.state === 'queued' || job.state === 'paused';
  if (known !== undefined && known !== isThere) void cache.invalidateQueries({ queryKey: queryKeys.queue });
}

/** Only the studio can tell whether pictures belong to a search, and where. */
function askListsAgain(cache: QueryClient, isConcerned: (search: unknown) => boolean): void {
  for (const queryKey of [queryKeys.allOutlines, queryKeys.allPages]) {
    void cache.invalidateQueries({ queryKey, predicate: (query) => isConcerned(query.queryKey[3]) });
  }
  void cache.invalidateQueries({ queryKey: queryKeys.allFacets });
}

/**
 * A list that is under way may have been read before this change and would arrive as old news. The very first one of a page
 * must be called off for that: a question is only replaced by itself once there is an answer to show meanwhile.
 */
function askAgainForJobs(cache: QueryClient): void {
  const underWay = cache.getQueryCache().findAll({ queryKey: queryKeys.allJobs, fetchStatus: 'fetching' });
  for (const { queryKey } of underWay) {
    const filter = { queryKey, exact: true };
    void cache.cancelQueries(filter).then(() => cache.refetchQueries(filter));
  }
}

function applyDownloads(cache: QueryClient, downloads: readonly Download[]): void {
  const known = cache.getQueryData<CallOutput<'downloads.list'>>(queryKeys.downloads);
  if (known === undefined) return;
  cache.setQueryData(queryKeys.downloads, { ...known, downloads: [...downloads] });
  // One that is gone is done or given up: only the studio knows whether its model is here now.
  if (known.downloads.length !== downloads.length) void cache.invalidateQueries({ queryKey: queryKeys.downloads });
}
