import { describe, expect, test } from 'vitest';
import type { SyncPatch } from '../../../../shared/domain/sync.ts';
import { openStudio } from '../fixtures.ts';

const webhookSecret = 'a-secret-of-sixteen';
const webhook = { url: 'http://127.0.0.1:1/hook' };

describe('setting sync up', () => {
  test('begins with everything off and nothing kept', () => {
    const { service } = openStudio().sync;

    expect(service.get()).toMatchObject({
      settings: { enabled: false, paused: false, webhook: { url: null }, s3: { bucket: null }, cloud: { url: null } },
      secrets: { cloudToken: false, webhookSecret: false, s3AccessKeyId: false, s3SecretAccessKey: false },
      counts: { waiting: 0, sent: 0, dead: 0 },
    });
  });

  test('changes only what is named, and keeps it over a restart', () => {
    const studio = openStudio();
    studio.sync.service.configure({ webhook, s3: { bucket: 'pictures' } });
    studio.sync.service.configure({ webhook: { progress: false } });
    studio.store.close();

    expect(openStudio(studio.home).sync.service.get().settings).toMatchObject({
      webhook: { url: webhook.url, progress: false },
      s3: { bucket: 'pictures', region: 'us-east-1' },
    });
  });

  test('never shows a secret, nor writes one to the database', () => {
    const studio = openStudio();
    const status = studio.sync.service.configure({ secrets: { webhookSecret } });

    expect(status.secrets.webhookSecret).toBe(true);
    expect(JSON.stringify(status)).not.toContain(webhookSecret);
    expect(studio.store.database.serialize().includes(webhookSecret)).toBe(false);
    expect(JSON.stringify(studio.seen)).not.toContain(webhookSecret);
  });

  test.each<[string, SyncPatch, string]>([
    ['with nowhere to send to', {}, 'enabled'],
    ['with a webhook without its secret', { webhook }, 'secrets.webhookSecret'],
    [
      'with a bucket without its keys',
      { s3: { bucket: 'pictures' }, secrets: { s3AccessKeyId: 'ACCESSKEY' } },
      'secrets.s3SecretAccessKey',
    ],
  ])('is refused %s, and stays off', (_name, patch, field) => {
    const { service } = openStudio().sync;

    expect(() => service.configure({ ...patch, enabled: true })).toThrowError(
      expect.objectContaining({ code: 'INVALID_INPUT', details: { field } }),
    );
    expect(service.get().settings).toMatchObject({ enabled: false, webhook: { url: null }, s3: { bucket: null } });
  });

  test('is refused when the secret of what is on is to be forgotten', () => {
    const { service } = openStudio().sync;
    service.configure({ enabled: true, webhook, secrets: { webhookSecret } });

    expect(() => service.configure({ secrets: { webhookSecret: null } })).toThrowError(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    );
    expect(service.get().secrets.webhookSecret).toBe(true);
  });

  test('falls back to off when what is stored is unreadable', () => {
    const studio = openStudio();
    studio.sync.service.configure({ enabled: true, webhook, secrets: { webhookSecret } });
    studio.store.database.exec("UPDATE settings SET value = '{\"enabled\": 3}' WHERE name = 'sync'");
    studio.store.close();

    expect(openStudio(studio.home).sync.service.get().settings.enabled).toBe(false);
  });
});

describe('the outbox in pages', () => {
  async function withItems() {
    const studio = openStudio();
    studio.sync.service.configure({ enabled: true, webhook, secrets: { webhookSecret } });
    studio.queue.start();
    const job = await studio.finished(studio.submit().id);
    return { ...studio, job, service: studio.sync.service };
  }

  test('shows the newest first, page by page, each once', async () => {
    const { service, job } = await withItems();
    const first = service.list({ limit: 3, cursor: null });
    const second = service.list({ limit: 3, cursor: first.nextCursor });

    expect([...first.items, ...second.items].map((item) => item.id)).toEqual([
      `${job.id}:completed`,
      `${job.id}:progress:90`,
      `${job.id}:progress:60`,
      `${job.id}:progress:25`,
    ]);
    expect(second.nextCursor).toBeNull();
  });

  test('shows the asked-for states only', async () => {
    const { service } = await withItems();

    expect(service.list({ states: ['dead', 'sent'], limit: 50, cursor: null }).items).toEqual([]);
    expect(service.list({ states: ['waiting'], limit: 50, cursor: null }).items).toHaveLength(4);
  });

  test('is told of by an event with the counts and nothing else', async () => {
    const { seen } = await withItems();
    await new Promise((resolve) => setImmediate(resolve));
    const told = seen.filter((event) => event.name === 'sync.changed');

    expect(told.at(-1)?.data).toEqual({ counts: { waiting: 4, sent: 0, dead: 0 } });
  });

  test('forgets what was sent a month ago, and nothing that was not', async () => {
    const { store, sync, service, job } = await withItems();
    service.setPaused(true);
    store.database.exec(
      `UPDATE outbox SET created_at = '2026-10-01T10:00:00.000Z', state = CASE WHEN kind = 'progress' THEN 'sent' ELSE 'dead' END`,
    );
    sync.start();

    expect(service.list({ limit: 50, cursor: null }).items.map(({ id }) => id)).toEqual([`${job.id}:completed`]);
  });

  test('knows when an item is not there', () => {
    const { service } = openStudio().sync;

    expect(() => service.retry('nobody')).toThrowError(expect.objectContaining({ code: 'OUTBOX_ITEM_NOT_FOUND' }));
    expect(service.retry(undefined)).toEqual({ queued: 0 });
  });

  test('says what would be sent, and sends none of it', async () => {
    const { service, job, sync } = await withItems();
    const planned = service.dryRun();

    expect(planned.example).toBe(false);
    expect(planned.deliveries.map(({ id, method, url }) => [id, method, url])).toEqual(
      ['progress:25', 'progress:60', 'progress:90', 'completed'].map((name) => [
        `${job.id}:${name}`,
        'POST',
        webhook.url,
      ]),
    );
    expect(JSON.stringify(planned)).not.toContain(webhookSecret);
    expect(sync.service.get().counts.waiting).toBe(4);
  });

  test('takes the newest finished job for an example when nothing waits', async () => {
    const studio = openStudio();
    studio.queue.start();
    const job = await studio.finished(studio.submit().id);
    const planned = studio.sync.service.dryRun();

    expect(planned.example).toBe(true);
    expect(planned.deliveries.map(({ id }) => id)).toEqual([
      ...[1, 2, 3, 4].map((number) => `${job.id}:picture:${number}`),
      `${job.id}:completed`,
    ]);
    expect(planned.deliveries.every(({ url }) => url === null)).toBe(true);
  });
});
