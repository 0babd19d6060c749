// Patches cached pages of the library when a job brings or takes pictures.

import type { InfiniteData } from '@tanstack/react-query';
import type { CallOutput } from '../../shared/contract/index.ts';
import type { JobId } from '../../shared/domain/ids.ts';
import type { LibraryItem } from '../../shared/domain/image.ts';
import type { Job } from '../../shared/domain/job.ts';

type LibraryPage = CallOutput<'library.list'>;
export type LibraryPages = InfiniteData<LibraryPage, string | null>;

export function readyItems(job: Job): readonly LibraryItem[] {
  return job.images.filter((image) => image.state === 'ready').map((image) => ({ image, recipe: job.task.recipe }));
}

/** New pictures go in front; ones already shown are replaced where they stand. */
export function withPicturesOf(pages: LibraryPages, job: Job): LibraryPages {
  const items = readyItems(job);
  const shown = new Set(pages.pages.flatMap((page) => page.items.map((item) => item.image.id)));
  const arrived = items.filter((item) => !shown.has(item.image.id)).reverse();
  if (arrived.length === 0) return pages;
  return {
    ...pages,
    pages: pages.pages.map((page, index) => ({
      ...page,
      items: index === 0 ? [...arrived, ...page.items] : page.items,
      total: page.total + arrived.length,
    })),
  };
}

export function withoutPicturesOf(pages: LibraryPages, job: JobId): LibraryPages {
  const gone = pages.pages.flatMap((page) => page.items).filter((item) => item.image.job === job).length;
  if (gone === 0) return pages;
  return {
    ...pages,
    pages: pages.pages.map((page) => ({
      ...page,
      items: page.items.filter((item) => item.image.job !== job),
      total: page.total - gone,
    })),
  };
}

export function allItems(pages: Pick<LibraryPages, 'pages'> | undefined): readonly LibraryItem[] {
  return pages?.pages.flatMap((page) => page.items) ?? [];
}
