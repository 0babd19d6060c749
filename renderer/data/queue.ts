// The line of jobs that wait: read, put in order, and changed at once on the screen before the studio has answered.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { QueueState } from '../../shared/contract/queue.ts';
import type { JobId } from '../../shared/domain/ids.ts';
import type { Job } from '../../shared/domain/job.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { useFailureToast } from './job-actions.ts';
import { queryKeys } from './query-keys.ts';

export function useQueueLine() {
  const bridge = useBridge();
  return useQuery({ queryKey: queryKeys.queue, queryFn: () => bridge.call('queue.get', {}) });
}

export interface QueueActions {
  setPaused(paused: boolean): void;
  /** @param before null is the end of the line */
  move(id: JobId, before: JobId | null): void;
  pauseJob(id: JobId): void;
  resumeJob(id: JobId): void;
}

export function useQueueActions(): QueueActions {
  const bridge = useBridge();
  const cache = useQueryClient();
  const fail = useFailureToast();

  /** What the studio answers is the truth; where it refuses, it is asked for it. */
  function settle(answer: Promise<QueueState>): void {
    answer.then(
      (state) => cache.setQueryData(queryKeys.queue, state),
      (error: unknown) => {
        fail(error);
        void cache.invalidateQueries({ queryKey: queryKeys.queue });
      },
    );
  }

  return {
    setPaused: (paused) => settle(bridge.call('queue.setPaused', { paused })),
    move(id, before) {
      cache.setQueryData<QueueState>(queryKeys.queue, (state) => state && withMoved(state, id, before));
      settle(bridge.call('queue.move', { id, before }));
    },
    pauseJob: (id) => void bridge.call('queue.pauseJob', { id }).catch(fail),
    resumeJob: (id) => void bridge.call('queue.resumeJob', { id }).catch(fail),
  };
}

export function withMoved(state: QueueState, id: JobId, before: JobId | null): QueueState {
  const moved = state.line.find((entry) => entry.id === id);
  const others = state.line.filter((entry) => entry.id !== id);
  const at = before === null ? others.length : others.findIndex((entry) => entry.id === before);
  if (moved === undefined || at < 0) return state;
  return { ...state, line: [...others.slice(0, at), moved, ...others.slice(at)] };
}

/** Jobs in the order of the line; one that joined since it was read stands at its end, by when it came. */
export function inLineOrder(jobs: readonly Job[], line: Readonly<QueueState['line']>): Job[] {
  const places = new Map(line.map(({ id }, place) => [id, place]));
  const placeOf = (job: Job): number => places.get(job.id) ?? line.length;
  return jobs.toSorted((a, b) => placeOf(a) - placeOf(b) || a.createdAt.localeCompare(b.createdAt));
}
