// News of jobs on their way to a receiver over a real socket, however badly it behaves.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isSignedBy } from '../../main/sync/webhook-signature.ts';
import type { SyncPatch } from '../../shared/domain/sync.ts';
import { type Arrival, startWebhookEndpoint } from '../fakes/webhook-endpoint.ts';
import { openStudio } from '../unit/main/fixtures.ts';

const webhookSecret = 'a-secret-of-sixteen';

async function sendingStudio(patch: SyncPatch = {}) {
  const endpoint = await startWebhookEndpoint();
  onTestFinished(() => endpoint.close());
  const studio = openStudio();
  onTestFinished(() => studio.sync.close());
  const { service } = studio.sync;
  service.configure({ webhook: { url: endpoint.url }, secrets: { webhookSecret } });
  service.configure({ enabled: true, ...patch });
  studio.sync.start();
  studio.queue.start();
  const draw = async () => studio.finished(studio.submit().id);
  const drained = () => expect.poll(() => service.get().counts.waiting, { timeout: 60_000, interval: 20 }).toBe(0);
  return { ...studio, service, endpoint, draw, drained };
}

/** Each once, in the order it first came: what a receiver that knows ids makes of it. */
const once = (arrivals: readonly Arrival[]): string[] => [...new Set(arrivals.map(({ id }) => id))];
const newsOf = (job: string) =>
  ['progress:25', 'progress:60', 'progress:90', 'completed'].map((name) => `${job}:${name}`);

test('offline mode lets all of it wait, at the cost of no try, and sends it afterwards', async () => {
  const { endpoint, draw, drained, settings, network, service } = await sendingStudio();
  settings.set({ offline: true });
  const job = await draw();
  expect(service.get().counts.waiting).toBe(4);
  expect([endpoint.attempts, network.requests({ limit: 9, before: null }).total]).toEqual([0, 0]);
  settings.set({ offline: false });
  await drained();

  expect(endpoint.arrivals.map(({ id }) => id)).toEqual(newsOf(job.id));
  expect(network.requests({ limit: 9, before: null })).toMatchObject({
    total: 4,
    requests: Array.from({ length: 4 }, () => ({ purpose: 'sync', method: 'POST', outcome: 'answered' })),
  });
});

describe('a receiver', () => {
  test('that is well gets everything once, in order, with secret and signature', async () => {
    const { endpoint, draw, drained } = await sendingStudio();
    const job = await draw();
    await drained();

    expect(endpoint.arrivals.map(({ id }) => id)).toEqual(newsOf(job.id));
    expect(endpoint.arrivals.map(({ payload }) => ('progress' in payload ? payload.progress : payload.status))).toEqual(
      [25, 60, 90, 'completed'],
    );
    for (const { headers, body } of endpoint.arrivals) {
      expect(headers).toMatchObject({ 'content-type': 'application/json', 'x-webhook-secret': webhookSecret });
      const signature = String(headers['x-tessera-signature']);
      const nowSeconds = Number(/^t=(\d+)/.exec(signature)?.[1]);
      expect(isSignedBy({ secret: webhookSecret, body, signature, nowSeconds })).toBe(true);
    }
  });

  test('that answers 500 at first gets everything in the end, in order', async () => {
    const { endpoint, draw, drained } = await sendingStudio();
    endpoint.conduct = (payload, attempt) => (payload.status === 'completed' && attempt < 6 ? 'fail' : 'well');
    const job = await draw();
    await drained();

    expect(endpoint.arrivals.map(({ id }) => id)).toEqual(newsOf(job.id));
    expect(endpoint.attempts).toBe(6);
  });

  test('that cuts the line after it took a message knows the second one by its id', async () => {
    const { endpoint, draw, drained } = await sendingStudio();
    endpoint.conduct = (_payload, attempt) => (attempt === 4 ? 'cut-after' : 'well');
    const job = await draw();
    await drained();
    const completed = endpoint.arrivals.filter(({ id }) => id === `${job.id}:completed`);

    expect(completed).toHaveLength(2);
    expect(completed[0]?.body).toBe(completed[1]?.body);
    expect(once(endpoint.arrivals)).toEqual(newsOf(job.id));
  });

  test('that cuts the line before it took a message gets it again', async () => {
    const { endpoint, draw, drained } = await sendingStudio();
    endpoint.conduct = (payload, attempt) => (payload.status === 'completed' && attempt < 5 ? 'cut-before' : 'well');
    const job = await draw();
    await drained();

    expect(endpoint.arrivals.map(({ id }) => id)).toEqual(newsOf(job.id));
  });

  test('that is down or dead slow never holds a job up', async () => {
    const { endpoint, draw, drained } = await sendingStudio();
    endpoint.conduct = () => 'silent';
    const started = performance.now();
    const jobs = [await draw(), await draw(), await draw(), await draw()];

    expect(performance.now() - started).toBeLessThan(2_000);
    expect(jobs.map((job) => job.state)).toEqual(['completed', 'completed', 'completed', 'completed']);
    endpoint.conduct = () => 'well';
    await endpoint.close();
    const again = await startWebhookEndpoint({ port: endpoint.port });
    onTestFinished(() => again.close());
    await drained();
    const ends = once(again.arrivals).filter((id) => id.endsWith(':completed'));
    expect(ends.sort()).toEqual(jobs.map((job) => `${job.id}:completed`).sort());
  });

  test('that is slow gets everything once', async () => {
    const { endpoint, draw, drained } = await sendingStudio();
    endpoint.conduct = (payload) => (payload.status === 'completed' ? 'slow' : 'well');
    const job = await draw();
    await drained();

    expect(endpoint.arrivals.map(({ id }) => id)).toEqual(newsOf(job.id));
  });

  test('that points elsewhere is not followed', async () => {
    const { endpoint, draw, service } = await sendingStudio({ maxTries: 1 });
    endpoint.conduct = () => 'redirect';
    await draw();
    await expect.poll(() => service.get().counts.dead, { timeout: 10_000 }).toBe(1);

    expect(service.list({ states: ['dead'], limit: 1, cursor: null }).items[0]?.fault?.code).toBe('REDIRECTED');
    expect(endpoint.arrivals).toEqual([]);
  });

  test('that calls a message wrong gets it again when someone says so', async () => {
    const { endpoint, draw, service, drained } = await sendingStudio({ webhook: { progress: false } });
    endpoint.conduct = () => 'refuse';
    const job = await draw();
    await expect.poll(() => service.get().counts.dead, { timeout: 10_000 }).toBe(1);
    endpoint.conduct = () => 'well';

    expect(service.retry(`${job.id}:completed`)).toEqual({ queued: 1 });
    await drained();
    expect(endpoint.arrivals.map(({ id }) => id)).toEqual([`${job.id}:completed`]);
    expect(service.get().counts).toEqual({ waiting: 0, sent: 1, dead: 0 });
  });
});

describe('sync', () => {
  test('sends nothing while it is paused, and everything when it goes on', async () => {
    const { endpoint, draw, service, drained } = await sendingStudio();
    service.setPaused(true);
    const job = await draw();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(endpoint.attempts).toBe(0);
    service.setPaused(false);
    await drained();

    expect(once(endpoint.arrivals)).toEqual(newsOf(job.id));
  });

  test('sends nothing that is off, not even what was recorded before', async () => {
    const { endpoint, draw, service } = await sendingStudio();
    service.setPaused(true);
    await draw();
    service.configure({ enabled: false });
    service.setPaused(false);
    await draw();
    await new Promise((resolve) => setTimeout(resolve, 200));

    expect(endpoint.attempts).toBe(0);
    expect(service.get().counts.waiting).toBe(4);
  });

  test('writes no secret to a log, however the receiver fails', async () => {
    const { endpoint, draw, service, home } = await sendingStudio({ maxTries: 1 });
    endpoint.conduct = () => 'fail';
    await draw();
    await expect.poll(() => service.get().counts.dead, { timeout: 10_000 }).toBe(1);
    const written = readdirSync(home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name)));

    expect(written.length).toBeGreaterThan(5);
    expect(written.filter((bytes) => bytes.includes(webhookSecret))).toEqual([]);
  });
});
