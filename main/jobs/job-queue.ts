// Works the queue: one job at a time through the engine, every picture recorded the moment its file stands.

import type { JobId } from '../../shared/domain/ids.ts';
import type { Note } from '../../shared/domain/note.ts';
import { recipeOfImage } from '../../shared/domain/recipe.ts';
import type { EngineEvent, RunModel } from '../../shared/engine-protocol.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { Engine } from '../engine/supervisor.ts';
import type { EventHub } from '../event-hub.ts';
import type { ImageFiles } from '../library/image-files.ts';
import type { Logger } from '../logging/logger.ts';
import type { Store } from '../store/database.ts';
import type { ImageTable } from '../store/image-table.ts';
import { type JobTable, type StoredJob, toJob } from '../store/job-table.ts';
import type { SourceService } from '../sources/source-service.ts';
import { createJobEndings } from './end-job.ts';
import { engineCommand } from './engine-command.ts';
import type { JobWitness } from './job-witness.ts';
import type { UpscalerService } from '../upscalers/upscaler-service.ts';
import { beginRun, type Running, type StopReason } from './running-job.ts';
import { createRetryClock } from './retry-clock.ts';
import type { RetryPolicy } from './retry-policy.ts';

/** Screens cannot use more, and every event crosses a process border. */
const progressIntervalMs = 100;
/** A database that cannot be written (disk full) is asked again after this long, not in a tight loop. */
const unrecordableWaitMs = 5000;

export interface JobQueue {
  /** Looks for work again; cheap, call it whenever a job was queued. */
  wake(): void;
  /** Puts jobs that a dead app left running back into the queue, then starts working. */
  start(): void;
  /** Resolves once the running job is stopped and recorded; does nothing when it is not the running one. */
  cancelRunning(id: JobId): Promise<void>;
  /** As cancelRunning, but the job rests and keeps the steps it has. */
  pauseRunning(id: JobId): Promise<void>;
  /** Whatever runs goes back to its place in the line with the steps it has, for the queue rests. */
  holdRunning(): Promise<void>;
  etaMs(id: JobId): number | null;
  /** Stops working; a running job goes back to the queue for the next start. */
  close(): Promise<void>;
}

export function createJobQueue(options: {
  readonly store: Store;
  readonly jobs: JobTable;
  readonly images: ImageTable;
  readonly files: ImageFiles;
  readonly sources: SourceService;
  readonly upscaler: UpscalerService['runOf'];
  readonly engine: Engine;
  readonly events: EventHub;
  readonly logger: Logger;
  readonly clock: () => number;
  readonly version: string;
  readonly witness: JobWitness;
  /** While it says so nothing is begun. */
  readonly isPaused: () => boolean;
  /** Asked at each failure, so that a changed setting counts from the next one on. */
  readonly retryPolicy: () => RetryPolicy;
  /** @throws MODEL_NOT_FOUND, or the model's own problem, so that the job fails with that sentence */
  readonly runModel: (recipe: Pick<StoredJob['task']['recipe'], 'model' | 'loras'>) => RunModel;
}): JobQueue {
  const { store, jobs, images, files, engine, events, logger, witness } = options;
  const now = (): string => new Date(options.clock()).toISOString();
  let running: Running | null = null;
  let started = false;
  let closing = false;
  const endings = createJobEndings({ ...options, addNote });
  const retryClock = createRetryClock({ jobs, policy: options.retryPolicy, clock: options.clock, onDue: wake });

  function announce(id: JobId): void {
    const stored = jobs.find(id);
    if (stored !== null) events.announce('job.changed', toJob(stored, images.ofJob(id), running?.etaMs ?? null));
  }

  function wake(): void {
    if (!started || closing || running !== null || options.isPaused()) return;
    retryClock.arm();
    const job = jobs.nextQueued(options.clock());
    if (job === null) return;
    const run = beginRun(job.id);
    running = run.state;
    void work(job, run.state)
      .then(
        () => 0,
        (error: unknown) => {
          logger.line(`queue: job ${job.id} could not be recorded: ${String(error)}`);
          return unrecordableWaitMs;
        },
      )
      .then((waitMs) => {
        running = null;
        run.end();
        setTimeout(wake, waitMs);
      });
  }

  async function work(job: StoredJob, state: Running): Promise<void> {
    const attempt = job.attempt + 1;
    jobs.move(job.id, 'running', { attempt, error: null, stage: 'loading', startedAt: job.startedAt ?? now() });
    logger.job(job.id, `started, attempt ${attempt}`);
    const all = images.ofJob(job.id);
    const missing = all.filter((image) => image.state === 'planned');
    state.progress = (all.length - missing.length) / Math.max(1, all.length);
    announce(job.id);
    try {
      if (missing.length > 0) {
        const { sources, upscaler, version, runModel } = options;
        const { drawnFrom } = images;
        const command = engineCommand({ job, missing, files, drawnFrom, sources, upscaler, version, runModel });
        witness.began?.(job);
        const timings = await engine.run(command, {
          signal: state.abort.signal,
          // What this throws (a full disk, say) cancels the run and comes back as its rejection.
          onEvent: (event) => onEngineEvent(job, state, { event, total: all.length, missing: missing.length }),
        });
        if (timings !== null) logger.job(job.id, `engine: ${JSON.stringify(timings)}`);
      }
      assertAllReady(job.id);
      endings.completed(job.id);
    } catch (error) {
      if (closing) endings.givenBack(job, attempt);
      else endings.brokenOff(job, { number: attempt, run: state, error });
    } finally {
      for (const image of all) files.forgetPreview(image.id);
    }
    announce(job.id);
  }

  function onEngineEvent(
    job: StoredJob,
    state: Running,
    { event, total, missing }: { readonly event: EngineEvent; readonly total: number; readonly missing: number },
  ): void {
    switch (event.kind) {
      case 'progress': {
        const progress = (total - missing + event.fraction * missing) / total;
        state.progress = Math.max(state.progress, Math.min(progress, 1));
        state.stage = event.stage;
        state.etaMs = event.etaMs;
        witness.progressed(job, state.stage, state.progress);
        const at = options.clock();
        if (at - state.announcedAt < progressIntervalMs) return;
        state.announcedAt = at;
        events.announce('job.progress', {
          id: job.id,
          stage: state.stage,
          progress: state.progress,
          etaMs: state.etaMs,
        });
        return;
      }
      case 'preview':
        events.announce('image.preview', {
          job: job.id,
          image: event.image,
          version: files.keepPreview(event.image, Buffer.from(event.png, 'base64')),
        });
        return;
      case 'image':
        recordImage(job, state, event);
        return;
      case 'note':
        addNote(job.id, event.note);
        return;
      case 'log':
        logger.job(job.id, event.line);
        return;
      default:
        return;
    }
  }

  function recordImage(job: StoredJob, state: Running, event: Extract<EngineEvent, { kind: 'image' }>): void {
    store.transaction('jobs.image-ready', () => {
      const recipe = recipeOfImage(job.task.recipe, images.find(event.image)?.index ?? 0);
      images.finish(
        event.image,
        {
          file: files.relativePath(event.image, { createdAt: job.createdAt, model: recipe.model }),
          width: event.width,
          height: event.height,
          sizeBytes: event.sizeBytes,
          sha256: event.sha256,
          drawnFrom: event.drawnFrom,
        },
        { prompt: recipe.styledPrompt, negativePrompt: recipe.styledNegativePrompt, model: recipe.model },
      );
      jobs.setProgress(job.id, state.progress, state.stage);
      witness.pictureStored(job, event.image, event.engine);
    });
    logger.job(job.id, `picture ${event.image} saved, ${event.width}x${event.height}, ${event.sizeBytes} bytes`);
    announce(job.id);
  }

  function addNote(id: JobId, note: Note): void {
    const known = jobs.find(id)?.notes ?? [];
    if (known.some((other) => other.code === note.code && other.message === note.message)) return;
    jobs.setNotes(id, [...known, note]);
    announce(id);
  }

  function assertAllReady(id: JobId): void {
    if (images.ofJob(id).some((image) => image.state === 'planned')) {
      throw new TesseraError(
        'INTERNAL',
        'The engine ended without making every picture. Try again; the log has the details.',
      );
    }
  }

  async function stop(id: JobId, reason: StopReason): Promise<void> {
    if (running?.id !== id) return;
    running.stopped = reason;
    running.abort.abort();
    await running.ended;
  }

  return {
    wake,
    start() {
      for (const job of jobs.inState('running')) {
        // Left by an app that was killed; not the job's fault, so the attempt is given back.
        jobs.move(job.id, 'queued', { stage: 'waiting', attempt: Math.max(0, job.attempt - 1) });
        logger.job(job.id, 'the app was closed while this ran; it goes on now');
        announce(job.id);
      }
      started = true;
      wake();
    },
    cancelRunning: (id) => stop(id, 'cancel'),
    pauseRunning: (id) => stop(id, 'pause'),
    holdRunning: async () => {
      if (running !== null) await stop(running.id, 'hold');
    },
    etaMs: (id) => (running?.id === id ? running.etaMs : null),
    async close() {
      closing = true;
      retryClock.stop();
      const current = running;
      await engine.close();
      await current?.ended;
    },
  };
}
