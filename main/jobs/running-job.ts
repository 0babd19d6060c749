// The job that is at work now: how far it is, how to stop it, and how to wait for its end.

import type { JobId } from '../../shared/domain/ids.ts';
import type { JobStage } from '../../shared/domain/job.ts';

/** What becomes of a job that somebody stops: it ends, it rests, or it goes back to its place because all of the queue rests. */
export type StopReason = 'cancel' | 'pause' | 'hold';

export interface Running {
  readonly id: JobId;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
  progress: number;
  stage: JobStage;
  etaMs: number | null;
  announcedAt: number;
  /** The last word counts: one that is being paused can still be cancelled. */
  stopped: StopReason;
}

/** @returns the state of a run that begins, and what to call once it has ended and is recorded */
export function beginRun(id: JobId): { readonly state: Running; readonly end: () => void } {
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const abort = new AbortController();
  return {
    state: { id, abort, ended, progress: 0, stage: 'loading', etaMs: null, announcedAt: 0, stopped: 'cancel' },
    end,
  };
}
