// The feed: jobs, newest first, more of them as one scrolls.

import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImageId } from '../../../shared/domain/ids.ts';
import { allJobs, type JobPages, placeInQueue } from '../../data/job-pages.ts';
import { useActiveJobs, useFeed } from '../../data/queries.ts';
import { inLineOrder, useQueueLine } from '../../data/queue.ts';
import { queryKeys } from '../../data/query-keys.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { useViewer } from '../../state/viewer.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { JobCard } from './job-card.tsx';
import { QueuePaused } from './queue-paused.tsx';

/** @param empty what stands here before the first job. */
export function Feed({ empty }: { readonly empty: ReactNode }) {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const cache = useQueryClient();
  const feed = useFeed();
  const { data: active } = useActiveJobs();
  const openViewer = useViewer((viewer) => viewer.open);
  const line = useQueueLine().data?.line ?? [];
  const inOrder = inLineOrder(active?.jobs ?? [], line);
  const jobs = allJobs(feed.data);

  const open = useCallback(
    (image: ImageId) => {
      const row = allJobs(cache.getQueryData<JobPages>(queryKeys.feed))
        .flatMap((job) => job.images)
        .filter((other) => other.state === 'ready')
        .map((other) => other.id);
      openViewer(image, row);
    },
    [cache, openViewer],
  );

  if (feed.isPending) return <FeedSkeleton label={t('feed.loading')} />;
  if (feed.isError && jobs.length === 0) {
    const { title, advice, detail } = sentence(feed.error);
    return (
      <Notice
        role="alert"
        tone="danger"
        title={title}
        actions={
          <Button size="small" onClick={() => void feed.refetch()}>
            {t('feed.retry')}
          </Button>
        }
      >
        {advice}
        {detail !== null && <p className="mt-1 text-small">{detail}</p>}
      </Notice>
    );
  }
  if (jobs.length === 0) return empty;

  return (
    <section
      aria-label={t('feed.title')}
      className="grid grid-cols-1 gap-4 min-[2200px]:grid-cols-2 min-[3200px]:grid-cols-3"
    >
      <QueuePaused />
      {jobs.map((job) => (
        <JobCard key={job.id} job={job} place={placeInQueue(inOrder, job)} onOpen={open} />
      ))}
      {feed.hasNextPage && <MoreBelow busy={feed.isFetchingNextPage} onReach={() => void feed.fetchNextPage()} />}
    </section>
  );
}

/** Asks for the next page some screens before its end is reached. */
function MoreBelow({ busy, onReach }: { readonly busy: boolean; readonly onReach: () => void }) {
  const mark = useRef<HTMLDivElement>(null);
  const reach = useRef(onReach);
  useEffect(() => {
    reach.current = onReach;
  });
  useEffect(() => {
    if (mark.current === null || busy) return;
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting === true && reach.current(), {
      rootMargin: '1500px',
    });
    watch.observe(mark.current);
    return () => watch.disconnect();
  }, [busy]);
  return (
    <div ref={mark} className="col-span-full">
      <Skeleton className="h-40 w-full rounded-card" />
    </div>
  );
}

function FeedSkeleton({ label }: { readonly label: string }) {
  return (
    <div role="status" aria-label={label} className="flex gap-4 rounded-card border border-line bg-surface p-3">
      <div className="grid w-[440px] max-w-[56%] grid-cols-2 gap-1.5">
        {[0, 1, 2, 3].map((tile) => (
          <Skeleton key={tile} className="aspect-square w-full rounded-tile" />
        ))}
      </div>
      <div className="flex flex-1 flex-col gap-3 p-1">
        <Skeleton className="h-4 w-24" />
        <Skeleton className="h-5 w-3/4" />
        <Skeleton className="h-6 w-1/2" />
      </div>
    </div>
  );
}
