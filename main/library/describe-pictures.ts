// Describes in the background what was never described: one picture at a time, with rests, and not while something is drawn.

import type { ImageId } from '../../shared/domain/ids.ts';
import { type ErrorCode, TesseraError } from '../../shared/errors.ts';
import type { Engine } from '../engine/supervisor.ts';
import type { EventHub } from '../event-hub.ts';
import type { TraitsTable } from '../store/traits-table.ts';
import type { ImageFiles } from './image-files.ts';
import type { SimilarService } from './similar-service.ts';

const picturesAtOnce = 50;
/** At least so long between two pictures; a picture that took longer is followed by a rest as long as it took. */
const restMs = 30;
/** While a job is drawn, the processor is its own. */
const busyMs = 2000;
/** Says nothing of the picture: it is tried again at the next start. */
const ofTheHost: readonly ErrorCode[] = ['ENGINE_UNAVAILABLE', 'ENGINE_TIMEOUT', 'ENGINE_CRASHED'];

export interface DescribePictures {
  start(): void;
  close(): Promise<void>;
}

export function createDescribePictures(options: {
  readonly traits: Pick<TraitsTable, 'undescribed'>;
  readonly similar: Pick<SimilarService, 'keep'>;
  readonly files: Pick<ImageFiles, 'path'>;
  readonly engine: Pick<Engine, 'describe' | 'health'>;
  readonly events: Pick<EventHub, 'subscribe'>;
  readonly log: (line: string) => void;
}): DescribePictures {
  const { traits, similar, files, engine } = options;
  const stop = new AbortController();
  let work: Promise<void> | null = null;
  let unsubscribe = () => {};

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        stop.signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      stop.signal.addEventListener('abort', end);
    });
  }

  async function describe(id: ImageId): Promise<void> {
    const path = files.path(id);
    if (path === null) return similar.keep(id, null);
    try {
      similar.keep(id, (await engine.describe(path)).traits);
    } catch (thrown) {
      if (!(thrown instanceof TesseraError) || ofTheHost.includes(thrown.code)) throw thrown;
      similar.keep(id, null);
    }
  }

  async function describeAll(): Promise<void> {
    for (;;) {
      const waiting = traits.undescribed(picturesAtOnce);
      if (waiting.length === 0) return;
      for (const { id } of waiting) {
        while (engine.health().state === 'running' && !stop.signal.aborted) await pause(busyMs);
        if (stop.signal.aborted) return;
        const started = performance.now();
        await describe(id);
        await pause(Math.max(restMs, performance.now() - started));
      }
    }
  }

  function wake(): void {
    if (stop.signal.aborted) return;
    work ??= describeAll()
      .catch((thrown: unknown) => {
        if (!stop.signal.aborted) options.log(`describing pictures rests: ${String(thrown)}`);
      })
      .finally(() => {
        work = null;
      });
  }

  return {
    start() {
      unsubscribe = options.events.subscribe((event) => {
        if (event.name === 'job.changed' && event.data.state === 'completed') wake();
      });
      wake();
    },
    async close() {
      unsubscribe();
      stop.abort();
      await work;
    },
  };
}
