// A job as the contract has it, for tests to vary.

import { Job } from '../../../shared/domain/job.ts';

/** @param minute orders jobs: a later minute is a newer job. */
export function exampleJob(id: string, minute: number, changes: Partial<Job> = {}): Job {
  const createdAt = new Date(Date.UTC(2026, 0, 1, 12, minute)).toISOString();
  const recipe = {
    prompt: 'a red apple',
    negativePrompt: '',
    styledPrompt: 'a red apple',
    styledNegativePrompt: '',
    model: 'stickers',
    style: null,
    width: 512,
    height: 512,
    seed: 7,
    steps: 20,
    guidanceScale: 3,
    scheduler: 'euler',
    count: 2,
    variations: [],
  };
  const images = [0, 1].map((index) => ({
    id: `${id}-${index}`,
    job: id,
    index,
    kind: 'generated',
    state: 'planned',
    parent: null,
    seed: 7 + index,
    variations: [],
    width: 512,
    height: 512,
    file: null,
    sizeBytes: null,
    sha256: null,
    createdAt,
  }));
  return Job.parse({
    id,
    door: 'window',
    state: 'queued',
    task: { kind: 'generate', recipe },
    stage: 'waiting',
    progress: 0,
    etaMs: null,
    attempt: 0,
    retries: { count: 0, limit: 0, nextAt: null },
    error: null,
    notes: [],
    images,
    createdAt,
    startedAt: null,
    finishedAt: null,
    ...changes,
  });
}

export function completed(job: Job): Job {
  return {
    ...job,
    state: 'completed',
    progress: 1,
    images: job.images.map((image) => ({ ...image, state: 'ready', file: `${image.id}.png`, sizeBytes: 1000 })),
  };
}
