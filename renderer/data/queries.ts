// What screens read: one hook per thing, all cached, all patched by events.

import { skipToken, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { ImageId } from '../../shared/domain/ids.ts';
import type { Model } from '../../shared/domain/model.ts';
import type { OutboxState } from '../../shared/domain/sync.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { queryKeys } from './query-keys.ts';

const feedPageLength = 20;
const outboxPageLength = 50;
const requestsPageLength = 50;
/** More than anyone waits for; the queue shows them all. */
const activeJobsLimit = 200;
/** The older ones are found in the feed. */
const failedJobsLimit = 20;

export function useFeed() {
  const bridge = useBridge();
  return useInfiniteQuery({
    queryKey: queryKeys.feed,
    queryFn: ({ pageParam }) => bridge.call('generation.list', { limit: feedPageLength, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

export function useActiveJobs() {
  const bridge = useBridge();
  return useQuery({
    queryKey: queryKeys.activeJobs,
    queryFn: () => bridge.call('generation.list', { states: ['queued', 'running', 'paused'], limit: activeJobsLimit }),
  });
}

/** The copies of the database, and whether one of them took its place. */
export function useBackups() {
  const bridge = useBridge();
  return useQuery({ queryKey: queryKeys.backups, queryFn: () => bridge.call('backups.list', {}) });
}

/** Jobs that failed for good, the newest first. */
export function useFailedJobs() {
  const bridge = useBridge();
  return useQuery({
    queryKey: queryKeys.failedJobs,
    queryFn: () => bridge.call('generation.list', { states: ['failed'], limit: failedJobsLimit }),
  });
}

/** How what a search finds divides; asked once the pictures themselves are there. */
export function useFacets(search: string, when: { readonly ready: boolean }) {
  const bridge = useBridge();
  return useQuery({
    queryKey: queryKeys.facets(search),
    queryFn: when.ready ? () => bridge.call('library.facets', { search }) : skipToken,
    placeholderData: (previous) => previous,
  });
}

export function useLibraryItem(id: ImageId | null) {
  const bridge = useBridge();
  return useQuery({
    queryKey: queryKeys.libraryItem(id ?? ('' as ImageId)),
    queryFn: id === null ? skipToken : () => bridge.call('library.get', { id }),
  });
}

/** The newest live preview of a picture that is being drawn; null until there is one. */
export function usePreviewVersion(id: ImageId): number | null {
  const { data } = useQuery<number>({ queryKey: queryKeys.preview(id), queryFn: skipToken });
  return data ?? null;
}

export function useModels() {
  const bridge = useBridge();
  return useQuery({ queryKey: queryKeys.models, queryFn: () => bridge.call('models.list', {}) });
}

export function useLoras() {
  const bridge = useBridge();
  return useQuery({ queryKey: queryKeys.loras, queryFn: () => bridge.call('loras.list', {}) });
}

export function useUpscalers() {
  const bridge = useBridge();
  return useQuery({ queryKey: queryKeys.upscalers, queryFn: () => bridge.call('upscalers.list', {}) });
}

/** The model a form means: the one it names, else the studio's default. */
export function chosenModel(
  list: { readonly models: readonly Model[]; readonly defaultModel: string } | undefined,
  named: string | null,
): Model | null {
  if (list === undefined) return null;
  return (
    list.models.find((model) => model.id === named) ??
    list.models.find((model) => model.id === list.defaultModel) ??
    list.models[0] ??
    null
  );
}

export function useStyles() {
  const bridge = useBridge();
  return useQuery({ queryKey: queryKeys.styles, queryFn: () => bridge.call('styles.list', {}) });
}

export function useSettings() {
  const bridge = useBridge();
  return useQuery({ queryKey: queryKeys.settings, queryFn: () => bridge.call('settings.get', {}) });
}

export function useSync() {
  const bridge = useBridge();
  return useQuery({ queryKey: queryKeys.syncStatus, queryFn: () => bridge.call('sync.get', {}) });
}

export type OutboxFilter = 'all' | OutboxState;

export function useOutbox(filter: OutboxFilter) {
  const bridge = useBridge();
  return useInfiniteQuery({
    queryKey: queryKeys.outbox(filter),
    queryFn: ({ pageParam }) =>
      bridge.call('sync.outbox.list', {
        ...(filter === 'all' ? {} : { states: filter === 'waiting' ? ['waiting', 'sending'] : [filter] }),
        limit: outboxPageLength,
        cursor: pageParam,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (previous) => previous,
  });
}

/** What the app asked of other computers, the newest first. */
export function useNetworkRequests() {
  const bridge = useBridge();
  return useInfiniteQuery({
    queryKey: queryKeys.networkRequests,
    queryFn: ({ pageParam }) => bridge.call('network.requests', { limit: requestsPageLength, before: pageParam }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ requests }) =>
      requests.length < requestsPageLength ? null : (requests.at(-1)?.number ?? null),
  });
}

/** Where the data lies, and whose work ships with the app: neither changes while it runs. */
export function useAbout() {
  const bridge = useBridge();
  return useQuery({ queryKey: queryKeys.about, queryFn: () => bridge.call('system.about', {}), staleTime: Infinity });
}

export function useHealth() {
  const bridge = useBridge();
  return useQuery({
    queryKey: queryKeys.health,
    queryFn: () => bridge.call('system.health', {}),
    // Health is a probe of this moment: shown anew each time someone looks.
    staleTime: 0,
    gcTime: 0,
  });
}
