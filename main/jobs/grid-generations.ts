// Generations of the grid dialect: a grid job, then four upscales of it, all ordinary jobs; they go on with or without a door open.

import { JobId } from '../../shared/domain/ids.ts';
import { isFinished, type Job } from '../../shared/domain/job.ts';
import { errorCatalogue, TesseraError } from '../../shared/errors.ts';
import type { EventHub } from '../event-hub.ts';
import type { DialectJobs } from '../store/dialect-job-table.ts';
import type { JobService } from './job-service.ts';

const dialect = 'grid';
const cells = [1, 2, 3, 4] as const;
/** A generation this long without a sign of life from the worker is given up. */
const stuckAfterMs = 10 * 60_000;
/** The grid's share of a generation's progress; its upscales share the rest. */
const gridShare = 0.6;
const stuckText = 'stuck: the worker gave no sign of life, so this generation was reset. Start it again.';

export interface GridGeneration {
  readonly id: JobId;
  readonly request: { prompt: string; aspectRatio: '1:1' | '16:9' | '4:3'; style?: string | undefined };
  readonly status: 'waiting' | 'processing' | 'completed' | 'error';
  readonly progress: number;
  readonly grid: Job | null;
  readonly upscales: readonly (Job | null)[];
  readonly error: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly completedAt: string | null;
}

export interface GridGenerations {
  /** Begins to follow jobs and continues what an earlier life left open. */
  start(): void;
  /** @throws GENERATION_IN_PROGRESS, and what the contract refuses */
  create(options: {
    readonly id: JobId;
    readonly asked: GridGeneration['request'];
    /** Queues the grid's job under this id, by the caller's own rights. */
    readonly submit: (id: JobId) => Promise<unknown>;
  }): Promise<GridGeneration>;
  /** @throws GENERATION_NOT_FOUND */
  get(id: JobId): GridGeneration;
  delete(id: JobId): Promise<void>;
  /** @returns how many were reset */
  reset(which: 'stuck' | 'all'): Promise<number>;
  stop(): void;
}

export function createGridGenerations(options: {
  readonly jobs: JobService;
  readonly generations: DialectJobs;
  readonly events: Pick<EventHub, 'subscribe'>;
  readonly clock: () => number;
  readonly log: (line: string) => void;
}): GridGenerations {
  const { generations: known, jobs, clock, log } = options;
  const now = (): string => new Date(clock()).toISOString();
  let lastSign = clock();
  let unsubscribe = (): void => {};
  let isStopped = false;

  const upscaleId = (id: JobId, cell: number): JobId => JobId.parse(`${id}-u${cell}`);
  const idsOf = (id: JobId): JobId[] => [id, ...cells.map((cell) => upscaleId(id, cell))];

  function jobOrNull(id: JobId): Job | null {
    try {
      return jobs.get(id);
    } catch (error) {
      if (error instanceof TesseraError && error.code === 'JOB_NOT_FOUND') return null;
      throw error;
    }
  }

  /** Does the next thing for a generation; doing it twice does it once, for its jobs have fixed ids. */
  function advance(id: JobId): void {
    if (known.find(dialect, id)?.state !== 'open') return;
    const grid = jobOrNull(id);
    if (grid === null) return;
    known.touch(id, now());
    if (grid.state === 'failed' || grid.state === 'cancelled') return end(id, grid);
    if (grid.state !== 'completed') return;
    for (const cell of cells) {
      const image = grid.images[cell - 1];
      if (image === undefined || jobOrNull(upscaleId(id, cell)) !== null) continue;
      const request = { kind: 'upscale', image: image.id, factor: 2 } as const;
      jobs.submit({ id: upscaleId(id, cell), request, saveLatents: undefined, door: 'http' });
    }
    const upscales = cells.map((cell) => jobOrNull(upscaleId(id, cell)));
    const broken = upscales.find((job) => job?.state === 'failed' || job?.state === 'cancelled');
    if (broken !== undefined && broken !== null) return end(id, broken);
    if (upscales.every((job) => job?.state === 'completed'))
      known.end(id, { state: 'completed', error: null, at: now() });
  }

  function end(id: JobId, job: Job): void {
    const error = job.error?.message ?? 'The generation was cancelled.';
    known.end(id, { state: 'error', error, at: now() });
  }

  /** After the event that led here: its job is announced from within the queue's own work. */
  function advanceLater(id: JobId): void {
    setImmediate(() => {
      if (isStopped) return;
      try {
        advance(id);
      } catch (error) {
        log(`a generation could not go on: ${String(error)}`);
        giveUp(id, error);
      }
    });
  }

  /** What may pass, such as a full disk, leaves it open for the next event or start: to write its end down would fail as well. */
  function giveUp(id: JobId, why: unknown): void {
    if (!(why instanceof TesseraError) || errorCatalogue[why.code].retryable) return;
    try {
      known.end(id, { state: 'error', error: why.message, at: now() });
    } catch (error) {
      log(`the end of a generation could not be written: ${String(error)}`);
    }
  }

  function look(id: JobId): GridGeneration {
    const found = known.find(dialect, id);
    if (found === null || known.isTrashed(id)) {
      throw new TesseraError('GENERATION_NOT_FOUND', 'Generation not found', { details: { field: 'id' } });
    }
    const grid = jobOrNull(id);
    const upscales = cells.map((cell) => jobOrNull(upscaleId(id, cell)));
    const progress =
      gridShare * (grid?.progress ?? 0) +
      ((1 - gridShare) / cells.length) * upscales.reduce((sum, job) => sum + (job?.progress ?? 0), 0);
    const isWaiting = grid === null || grid.state === 'queued' || grid.state === 'paused';
    return {
      id,
      request: found.request as GridGeneration['request'],
      status: found.state === 'open' ? (isWaiting ? 'waiting' : 'processing') : found.state,
      // A hundred is said only when everything is there.
      progress: found.state === 'completed' ? 100 : Math.min(99, Math.floor(progress * 100)),
      grid,
      upscales,
      error: found.error,
      createdAt: found.createdAt,
      updatedAt: found.updatedAt,
      completedAt: found.completedAt,
    };
  }

  async function stopJobs(id: JobId): Promise<void> {
    for (const job of idsOf(id)) {
      const found = jobOrNull(job);
      if (found !== null && !isFinished(found.state)) await jobs.cancel(job);
    }
  }

  /** One that waits to be tried again is late for a reason it can name. */
  function isStuck({ id, createdAt }: { readonly id: JobId; readonly createdAt: string }): boolean {
    if (clock() - Math.max(Date.parse(createdAt), lastSign) <= stuckAfterMs) return false;
    return !idsOf(id).some((job) => (jobOrNull(job)?.retries.nextAt ?? null) !== null);
  }

  const service: GridGenerations = {
    start() {
      unsubscribe = options.events.subscribe((event) => {
        if (event.name === 'job.progress' || event.name === 'image.preview') lastSign = clock();
        if (event.name !== 'job.changed') return;
        // A job that was queued is a sign from its caller; any other move is one from the worker.
        if (event.data.state !== 'queued') lastSign = clock();
        const id = JobId.parse(event.data.id.replace(/-u[1-4]$/, ''));
        if (known.find(dialect, id)?.state === 'open') advanceLater(id);
      });
      for (const { id } of known.open(dialect)) {
        if (jobOrNull(id) === null) {
          known.end(id, { state: 'error', error: 'The studio was closed before this was queued.', at: now() });
        } else advanceLater(id);
      }
    },
    async create({ id, asked, submit }) {
      await service.reset('stuck');
      if (known.open(dialect).some((open) => !known.isTrashed(open.id))) {
        throw new TesseraError('GENERATION_IN_PROGRESS', 'Another generation is already in progress');
      }
      known.add({ id, dialect, request: asked, at: now() });
      try {
        await submit(id);
      } catch (error) {
        known.remove(id);
        throw error;
      }
      return look(id);
    },
    get: look,
    async delete(id) {
      look(id);
      known.end(id, { state: 'error', error: 'The generation was deleted.', at: now() });
      await stopJobs(id);
      for (const job of idsOf(id)) if (jobOrNull(job) !== null) await jobs.delete(job);
    },
    async reset(which) {
      const given = known.open(dialect).filter((open) => which === 'all' || isStuck(open));
      for (const { id } of given) {
        // Ended first, so that the cancelled jobs do not say something else.
        known.end(id, { state: 'error', error: stuckText, at: now() });
        await stopJobs(id);
      }
      return given.length;
    },
    stop() {
      isStopped = true;
      unsubscribe();
    },
  };
  return service;
}
