import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TesseraError } from '../../../../shared/errors.ts';
import { openStudio } from '../fixtures.ts';

describe('the job queue', () => {
  it('draws every planned picture and records each with its file', async () => {
    const studio = openStudio();
    studio.queue.start();
    const job = await studio.finished(studio.submit().id);

    expect(job).toMatchObject({ state: 'completed', progress: 1, attempt: 1, error: null });
    expect(job.images.map((image) => image.state)).toEqual(['ready', 'ready', 'ready', 'ready']);
    expect(job.images.every((image) => existsSync(studio.files.path(image.id) ?? ''))).toBe(true);
  });

  it('works jobs in the order they came', async () => {
    const studio = openStudio();
    const first = studio.submit('first');
    const second = studio.submit('second');
    studio.queue.start();
    await studio.finished(second.id);

    expect(studio.engine.runs.map((run) => run.id)).toEqual([first.id, second.id]);
  });

  it('never announces progress that goes back', async () => {
    const studio = openStudio();
    studio.queue.start();
    await studio.finished(studio.submit().id);

    const progress = studio.seen.filter((event) => event.name === 'job.progress').map((event) => event.data.progress);
    expect(progress.length).toBeGreaterThan(1);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
  });

  it('starts a job again after a crash of the engine host and draws only what is missing', async () => {
    const studio = openStudio();
    let crashes = 0;
    studio.engine.beforePicture = (place) => {
      if (place === 2 && crashes === 0) {
        crashes += 1;
        throw new TesseraError('ENGINE_CRASHED', 'The engine died.');
      }
    };
    studio.queue.start();
    const job = await studio.finished(studio.submit().id);

    expect(job).toMatchObject({ state: 'completed', attempt: 2, notes: [{ code: 'RESUMED' }] });
    expect(studio.engine.runs.map((run) => (run.kind === 'generate' ? run.images.length : 0))).toEqual([4, 2]);
  });

  it('gives a job up after the third crash and goes on with the next', async () => {
    const studio = openStudio();
    const bad = studio.submit('bad');
    const good = studio.submit('good');
    studio.engine.beforePicture = (_place, command) => {
      if (command.id === bad.id) throw new TesseraError('ENGINE_CRASHED', 'The engine died.');
    };
    studio.queue.start();
    const [failed, completed] = await Promise.all([studio.finished(bad.id), studio.finished(good.id)]);

    expect(failed).toMatchObject({ state: 'failed', attempt: 3, error: { code: 'ENGINE_CRASHED', retryable: true } });
    expect(completed.state).toBe('completed');
  });

  it('keeps the pictures a cancelled job already finished', async () => {
    const studio = openStudio();
    let thirdBegins = (): void => {};
    const third = new Promise<void>((resolve) => {
      thirdBegins = resolve;
    });
    studio.engine.beforePicture = (place) => {
      if (place === 2) thirdBegins();
    };
    studio.queue.start();
    const { id } = studio.submit();
    await third;
    const job = await studio.jobs.cancel(id);

    expect(job.state).toBe('cancelled');
    expect(job.images.map((image) => image.state)).toEqual(['ready', 'ready', 'planned', 'planned']);
  });

  it('continues, after a restart, a job that an app left running, without counting an attempt', async () => {
    const before = openStudio();
    const { id } = before.submit();
    before.jobsTable.move(id, 'running', { attempt: 1 });
    before.store.close();

    const after = openStudio(before.home);
    after.queue.start();
    const job = await after.finished(id);

    expect(job).toMatchObject({ state: 'completed', attempt: 1 });
  });

  it('fails a job with the sentence of what went wrong, and draws it when asked again', async () => {
    const studio = openStudio();
    studio.engine.beforePicture = () => {
      throw new TesseraError('DISK_FULL', 'The disk is full.');
    };
    studio.queue.start();
    const { id } = studio.submit();
    const failed = await studio.finished(id);
    studio.engine.beforePicture = () => {};
    studio.jobs.retry(id);
    const completed = await studio.finished(id);

    expect(failed).toMatchObject({ state: 'failed', error: { code: 'DISK_FULL', message: 'The disk is full.' } });
    expect(completed).toMatchObject({ state: 'completed', error: null });
  });

  it('hides a bug behind a sentence and writes its stack to the log only', async () => {
    const studio = openStudio();
    studio.engine.beforePicture = () => {
      throw new RangeError('secret internals');
    };
    studio.queue.start();
    const failed = await studio.finished(studio.submit().id);

    expect(failed.error).toMatchObject({ code: 'INTERNAL', retryable: false });
    expect(JSON.stringify(failed)).not.toContain('secret internals');
  });
});
