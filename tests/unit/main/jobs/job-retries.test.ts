// Failed jobs that are tried again: each rule once, then any sequence of events against a model of the rules.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JobId } from '../../../../shared/domain/ids.ts';
import type { Job } from '../../../../shared/domain/job.ts';
import { TesseraError } from '../../../../shared/errors.ts';
import { openStudio, temporaryFolder } from '../fixtures.ts';

const noon = Date.parse('2026-11-21T12:00:00Z');
const retryPolicy = { limit: 3, firstDelaySeconds: 60 };
type Conduct = 'well' | 'passing' | 'lasting' | 'crashing';
const faults = {
  passing: ['DISK_FULL', 'The disk is full.'],
  lasting: ['NUMERIC_FAILURE', 'The model made no picture.'],
  crashing: ['ENGINE_CRASHED', 'The engine died.'],
} as const;

/** A studio whose clock and engine the test moves; `restart` opens it again over the same folder. */
function openMovable(home = temporaryFolder(), now = noon) {
  const state = { now, conduct: 'passing' as Conduct };
  const studio = openStudio(home, { retryPolicy, clock: () => state.now });
  studio.engine.beforePicture = () => {
    if (state.conduct === 'well') return;
    const [code, message] = faults[state.conduct];
    throw new TesseraError(code, message);
  };
  studio.queue.start();
  return {
    ...studio,
    state,
    /** The job once nothing happens to it by itself any more. */
    async settled(id: JobId): Promise<Job> {
      for (;;) {
        const job = studio.jobs.get(id);
        if (job.state !== 'running' && !(job.state === 'queued' && job.retries.nextAt === null)) return job;
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    },
    pass(ms: number) {
      state.now += ms;
      studio.queue.wake();
    },
    async restart() {
      await studio.queue.close();
      studio.store.close();
      const again = openMovable(home, state.now);
      again.state.conduct = state.conduct;
      return again;
    },
  };
}

const iso = (ms: number) => new Date(ms).toISOString();

describe('a job that failed', () => {
  it('stays queued with its error, its count and its time, and completes when the fault is gone', async () => {
    const studio = openMovable();
    const { id } = studio.submit();
    const waiting = await studio.settled(id);
    studio.state.conduct = 'well';
    studio.pass(59_999);
    const early = await studio.settled(id);
    studio.pass(1);
    const done = await studio.settled(id);

    expect(waiting).toMatchObject({
      state: 'queued',
      attempt: 0,
      error: { code: 'DISK_FULL' },
      retries: { count: 1, limit: 3, nextAt: iso(noon + 60_000) },
    });
    expect(early.state).toBe('queued');
    expect(done).toMatchObject({ state: 'completed', error: null, retries: { count: 1, limit: 3, nextAt: null } });
    await studio.queue.close();
  });

  it('is given up after three more tries', async () => {
    const studio = openMovable();
    const { id } = studio.submit();
    await studio.settled(id);
    studio.pass(60_000);
    await studio.settled(id);
    studio.pass(120_000);
    const third = await studio.settled(id);
    studio.pass(240_000);
    const given = await studio.settled(id);

    expect(third.retries).toEqual({ count: 3, limit: 3, nextAt: iso(noon + 420_000) });
    expect(given).toMatchObject({ state: 'failed', error: { code: 'DISK_FULL' }, retries: { count: 3, nextAt: null } });
    expect(studio.engine.runs).toHaveLength(4);
  });

  it('lets other jobs go first while it waits', async () => {
    const studio = openMovable();
    const first = studio.submit('first');
    await studio.settled(first.id);
    studio.state.conduct = 'well';
    const second = await studio.settled(studio.submit('second').id);

    expect([studio.jobs.get(first.id).state, second.state]).toEqual(['queued', 'completed']);
    await studio.queue.close();
  });

  it('counts crashes of the engine within a try apart from the tries', async () => {
    const studio = openMovable();
    studio.state.conduct = 'crashing';
    const { id } = studio.submit();
    const waiting = await studio.settled(id);
    studio.pass(60_000);
    const again = await studio.settled(id);

    // Three starts each, one after the other at once.
    expect(studio.engine.runs).toHaveLength(6);
    expect([waiting.retries.count, again.retries.count, again.attempt]).toEqual([1, 2, 0]);
    await studio.queue.close();
  });

  it('is tried at once on request, which uses up the try it waited for', async () => {
    const studio = openMovable();
    const { id } = studio.submit();
    await studio.settled(id);
    studio.jobs.retry(id);
    const again = await studio.settled(id);

    expect(again.retries).toEqual({ count: 2, limit: 3, nextAt: iso(noon + 120_000) });
    await studio.queue.close();
  });

  it('is left failed on request, which its receivers are told once', async () => {
    const studio = openMovable();
    const { id } = studio.submit();
    await studio.settled(id);
    const left = studio.jobs.stopRetrying(id);
    studio.pass(600_000);

    expect(left).toMatchObject({ state: 'failed', error: { code: 'DISK_FULL' }, retries: { count: 1, nextAt: null } });
    expect((await studio.settled(id)).state).toBe('failed');
    expect(() => studio.jobs.stopRetrying(id)).toThrowError(expect.objectContaining({ code: 'JOB_MOVE_FORBIDDEN' }));
  });

  it('starts counting anew when somebody asks for it after it was given up', async () => {
    const studio = openMovable();
    const { id } = studio.submit();
    await studio.settled(id);
    studio.jobs.stopRetrying(id);
    studio.jobs.retry(id);

    expect((await studio.settled(id)).retries.count).toBe(1);
    await studio.queue.close();
  });

  it('does not wait longer than its wait when the clock is set back a year', async () => {
    const studio = openMovable();
    const { id } = studio.submit();
    await studio.settled(id);
    studio.pass(-365 * 86_400_000);
    const waiting = await studio.settled(id);

    expect(waiting.retries.nextAt).toBe(iso(studio.state.now + 60_000));
    await studio.queue.close();
  });
});

describe('any sequence of failures, waits, requests and restarts', () => {
  type Step =
    | { kind: 'conduct'; conduct: Exclude<Conduct, 'crashing'> }
    | { kind: 'pass'; ms: number }
    | { kind: 'retry' | 'stop' | 'cancel' | 'restart' };
  const steps = fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('conduct' as const), conduct: fc.constantFrom('well', 'passing', 'lasting') }),
      fc.record({
        kind: fc.constant('pass' as const),
        ms: fc.constantFrom(-500_000, 1, 30_000, 60_000, 120_000, 240_000),
      }),
      fc.record({ kind: fc.constantFrom('retry', 'stop', 'cancel', 'restart') }),
    ) as fc.Arbitrary<Step>,
    { maxLength: 12 },
  );

  it('leaves the job where the rules say', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        let studio = openMovable();
        const { id } = studio.submit();
        const model = { state: 'queued', count: 0, dueAt: null as number | null };

        /** The job is taken up: what becomes of it. */
        const run = () => {
          const { conduct, now } = studio.state;
          const fails = conduct === 'lasting' || (conduct === 'passing' && model.count === 3);
          if (conduct === 'passing' && !fails) {
            model.count += 1;
            model.dueAt = now + 60_000 * 2 ** (model.count - 1);
            return;
          }
          model.state = fails ? 'failed' : 'completed';
          model.dueAt = null;
        };
        const look = () => {
          if (model.dueAt === null) return;
          model.dueAt = Math.min(model.dueAt, studio.state.now + 60_000 * 2 ** (model.count - 1));
          if (model.dueAt <= studio.state.now) run();
        };

        run();
        await studio.settled(id);
        for (const step of sequence) {
          const waits = model.dueAt !== null;
          switch (step.kind) {
            case 'conduct':
              studio.state.conduct = step.conduct;
              break;
            case 'pass':
              studio.pass(step.ms);
              look();
              break;
            case 'restart':
              studio = await studio.restart();
              look();
              break;
            case 'retry':
              if (waits || model.state === 'failed') {
                if (!waits) Object.assign(model, { state: 'queued', count: 0 });
                studio.jobs.retry(id);
                run();
              } else expect(() => studio.jobs.retry(id)).toThrowError(/cannot become queued/);
              break;
            case 'stop':
              if (waits) {
                studio.jobs.stopRetrying(id);
                Object.assign(model, { state: 'failed', dueAt: null });
              } else expect(() => studio.jobs.stopRetrying(id)).toThrowError(/does not wait/);
              break;
            default:
              await studio.jobs.cancel(id);
              if (waits) Object.assign(model, { state: 'cancelled', dueAt: null });
          }
          const { state, retries } = await studio.settled(id);
          expect({ step, state, count: retries.count, nextAt: retries.nextAt }).toEqual({
            step,
            state: model.state,
            count: model.count,
            nextAt: model.dueAt === null ? null : iso(model.dueAt),
          });
        }
        await studio.queue.close();
        studio.store.close();
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
