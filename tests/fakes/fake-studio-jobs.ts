// The fake studio's jobs: they run on timers through the real states and stages, and can be told how to end by their prompt.

import type { EventData, EventName, TesseraEvent } from '../../shared/contract/index.ts';
import { ImageId, JobId } from '../../shared/domain/ids.ts';
import type { Image } from '../../shared/domain/image.ts';
import { isFinished, Job } from '../../shared/domain/job.ts';
import type { GenerationRequest, ResolvedRecipe } from '../../shared/domain/recipe.ts';
import { TesseraError } from '../../shared/errors.ts';
import { fakeUpscalers } from './fake-extras.ts';
import type { FakeLine } from './fake-studio-queue.ts';
import { resolveFakeRecipe } from './fake-recipe.ts';

const steps = 8;

/** Words in a prompt that steer a job: `[hold]` never gets past the middle, `[fail]` ends there, `[again]` does the first time. */
const holds = /\[hold\]/;
const fails = /\[fail\]/;
const failsOnce = /\[again\]/;

export interface FakeJobs {
  submit(request: GenerationRequest, at?: Date): Job;
  get(id: string): Job;
  newestFirst(): readonly Job[];
  change(id: string, changes: Partial<Job>): Job;
  delete(id: string): void;
  restore(id: string): Job;
  /** Pictures that are purged are no longer of their job. */
  changeImages(ids: readonly ImageId[], to: 'ready' | 'trashed' | 'purged'): void;
  retry(id: string): Job;
  stopRetrying(id: string): Job;
  findImage(id: string): { readonly image: Image; readonly recipe: ResolvedRecipe } | null;
  /** How far a picture is, 0..1; null when there is no preview of it. */
  previewOf(id: string): number | null;
  finishAll(): void;
  close(): void;
}

interface FakeJobsOptions {
  readonly stepMs: number;
  readonly announce: (event: TesseraEvent) => void;
  /** Which of the jobs that are due is begun. */
  readonly line: Pick<FakeLine, 'next'>;
}

export function createFakeJobs({ stepMs, announce, line }: FakeJobsOptions): FakeJobs {
  const jobs = new Map<string, Job>();
  const trash = new Map<string, Job>();
  let counter = 0;
  let sequence = 0;
  let step = 0;
  let held = steps;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function say<Name extends EventName>(name: Name, data: EventData<Name>): void {
    sequence += 1;
    announce({ name, data, sequence } as TesseraEvent);
  }

  function put(job: Job): Job {
    const parsed = Job.parse(job);
    jobs.set(parsed.id, parsed);
    say('job.changed', parsed);
    return parsed;
  }

  function get(id: string): Job {
    const job = jobs.get(id);
    if (job === undefined) throw new TesseraError('JOB_NOT_FOUND', `There is no job ${id}.`);
    return job;
  }

  function change(id: string, changes: Partial<Job>): Job {
    return put({ ...get(id), ...changes });
  }

  const inOrder = () => [...jobs.values()].sort((a, b) => a.createdAt.localeCompare(b.createdAt));

  function work(): void {
    const current = inOrder().find((job) => job.state === 'running') ?? line.next(inOrder().filter(isDue));
    if (current !== undefined) advance(current);
    timer = setTimeout(work, stepMs);
  }

  function advance(job: Job): void {
    if (job.state === 'queued') {
      step = 0;
      change(job.id, {
        state: 'running',
        stage: 'loading',
        attempt: job.attempt + 1,
        startedAt: new Date().toISOString(),
      });
      return;
    }
    const { prompt } = job.task.recipe;
    if (step >= steps / 2 && holds.test(prompt)) {
      // A page that was opened meanwhile gets its previews too.
      held += 1;
      if (held % 10 === 0)
        for (const image of job.images) say('image.preview', { job: job.id, image: image.id, version: held });
      return;
    }
    if (step >= steps / 2 && failsOnce.test(prompt) && job.retries.count === 0) {
      const error = { code: 'DISK_FULL', message: 'The disk with the library is full.', retryable: true };
      const retries = { count: 1, limit: 3, nextAt: new Date(Date.now() + 60_000).toISOString() };
      change(job.id, { state: 'queued', stage: 'waiting', attempt: 0, error, retries, etaMs: null });
      return;
    }
    if (step >= steps / 2 && fails.test(prompt)) {
      const error = {
        code: 'ENGINE_CRASHED',
        message: 'The engine host ended with signal SIGSEGV while sampling.',
        retryable: true,
      };
      change(job.id, { state: 'failed', error, finishedAt: new Date().toISOString(), etaMs: null });
      return;
    }
    step += 1;
    const progress = step / (steps + 1);
    jobs.set(job.id, { ...job, stage: 'sampling', progress, etaMs: (steps - step) * 1500 });
    say('job.progress', { id: job.id, stage: 'sampling', progress, etaMs: (steps - step) * 1500 });
    for (const image of job.images) say('image.preview', { job: job.id, image: image.id, version: step });
    if (step >= steps) finish(job.id);
  }

  function finish(id: string): void {
    const job = get(id);
    const images = job.images.map((image) => ({
      ...image,
      state: 'ready' as const,
      file: `${image.id}.png`,
      sizeBytes: 181_000 + (image.seed % 9000),
    }));
    change(id, {
      state: 'completed',
      stage: 'finished',
      progress: 1,
      etaMs: null,
      images,
      finishedAt: new Date().toISOString(),
    });
  }

  work();

  return {
    get,
    change,
    newestFirst: () => inOrder().reverse(),
    submit(request, at = new Date()) {
      counter += 1;
      const id = JobId.parse(`job-${counter}`);
      const planned = plan(request, counter, findImage);
      const images = planned.images.map((image, index) => ({
        ...image,
        id: ImageId.parse(`image-${counter}-${index}`),
        job: id,
        index,
        state: 'planned' as const,
        file: null,
        sizeBytes: null,
        sha256: null,
        createdAt: at.toISOString(),
      }));
      return put({
        id,
        door: 'window',
        state: 'queued',
        task: planned.task,
        stage: 'waiting',
        progress: 0,
        etaMs: null,
        attempt: 0,
        retries: { count: 0, limit: 0, nextAt: null },
        error: null,
        notes: planned.notes,
        images,
        createdAt: at.toISOString(),
        startedAt: null,
        finishedAt: null,
      });
    },
    delete(id) {
      trash.set(id, get(id));
      jobs.delete(id);
      say('job.deleted', { id: JobId.parse(id) });
    },
    restore(id) {
      const job = trash.get(id);
      if (job === undefined) throw new TesseraError('JOB_NOT_FOUND', `There is no deleted job ${id}.`);
      trash.delete(id);
      return put(job);
    },
    changeImages(ids, to) {
      for (const job of inOrder()) {
        if (!job.images.some((image) => ids.includes(image.id))) continue;
        const images = job.images.flatMap((image) => {
          if (!ids.includes(image.id)) return [image];
          return to === 'purged' ? [] : [{ ...image, state: to }];
        });
        change(job.id, { images });
      }
    },
    retry(id) {
      const retries = { ...get(id).retries, nextAt: null };
      return change(id, { state: 'queued', stage: 'waiting', progress: 0, error: null, retries });
    },
    stopRetrying(id) {
      const retries = { ...get(id).retries, nextAt: null };
      return change(id, { state: 'failed', finishedAt: new Date().toISOString(), retries });
    },
    findImage,
    previewOf(id) {
      const job = [...jobs.values()].find((candidate) => candidate.images.some((image) => image.id === id));
      return job === undefined ? null : Math.max(job.progress, 0.1);
    },
    finishAll() {
      for (const job of inOrder()) if (!isFinished(job.state) && !holds.test(job.task.recipe.prompt)) finish(job.id);
    },
    close: () => clearTimeout(timer),
  };

  function findImage(id: string) {
    for (const job of jobs.values()) {
      const image = job.images.find((candidate) => candidate.id === id);
      if (image !== undefined) return { image, recipe: job.task.recipe };
    }
    return null;
  }
}

function isDue(job: Job): boolean {
  const { nextAt } = job.retries;
  return job.state === 'queued' && (nextAt === null || Date.parse(nextAt) <= Date.now());
}

type PlannedImage = Pick<Image, 'kind' | 'parent' | 'seed' | 'variations' | 'width' | 'height'>;

function plan(
  request: GenerationRequest,
  counter: number,
  findImage: FakeJobs['findImage'],
): { task: Job['task']; images: PlannedImage[]; notes: Job['notes'] } {
  if (request.kind === 'generate') {
    const recipe = resolveFakeRecipe(request.recipe, counter);
    const images = Array.from({ length: recipe.count }, (_, index) => ({
      kind: 'generated' as const,
      parent: null,
      seed: recipe.seed + index,
      variations: [],
      width: recipe.width,
      height: recipe.height,
    }));
    return { task: { kind: 'generate', recipe }, images, notes: [] };
  }
  const source = findImage(request.image);
  if (source === null) throw new TesseraError('IMAGE_NOT_FOUND', `There is no picture ${request.image}.`);
  const { image, recipe } = source;
  if (request.kind === 'upscale') {
    const size = { width: image.width * request.factor, height: image.height * request.factor };
    return {
      task: {
        kind: 'upscale',
        recipe,
        parent: image.id,
        factor: request.factor,
        upscaler: request.upscaler ?? fakeUpscalers[0].id,
      },
      images: [{ kind: 'upscale', parent: image.id, seed: image.seed, variations: [], ...size }],
      notes: [],
    };
  }
  const strength = request.strength === 'subtle' ? 0.2 : 0.55;
  return {
    task: { kind: 'vary', recipe: { ...recipe, count: 4 }, parent: image.id, strength: request.strength },
    images: [0, 1, 2, 3].map((index) => ({
      kind: 'variation',
      parent: image.id,
      seed: image.seed,
      variations: [{ seed: counter * 100 + index, strength }],
      width: image.width,
      height: image.height,
    })),
    notes: [],
  };
}
