// Generations of the grid dialect: a grid job, then four upscales of it, all ordinary jobs; continued after a restart.

import type { CallInput, CallName, CallOutput } from '../../../shared/contract/index.ts';
import { calls } from '../../../shared/contract/index.ts';
import { JobId } from '../../../shared/domain/ids.ts';
import { isFinished, type Job } from '../../../shared/domain/job.ts';
import { fromEnvelope, TesseraError } from '../../../shared/errors.ts';
import type { Core } from '../../core.ts';

const dialect = 'grid';
const cells = [1, 2, 3, 4] as const;
/** A generation this long without a sign of life from the worker is given up. */
const stuckAfterMs = 10 * 60_000;
/** The grid's share of a generation's progress; its upscales share the rest. */
const gridShare = 0.6;
const everything = new Set(['read', 'write'] as const);
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
    readonly recipe: Extract<CallInput<'generation.submit'>['request'], { kind: 'generate' }>['recipe'];
  }): Promise<GridGeneration>;
  /** @throws GENERATION_NOT_FOUND */
  get(id: JobId): Promise<GridGeneration>;
  delete(id: JobId): Promise<void>;
  /** @returns how many were reset */
  reset(which: 'stuck' | 'all'): Promise<number>;
  stop(): void;
}

export function createGridGenerations(core: Core): GridGenerations {
  const jobs = core.dialectJobs;
  const now = (): string => new Date(core.clock()).toISOString();
  let lastSign = core.clock();
  let unsubscribe = (): void => {};

  async function call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
    const result = await core.dispatch(name, input, { door: 'http', access: everything });
    if (!result.ok) throw fromEnvelope(result.error);
    return calls[name].output.parse(result.value) as never;
  }

  const upscaleId = (id: JobId, cell: number): JobId => JobId.parse(`${id}-u${cell}`);

  async function jobOrNull(id: JobId): Promise<Job | null> {
    try {
      return await call('generation.get', { id });
    } catch (error) {
      if (error instanceof TesseraError && error.code === 'JOB_NOT_FOUND') return null;
      throw error;
    }
  }

  /** Does the next thing for a generation; doing it twice does it once, for its jobs have fixed ids. */
  async function advance(id: JobId): Promise<void> {
    const known = jobs.find(dialect, id);
    if (known === null || known.state !== 'open') return;
    const grid = await jobOrNull(id);
    if (grid === null) return;
    jobs.touch(id, now());
    if (grid.state === 'failed' || grid.state === 'cancelled') return end(id, grid);
    if (grid.state !== 'completed') return;
    for (const cell of cells) {
      const image = grid.images[cell - 1];
      if (image === undefined || (await jobOrNull(upscaleId(id, cell))) !== null) continue;
      await call('generation.submit', {
        id: upscaleId(id, cell),
        request: { kind: 'upscale', image: image.id, factor: 2 },
      });
    }
    const upscales = await Promise.all(cells.map((cell) => jobOrNull(upscaleId(id, cell))));
    const broken = upscales.find((job) => job?.state === 'failed' || job?.state === 'cancelled');
    if (broken !== undefined && broken !== null) return end(id, broken);
    if (upscales.every((job) => job?.state === 'completed'))
      jobs.end(id, { state: 'completed', error: null, at: now() });
  }

  function end(id: JobId, job: Job): void {
    const error = job.error?.message ?? 'The generation was cancelled.';
    jobs.end(id, { state: 'error', error, at: now() });
  }

  function advanceLater(id: JobId): void {
    advance(id).catch((error: unknown) => {
      core.logger.line(`a generation could not go on: ${String(error)}`);
      if (error instanceof TesseraError) jobs.end(id, { state: 'error', error: error.message, at: now() });
    });
  }

  async function look(id: JobId): Promise<GridGeneration> {
    const known = jobs.find(dialect, id);
    if (known === null || jobs.isTrashed(id)) {
      throw new TesseraError('GENERATION_NOT_FOUND', 'Generation not found', { details: { field: 'id' } });
    }
    const grid = await jobOrNull(id);
    const upscales = await Promise.all(cells.map((cell) => jobOrNull(upscaleId(id, cell))));
    const progress =
      gridShare * (grid?.progress ?? 0) +
      ((1 - gridShare) / cells.length) * upscales.reduce((sum, job) => sum + (job?.progress ?? 0), 0);
    const isWaiting = grid === null || grid.state === 'queued' || grid.state === 'paused';
    return {
      id,
      request: known.request as GridGeneration['request'],
      status: known.state === 'open' ? (isWaiting ? 'waiting' : 'processing') : known.state,
      // A hundred is said only when everything is there.
      progress: known.state === 'completed' ? 100 : Math.min(99, Math.floor(progress * 100)),
      grid,
      upscales,
      error: known.error,
      createdAt: known.createdAt,
      updatedAt: known.updatedAt,
      completedAt: known.completedAt,
    };
  }

  async function stopJobs(id: JobId): Promise<void> {
    for (const job of [id, ...cells.map((cell) => upscaleId(id, cell))]) {
      const found = await jobOrNull(job);
      if (found !== null && !isFinished(found.state)) await call('generation.cancel', { id: job });
    }
  }

  function isStuck(createdAt: string): boolean {
    return core.clock() - Math.max(Date.parse(createdAt), lastSign) > stuckAfterMs;
  }

  const generations: GridGenerations = {
    start() {
      unsubscribe = core.events.subscribe((event) => {
        if (event.name === 'job.progress' || event.name === 'image.preview') lastSign = core.clock();
        if (event.name !== 'job.changed') return;
        // A job that was queued is a sign from its caller; any other move is one from the worker.
        if (event.data.state !== 'queued') lastSign = core.clock();
        const id = JobId.parse(event.data.id.replace(/-u[1-4]$/, ''));
        if (jobs.find(dialect, id)?.state === 'open') advanceLater(id);
      });
      for (const { id } of jobs.open(dialect)) {
        jobOrNull(id).then(
          (grid) => {
            if (grid !== null) return advanceLater(id);
            jobs.end(id, { state: 'error', error: 'The studio was closed before this was queued.', at: now() });
          },
          (error: unknown) => core.logger.line(`a generation could not go on: ${String(error)}`),
        );
      }
    },
    async create({ id, asked, recipe }) {
      await generations.reset('stuck');
      if (jobs.open(dialect).some((open) => !jobs.isTrashed(open.id))) {
        throw new TesseraError('GENERATION_IN_PROGRESS', 'Another generation is already in progress');
      }
      jobs.add({ id, dialect, request: asked, at: now() });
      try {
        await call('generation.submit', { id, request: { kind: 'generate', recipe } });
      } catch (error) {
        jobs.remove(id);
        throw error;
      }
      return look(id);
    },
    get: look,
    async delete(id) {
      await look(id);
      jobs.end(id, { state: 'error', error: 'The generation was deleted.', at: now() });
      await stopJobs(id);
      for (const job of [id, ...cells.map((cell) => upscaleId(id, cell))]) {
        if ((await jobOrNull(job)) !== null) await call('generation.delete', { id: job });
      }
    },
    async reset(which) {
      const given = jobs.open(dialect).filter(({ createdAt }) => which === 'all' || isStuck(createdAt));
      for (const { id } of given) {
        // Ended first, so that the cancelled jobs do not say something else.
        jobs.end(id, { state: 'error', error: stuckText, at: now() });
        await stopJobs(id);
      }
      return given.length;
    },
    stop: () => unsubscribe(),
  };
  return generations;
}
