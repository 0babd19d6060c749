// The fake studio's line of jobs that wait: as the real one orders them and answers of them.

import type { QueueState } from '../../shared/contract/queue.ts';
import type { TesseraEvent } from '../../shared/contract/index.ts';
import type { Job } from '../../shared/domain/job.ts';
import type { FakeJobs } from './fake-studio-jobs.ts';

interface QueueInput {
  readonly id: string;
  readonly before: string | null;
  readonly paused: boolean;
}

/** Every job is expected to take this long. */
const expectedMs = 12_000;

export interface FakeLine {
  paused: boolean;
  /** The job to begin now, of those that may be; undefined while the queue rests. */
  next(due: readonly Job[]): Job | undefined;
  inOrder(jobs: readonly Job[]): readonly Job[];
  put(ids: readonly string[]): void;
}

export function createFakeLine(): FakeLine {
  let order: readonly string[] = [];
  const placeOf = ({ id }: Job) => (order.includes(id) ? order.indexOf(id) : order.length);
  const line: FakeLine = {
    paused: false,
    next: (due) => (line.paused ? undefined : line.inOrder(due)[0]),
    inOrder: (jobs) => jobs.toSorted((a, b) => placeOf(a) - placeOf(b)),
    put: (ids) => {
      order = ids;
    },
  };
  return line;
}

export function isQueueCall(name: string): boolean {
  return name.startsWith('queue.') || name === 'generation.logs';
}

export function answerQueueCall(
  name: string,
  input: QueueInput,
  studio: { readonly jobs: FakeJobs; readonly line: FakeLine; readonly send: (event: TesseraEvent) => void },
): unknown {
  const { jobs, line } = studio;
  switch (name) {
    case 'generation.logs':
      return { logs: [`queued by ${jobs.get(input.id).door}`, 'started, attempt 1'], totalLines: 2 };
    case 'queue.pauseJob':
      return jobs.change(input.id, { state: 'paused', stage: 'waiting', etaMs: null });
    case 'queue.resumeJob':
      return jobs.change(input.id, { state: 'queued' });
    case 'queue.get':
      return state();
    case 'queue.move': {
      const others = waiting().flatMap((job) => (job.id === input.id ? [] : [job.id as string]));
      const at = input.before === null ? others.length : others.indexOf(input.before);
      line.put([...others.slice(0, at), input.id, ...others.slice(at)]);
      return announced();
    }
    default: {
      line.paused = input.paused;
      const running = jobs.newestFirst().find((job) => job.state === 'running');
      // What runs goes back to its place.
      if (input.paused && running !== undefined)
        jobs.change(running.id, { state: 'queued', stage: 'waiting', etaMs: null });
      return announced();
    }
  }

  function waiting(): readonly Job[] {
    const oldestFirst = jobs.newestFirst().toReversed();
    return line.inOrder(oldestFirst.filter((job) => job.state === 'queued' || job.state === 'paused'));
  }

  function state(): QueueState {
    return { paused: line.paused, line: waiting().map(({ id }) => ({ id, expectedMs })) };
  }

  function announced(): QueueState {
    const now = state();
    studio.send({ name: 'queue.changed', data: now, sequence: Number.MAX_SAFE_INTEGER });
    return now;
  }
}
