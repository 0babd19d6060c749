// What the studio is asked for under fire: small pictures of several families, enlargements and variations of finished ones.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RandomStream } from '../../engine/pipelines/exemplar/seeded-random.ts';
import { ImageId, JobId, ModelId } from '../../shared/domain/ids.ts';
import { GenerationRequest } from '../../shared/domain/recipe.ts';
import { makeTinyModel } from '../fixtures/tiny-models.ts';
import type { Promises } from './promises.ts';
import type { StudioUnderFire } from './studio-under-fire.ts';

/** So many jobs wait or run at any time: more would only make the end longer. */
const jobsAtOnce = 3;

export interface Workload {
  /** Registers the models; once, before anything is killed. */
  prepare(): Promise<void>;
  /** Asks again for what was never answered, then for more, until enough is waiting. */
  feed(): Promise<void>;
  /** Sends one more request and does not wait for its answer. */
  sendOne(): void;
  unfinished(): Promise<readonly JobId[]>;
  close(): void;
}

export function createWorkload(options: {
  readonly studio: StudioUnderFire;
  readonly promises: Promises;
  readonly random: RandomStream;
}): Workload {
  const { studio, promises, random } = options;
  const models = mkdtempSync(join(tmpdir(), 'tessera-chaos-models-'));
  const choose = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];

  /** Few different ones, so that each is drawn many times and every interruption can be held against a calm drawing. */
  function nextRequest(): GenerationRequest {
    const parent = choose([...promises.pictures.keys()].slice(-20));
    const dice = random();
    if (parent !== undefined && dice < 0.12) {
      return GenerationRequest.parse({ kind: 'upscale', image: ImageId.parse(parent), factor: 2, upscaler: 'lanczos' });
    }
    if (parent !== undefined && dice < 0.2) {
      return GenerationRequest.parse({ kind: 'vary', image: ImageId.parse(parent), strength: 'subtle' });
    }
    const seed = Math.floor(random() * 3);
    const tiny = { prompt: 'a red apple', model: 'tiny', steps: 4, width: 192, height: 192, seed, count: 2 };
    const slow = { ...tiny, model: 'slow', steps: 3, width: 64, height: 64, scheduler: 'euler-ancestral', count: 1 };
    const embedded = { prompt: 'a red car', model: 'sticker-mini', seed, count: 1 };
    const mock = { prompt: 'an owl', model: 'mock', steps: 2, width: 64, height: 64, seed, count: 4 };
    const recipe = dice < 0.55 ? tiny : dice < 0.75 ? slow : dice < 0.88 ? embedded : mock;
    return GenerationRequest.parse({ kind: 'generate', recipe });
  }

  async function submit(id: JobId, request: GenerationRequest): Promise<void> {
    promises.ask(id, request);
    const job = await studio.call('generation.submit', { id, request });
    promises.accepted(job.id);
    promises.told(job);
  }

  const newId = () => JobId.parse(`chaos-${promises.asked.size}`);

  async function unfinished(): Promise<readonly JobId[]> {
    const { jobs } = await studio.call('generation.list', { states: ['queued', 'running'], limit: 200 });
    for (const job of jobs) promises.told(job);
    return jobs.map((job) => job.id);
  }

  return {
    unfinished,
    async prepare() {
      for (const [id, variant] of [
        ['tiny', 'plain'],
        ['slow', 'slow'],
      ] as const) {
        const folder = join(models, id);
        makeTinyModel({ folder, variant });
        await studio.call('models.add', { folder, id: ModelId.parse(id) });
      }
    },
    async feed() {
      for (const [id, request] of promises.unanswered()) await submit(id, request);
      for (let waiting = (await unfinished()).length; waiting < jobsAtOnce; waiting += 1) {
        await submit(newId(), nextRequest());
      }
    },
    sendOne() {
      // Killed before it answers, it is asked again by the next `feed`.
      submit(newId(), nextRequest()).catch(() => undefined);
    },
    close: () => rmSync(models, { recursive: true, force: true }),
  };
}
