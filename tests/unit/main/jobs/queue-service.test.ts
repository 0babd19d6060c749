import { describe, expect, it } from 'vitest';
import type { JobId } from '../../../../shared/domain/ids.ts';
import { openStudio } from '../fixtures.ts';

type Studio = ReturnType<typeof openStudio>;

const order = (studio: Studio) => studio.line.get().line.map(({ id }) => id);

/** Resolves when the second picture of the next run begins; that run then waits for `go`. */
function holdAtSecondPicture(studio: Studio) {
  let go = (): void => {};
  const released = new Promise<void>((resolve) => {
    go = resolve;
  });
  const begun = new Promise<void>((resolve) => {
    studio.engine.beforePicture = async (place) => {
      if (place !== 1) return;
      resolve();
      await released;
    };
  });
  return { begun, go };
}

describe('the line of jobs that wait', () => {
  it('is drawn in the order it was put into, after a restart too', async () => {
    const before = openStudio();
    const [first, second, third] = [before.submit('first'), before.submit('second'), before.submit('third')];
    before.line.move(third.id, first.id);
    before.line.move(first.id, null);
    expect(order(before)).toEqual([third.id, second.id, first.id]);
    before.store.close();

    const after = openStudio(before.home);
    after.queue.start();
    await after.finished(first.id);

    expect(after.engine.runs.map((run) => run.id)).toEqual([third.id, second.id, first.id]);
  });

  it('announces its new order, and takes later jobs behind it', () => {
    const studio = openStudio();
    const [first, second] = [studio.submit('first'), studio.submit('second')];
    studio.line.move(second.id, first.id);
    const third = studio.submit('third');

    expect(order(studio)).toEqual([second.id, first.id, third.id]);
    expect(studio.seen.findLast((event) => event.name === 'queue.changed')?.data).toEqual({
      paused: false,
      line: [second, first].map(({ id }) => ({ id, expectedMs: null })),
    });
  });

  it('leaves a job where it is when it is moved before itself', () => {
    const studio = openStudio();
    const [first, second] = [studio.submit('first'), studio.submit('second')];
    studio.line.move(first.id, first.id);

    expect(order(studio)).toEqual([first.id, second.id]);
  });

  it('refuses to move what does not wait, and to move before what does not wait', async () => {
    const studio = openStudio();
    const ended = studio.submit('ended');
    await studio.jobs.cancel(ended.id);
    const waiting = studio.submit('waiting');

    expect(() => studio.line.move(ended.id, null)).toThrow(expect.objectContaining({ code: 'JOB_MOVE_FORBIDDEN' }));
    expect(() => studio.line.move(waiting.id, ended.id)).toThrow(
      expect.objectContaining({ code: 'JOB_MOVE_FORBIDDEN' }),
    );
    expect(order(studio)).toEqual([waiting.id]);
  });

  it('says what each job is likely to take once one like it has ended, by how much there is to draw', async () => {
    const studio = openStudio();
    studio.queue.start();
    const done = await studio.finished(studio.submit('done', { steps: 8, count: 2 }).id);
    const took = Date.parse(done.finishedAt ?? '') - Date.parse(done.startedAt ?? '');
    await studio.line.setPaused(true);
    studio.submit('twice as many pictures', { steps: 8, count: 4 });
    studio.submit('half the steps', { steps: 4, count: 2 });

    expect(took).toBeGreaterThan(0);
    expect(studio.line.get().line.map(({ expectedMs }) => expectedMs)).toEqual([took * 2, took / 2]);
  });
});

describe('a paused queue', () => {
  it('begins nothing, after a restart too, until it goes on', async () => {
    const before = openStudio();
    await before.line.setPaused(true);
    before.store.close();

    const after = openStudio(before.home);
    after.queue.start();
    const job = after.submit();
    expect(after.line.get().paused).toBe(true);
    expect(after.jobs.get(job.id).state).toBe('queued');
    await after.line.setPaused(false);

    expect((await after.finished(job.id)).state).toBe('completed');
    expect(after.engine.runs).toHaveLength(1);
  });

  it('puts the running job back in its place without counting an attempt, and keeps its pictures', async () => {
    const studio = openStudio();
    const held = holdAtSecondPicture(studio);
    studio.queue.start();
    const first = studio.submit('first');
    const second = studio.submit('second');
    await held.begun;
    const paused = studio.line.setPaused(true);
    held.go();
    await paused;

    expect(order(studio)).toEqual([first.id, second.id]);
    expect(studio.jobs.get(first.id)).toMatchObject({ state: 'queued', attempt: 0, progress: 0.125 });
    expect(studio.jobs.get(first.id).images.map(({ state }) => state)).toEqual([
      'ready',
      'planned',
      'planned',
      'planned',
    ]);
    await studio.line.setPaused(false);
    expect(await studio.finished(first.id)).toMatchObject({ state: 'completed', attempt: 1 });
  });
});

describe('a paused job', () => {
  it('is passed by, keeps its place, and is drawn once it goes on', async () => {
    const studio = openStudio();
    const [first, second] = [studio.submit('first'), studio.submit('second')];
    expect(await studio.line.pauseJob(first.id)).toMatchObject({ state: 'paused' });
    studio.queue.start();
    await studio.finished(second.id);
    expect(order(studio)).toEqual([first.id]);
    studio.line.resumeJob(first.id);

    expect((await studio.finished(first.id)).state).toBe('completed');
  });

  it('stops while it runs and lets the next one begin', async () => {
    const studio = openStudio();
    const held = holdAtSecondPicture(studio);
    studio.queue.start();
    const [first, second] = [studio.submit('first'), studio.submit('second')];
    await held.begun;
    const paused = studio.line.pauseJob(first.id);
    held.go();

    expect(await paused).toMatchObject({ state: 'paused', attempt: 0 });
    await studio.finished(second.id);
    expect(studio.jobs.get(first.id).state).toBe('paused');
  });

  it('is cancelled where it rests', async () => {
    const studio = openStudio();
    const job = studio.submit();
    await studio.line.pauseJob(job.id);

    expect((await studio.jobs.cancel(job.id)).state).toBe('cancelled');
  });

  it('is cancelled by who changes their mind while it stops', async () => {
    const studio = openStudio();
    const held = holdAtSecondPicture(studio);
    studio.queue.start();
    const job = studio.submit();
    await held.begun;
    const paused = studio.line.pauseJob(job.id);
    const cancelled = studio.jobs.cancel(job.id);
    held.go();

    expect((await cancelled).state).toBe('cancelled');
    expect((await paused).state).toBe('cancelled');
  });

  it('cannot go on when it does not rest, nor rest when it has ended', async () => {
    const studio = openStudio();
    const job = studio.submit();
    expect(() => studio.line.resumeJob(job.id)).toThrow(expect.objectContaining({ code: 'JOB_MOVE_FORBIDDEN' }));
    await studio.jobs.cancel(job.id);

    await expect(studio.line.pauseJob(job.id)).rejects.toMatchObject({ code: 'JOB_MOVE_FORBIDDEN' });
    await expect(studio.line.pauseJob('nobody' as JobId)).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' });
  });
});
