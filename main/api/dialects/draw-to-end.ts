// For dialects that answer with pictures: submits jobs, waits for them, and stops them when the client goes away.

import { readFile } from 'node:fs/promises';
import type { CallInput } from '../../../shared/contract/index.ts';
import type { Image } from '../../../shared/domain/image.ts';
import type { JobId } from '../../../shared/domain/ids.ts';
import { isFinished, type Job } from '../../../shared/domain/job.ts';
import { maxImagesPerJob, type Recipe, seedMax } from '../../../shared/domain/recipe.ts';
import { fromEnvelope, isErrorCode, TesseraError } from '../../../shared/errors.ts';
import type { Door } from './endpoint.ts';

export interface Drawn {
  readonly job: Job;
  readonly image: Image;
}

/**
 * Draws `count` pictures, in jobs of four one after the other, so that other callers get their turn between them.
 * @param onJob is told each job's id as it is queued
 * @throws what the contract refuses, and the error of a job that failed; CANCELLED when it was stopped
 */
export async function drawToEnd(
  door: Door,
  options: { readonly recipe: Recipe; readonly count: number; readonly onJob?: (id: JobId) => void },
): Promise<Drawn[]> {
  const { recipe, count } = options;
  const drawn: Drawn[] = [];
  let seed = recipe.seed;
  while (drawn.length < count) {
    const request: CallInput<'generation.submit'>['request'] = {
      kind: 'generate',
      recipe: {
        ...recipe,
        ...(seed === undefined ? {} : { seed }),
        count: Math.min(maxImagesPerJob, count - drawn.length),
      },
    };
    const queued = await door.call('generation.submit', { request });
    options.onJob?.(queued.id);
    const job = await ended(door, queued);
    if (job.state === 'failed') throw failureOf(job);
    const ready = job.images.filter((image) => image.state === 'ready');
    drawn.push(...ready.map((image) => ({ job, image })));
    // Stopped by hand: what was finished is given, as A1111 gives it.
    if (job.state === 'cancelled') {
      if (drawn.length > 0) return drawn;
      throw new TesseraError('CANCELLED', 'The job was cancelled before a picture was finished.');
    }
    seed = (job.task.recipe.seed + job.images.length) % (seedMax + 1);
  }
  return drawn;
}

/** The file of a picture as it stands in the library or, in another format, made from it. */
export async function bytesOf(door: Door, image: Image, format: 'png' | 'jpeg' | 'webp'): Promise<Buffer> {
  const path = format === 'png' ? door.core.images.path(image.id) : await door.core.images.converted(image.id, format);
  if (path === null) throw new TesseraError('IMAGE_NOT_FOUND', `The file of the picture ${image.id} is gone.`);
  return readFile(path);
}

function ended(door: Door, queued: Job): Promise<Job> {
  const { core, gone } = door;
  return new Promise((resolve, reject) => {
    const finish = (job: Job): void => {
      unsubscribe();
      gone.removeEventListener('abort', stop);
      resolve(job);
    };
    const look = (job: Job): void => {
      if (isFinished(job.state)) finish(job);
      // Whoever waits on an open line is better told now, and asks again when it suits them.
      else if (job.retries.nextAt !== null) door.call('generation.stopRetrying', { id: job.id }).then(finish, reject);
    };
    const stop = (): void => {
      door.call('generation.cancel', { id: queued.id }).then(finish, reject);
    };
    const unsubscribe = core.events.subscribe((event) => {
      if (event.name === 'job.changed' && event.data.id === queued.id) look(event.data);
    });
    gone.addEventListener('abort', stop, { once: true });
    if (gone.aborted) stop();
    // It may have ended before anyone listened.
    door.call('generation.get', { id: queued.id }).then(look, reject);
  });
}

function failureOf({ error }: Job): TesseraError {
  if (error === null) return new TesseraError('INTERNAL', 'The job failed; its log has the details.');
  const { code, message, retryable, details } = error;
  return fromEnvelope({
    code: isErrorCode(code) ? code : 'INTERNAL',
    message,
    retryable,
    ...(details === undefined ? {} : { details }),
  });
}
