// A list of the library as a screen shows it: its outline at once, its pictures a page at a time, wherever one looks.

import { type QueryClient, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useRef } from 'react';
import type { ImageId } from '../../shared/domain/ids.ts';
import type { LibraryItem } from '../../shared/domain/image.ts';
import type { LibraryPart } from '../../shared/domain/selection.ts';
import type { Bridge } from '../bridge/bridge.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { type Outline, type Page, pageLength, unfold } from './library-outline.ts';
import { queryKeys } from './query-keys.ts';

/** Pages that nobody looks at are forgotten after this long, so that memory does not grow with what was scrolled past. */
const forgottenAfterMs = 20_000;

export interface Asked {
  readonly search: string;
  readonly part: LibraryPart;
}

export interface LibraryList {
  readonly outline: Outline | undefined;
  readonly error: Error | null;
  /** The picture at this place, when its page is there. */
  itemAt(index: number): LibraryItem | undefined;
  /** The ids of a stretch of the list, fetched as far as they are not there; both ends belong to it. */
  idsBetween(from: number, to: number): Promise<ImageId[]>;
  /** Those around a place that are there without a gap, and the place of the first of them. */
  around(index: number): { readonly first: number; readonly ids: ImageId[] };
}

export function useLibraryOutline(asked: Asked) {
  const bridge = useBridge();
  return useQuery({
    queryKey: queryKeys.libraryOutline(asked),
    queryFn: () => bridge.call('library.outline', { ...asked, pageLength }),
    placeholderData: (previous) => previous,
  });
}

/** @param seen the places in sight; their pages are held */
export function useLibraryList(asked: Asked, seen: { readonly first: number; readonly last: number }): LibraryList {
  const bridge = useBridge();
  const cache = useQueryClient();
  const { data, error, isPlaceholderData } = useLibraryOutline(asked);
  const outline = useMemo(() => (data === undefined ? undefined : unfold(data)), [data]);
  // The outline of the search before has cursors that mean nothing in this one.
  const wanted = useMemo(
    () => (isPlaceholderData ? [] : pagesBetween(outline, seen.first, seen.last)),
    [outline, isPlaceholderData, seen.first, seen.last],
  );
  const answers = useQueries({ queries: wanted.map((page) => pageQuery(bridge, asked, page)) });
  /** What stood there until now is shown while its page is asked for again. */
  const known = useRef(new Map<number, LibraryItem>());

  const { shown, fresh } = useMemo(() => {
    const items = new Map<number, LibraryItem>();
    const itemsOfPages = new Map<number, LibraryItem>();
    for (const [place, page] of wanted.entries()) {
      const answered = answers[place]?.data;
      for (let offset = 0; offset < page.length; offset += 1) {
        const item = answered === undefined ? known.current.get(page.first + offset) : answered.items[offset];
        if (item !== undefined) items.set(page.first + offset, item);
        if (answered !== undefined && item !== undefined) itemsOfPages.set(page.first + offset, item);
      }
    }
    return { shown: items, fresh: itemsOfPages };
    // The answers are an array of its own each time; what counts is what is in them.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [wanted, ...answers.map((answer) => answer.data)]);
  if (!isPlaceholderData) known.current = shown;

  const idsBetween = useCallback(
    async (from: number, to: number) => {
      const pages = pagesBetween(outline, Math.min(from, to), Math.max(from, to));
      const ids: ImageId[] = [];
      for (const page of pages) {
        const { items } = await pageOf(cache, bridge, asked, page);
        for (const [offset, item] of items.entries()) {
          const at = page.first + offset;
          if (at >= Math.min(from, to) && at <= Math.max(from, to)) ids.push(item.image.id);
        }
      }
      return ids;
    },
    [outline, cache, bridge, asked],
  );

  return {
    outline,
    error,
    itemAt: (index) => (isPlaceholderData ? known.current : shown).get(index),
    idsBetween,
    around(index) {
      let first = index;
      let last = index;
      while (fresh.has(first - 1)) first -= 1;
      while (fresh.has(last + 1)) last += 1;
      const ids = Array.from({ length: last - first + 1 }, (_, offset) => fresh.get(first + offset)?.image.id);
      return { first, ids: ids.filter((id) => id !== undefined) };
    },
  };
}

function pageQuery(bridge: Bridge, asked: Asked, { cursor, length }: Page) {
  return {
    queryKey: queryKeys.libraryPage(asked, cursor, length),
    queryFn: () => bridge.call('library.list', { ...asked, cursor, limit: length }),
    gcTime: forgottenAfterMs,
  };
}

function pageOf(cache: QueryClient, bridge: Bridge, asked: Asked, page: Page) {
  return cache.fetchQuery(pageQuery(bridge, asked, page));
}

function pagesBetween(outline: Outline | undefined, first: number, last: number): readonly Page[] {
  if (outline === undefined) return [];
  const from = outline.pageOf(Math.max(0, first));
  const to = outline.pageOf(Math.min(outline.total - 1, last));
  if (from === undefined || to === undefined) return [];
  return outline.pages.slice(outline.pages.indexOf(from), outline.pages.indexOf(to) + 1);
}
