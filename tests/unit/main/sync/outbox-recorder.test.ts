import { describe, expect, test } from 'vitest';
import { TesseraError } from '../../../../shared/errors.ts';
import { createOutboxTable } from '../../../../main/store/outbox-table.ts';
import { openStudio } from '../fixtures.ts';

const secrets = { webhookSecret: 'a secret of sixteen', s3AccessKeyId: 'ACCESSKEY', s3SecretAccessKey: 'secretkey' };

/** Sync is on and has somewhere to send to, but is not started: what is recorded stays to be looked at. */
function recording(patch: Parameters<ReturnType<typeof openStudio>['sync']['service']['configure']>[0] = {}) {
  const studio = openStudio();
  studio.sync.service.configure({
    enabled: true,
    webhook: { url: 'http://127.0.0.1:1/hook' },
    s3: { bucket: 'pictures', endpoint: 'http://127.0.0.1:1', prefix: '/studio/' },
    secrets,
    ...patch,
  });
  const outbox = createOutboxTable(studio.store);
  return { ...studio, outbox, recorded: () => outbox.waiting(100) };
}

describe('the outbox', () => {
  test('of a finished job holds its pictures and news in the order they came', async () => {
    const studio = recording();
    studio.queue.start();
    const job = await studio.finished(studio.submit().id);

    expect(studio.recorded().map((item) => item.id)).toEqual([
      `${job.id}:progress:25`,
      `${job.id}:picture:1`,
      `${job.id}:picture:2`,
      `${job.id}:progress:60`,
      `${job.id}:picture:3`,
      `${job.id}:picture:4`,
      `${job.id}:progress:90`,
      `${job.id}:completed`,
    ]);
  });

  test('says in the words of the contract what was made', async () => {
    const studio = recording();
    studio.queue.start();
    const job = await studio.finished(studio.submit('a red apple, shiny').id);
    const told = studio.outbox.find(`${job.id}:completed`)?.payload as Record<string, Record<string, unknown>>;

    expect(told).toEqual({
      job_id: job.id,
      status: 'completed',
      timestamp: expect.stringMatching(/^2026-/),
      environment: 'production',
      data: {
        job_id: job.id,
        images: [1, 2, 3, 4].map((number) => ({
          file_path: `images/${job.id}/image_${number}.png`,
          url: `http://127.0.0.1:1/pictures/studio/images/${job.id}/image_${number}.png`,
          description: 'a red apple, shiny',
          format: 'PNG',
          size_bytes: 10,
          dimensions: '64x64',
        })),
        metadata: {
          model_name: 'mock',
          version: '0.0.0',
          generation_time_seconds: expect.any(Number),
          input_tokens: 5,
          output_size_bytes: 40,
          timestamp: expect.stringMatching(/Z$/),
        },
        status: 'completed',
        generated_at: job.finishedAt,
      },
    });
  });

  test('says why a job failed', async () => {
    const studio = recording();
    studio.engine.beforePicture = () => {
      throw new TesseraError('OUT_OF_MEMORY', 'Too large.');
    };
    studio.queue.start();
    const job = await studio.finished(studio.submit().id);

    expect(studio.recorded().map((item) => item.payload)).toEqual([
      {
        job_id: job.id,
        status: 'failed',
        timestamp: expect.any(String),
        error_message: 'OUT_OF_MEMORY: Too large.',
        message: 'The job failed.',
      },
    ]);
  });

  test('tells of a cancelled job as of one that will never complete', async () => {
    const studio = recording();
    const { id } = studio.submit();
    await studio.jobs.cancel(id);

    expect(studio.recorded().map((item) => item.payload)).toMatchObject([
      { status: 'failed', error_message: 'CANCELLED', message: 'The job was cancelled.' },
    ]);
  });

  test('tells nothing twice when a job starts again after a crash', async () => {
    const studio = recording();
    let crashes = 0;
    studio.engine.beforePicture = (place) => {
      if (place === 2 && crashes === 0) {
        crashes += 1;
        throw new TesseraError('ENGINE_CRASHED', 'The engine died.');
      }
    };
    studio.queue.start();
    const job = await studio.finished(studio.submit().id);
    const percents = studio.recorded().flatMap((item) => (item.kind === 'progress' ? [item.id] : []));

    expect(job.attempt).toBe(2);
    expect(percents).toEqual([25, 60, 90].map((percent) => `${job.id}:progress:${percent}`));
  });

  test('holds no progress when only the end is asked for', async () => {
    const studio = recording({ webhook: { url: 'http://127.0.0.1:1/hook', progress: false }, s3: { bucket: null } });
    studio.queue.start();
    await studio.finished(studio.submit().id);

    expect(studio.recorded().map((item) => item.kind)).toEqual(['completed']);
  });

  test('stays empty while sync is off', async () => {
    const studio = recording({ enabled: false });
    studio.queue.start();
    await studio.finished(studio.submit().id);

    expect(studio.recorded()).toEqual([]);
  });

  test('keeps nothing of a picture whose record was not kept', async () => {
    const studio = recording();
    const { transaction } = studio.store;
    let failures = 0;
    Object.assign(studio.store, {
      transaction: (name: string, work: () => unknown) =>
        transaction(name, () => {
          const result = work();
          if (name === 'jobs.image-ready' && (failures += 1) === 1)
            throw new TesseraError('DISK_FULL', 'The disk is full.');
          return result;
        }),
    });
    studio.queue.start();
    const job = await studio.finished(studio.submit().id);

    expect(job.state).toBe('failed');
    expect(studio.recorded().map((item) => item.kind)).toEqual(['progress', 'failed']);
  });
});
