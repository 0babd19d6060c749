// While pictures are drawn the machine stays awake and the taskbar shows how far they are; the end is told to whoever looks elsewhere.

import type { TesseraEvent } from '../../shared/contract/index.ts';
import { isFinished, type Job } from '../../shared/domain/job.ts';

/** What of Electron this needs. */
export interface AttentionDesk {
  /** 0..1, or null for nothing. */
  showProgress(share: number | null): void;
  /** Keeps the machine from sleeping, not the screen from going dark. @returns how to let it sleep again */
  keepAwake(): () => void;
  isLookedAt(): boolean;
  notify(message: { readonly title: string; readonly body: string }, onClick: () => void): void;
  bringForward(): void;
}

export interface AttentionWords {
  readonly completed: string;
  readonly failed: string;
}

export function drawAttention(options: {
  readonly desk: AttentionDesk;
  readonly subscribe: (listener: (event: TesseraEvent) => void) => () => void;
  readonly settings: () => { readonly notifications: boolean };
  readonly words: () => AttentionWords;
}): () => void {
  const { desk } = options;
  /** Jobs that wait or run, with how far each is. */
  const open = new Map<string, number>();
  let sleepAgain: (() => void) | null = null;

  function show(): void {
    const shares = [...open.values()];
    desk.showProgress(shares.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / shares.length);
    if (open.size > 0) sleepAgain ??= desk.keepAwake();
    else {
      sleepAgain?.();
      sleepAgain = null;
    }
  }

  function follow(job: Job): void {
    // One that waits for its next try may wait for minutes, and a paused one for days: neither is work under way.
    const works = job.state === 'running' || (job.state === 'queued' && job.retries.nextAt === null);
    if (works) open.set(job.id, job.progress);
    else if (open.delete(job.id) && isFinished(job.state)) tellEnd(job);
    show();
  }

  function tellEnd(job: Job): void {
    if (open.size > 0 || job.state === 'cancelled' || desk.isLookedAt() || !options.settings().notifications) return;
    const { completed, failed } = options.words();
    const title = job.state === 'completed' ? completed : failed;
    const body = job.state === 'completed' ? job.task.recipe.prompt : (job.error?.message ?? job.task.recipe.prompt);
    desk.notify({ title, body }, () => desk.bringForward());
  }

  const unsubscribe = options.subscribe((event) => {
    if (event.name === 'job.changed') follow(event.data);
    if (event.name === 'job.deleted') {
      open.delete(event.data.id);
      show();
    }
    if (event.name === 'job.progress' && open.has(event.data.id)) {
      open.set(event.data.id, event.data.progress);
      show();
    }
  });
  return () => {
    unsubscribe();
    open.clear();
    show();
  };
}
