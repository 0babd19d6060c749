// The app is killed at fifty moments while it draws and sends: a receiver misses nothing and counts nothing twice.

import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { JobId, ModelId } from '../../shared/domain/ids.ts';
import type { WebhookPayload } from '../../shared/domain/sync-webhook.ts';
import { s3Keys, startS3Server } from '../fakes/s3-server.ts';
import { type Arrival, type Conduct, startWebhookEndpoint } from '../fakes/webhook-endpoint.ts';
import { mulberry32 } from '../fixtures/seeded-random.ts';
import { type Call, withCore } from '../fixtures/with-core.ts';
import { tesseraProcess } from './cli/tessera-process.ts';

const kills = 50;
const picturesPerJob = 2;
const webhookSecret = 'a-secret-of-sixteen';
/** A kill falls this long after what it waited for, at most; drawing a picture or sending a message takes less. */
const longestDelayMs = 150;
/** Nothing more may come in a life when its messages wait for another try. */
const longestLifeMs = 3_000;

test('fifty kills at random moments change nothing of what arrives', async () => {
  // One for the kills and one for the receiver: how many requests come must not move the kills.
  const random = mulberry32(20_261_121);
  const fate = mulberry32(8_420);
  const home = mkdtempSync(join(tmpdir(), 'tessera-kill-'));
  const tessera = tesseraProcess(home);
  onTestFinished(() => tessera.remove());
  const s3 = await startS3Server(['pictures']);
  onTestFinished(() => s3.stop());
  const endpoint = await startWebhookEndpoint();
  onTestFinished(() => endpoint.close());
  // A receiver that is no angel either, until the kills are over.
  const troubles: readonly Conduct[] = ['fail', 'cut-before', 'cut-after'];
  endpoint.conduct = () => (fate() < 0.12 ? (troubles[Math.floor(fate() * troubles.length)] ?? 'well') : 'well');
  const missing: string[] = [];
  endpoint.onArrival = ({ payload }) => missing.push(...picturesNotIn(s3.keys('pictures'), payload));

  await withCore(home, (call) =>
    call('sync.configure', {
      enabled: true,
      maxTries: 50,
      webhook: { url: endpoint.url },
      s3: { endpoint: s3.endpoint, bucket: 'pictures' },
      secrets: { webhookSecret, ...s3Keys },
    }),
  );
  const jobs: JobId[] = [];
  const submit = (call: Call) =>
    call('generation.submit', {
      request: {
        kind: 'generate',
        recipe: {
          prompt: `picture of life ${jobs.length}`,
          model: 'mock' as ModelId,
          steps: 1,
          width: 64,
          height: 64,
          seed: jobs.length,
          count: picturesPerJob,
        },
      },
    }).then((job) => jobs.push(job.id));

  for (let life = 0; life < kills; life += 1) {
    await withCore(home, submit);
    const asked = endpoint.attempts;
    const running = tessera.start('serve', '--port', '0');
    // Before it answers, when it answers, or after so many messages: starting, drawing and sending alike.
    const moment = Math.floor(random() * 8) - 1;
    // A slow machine starts slowly; what is counted is what comes of a life that began.
    if (moment >= 0) await running.sees('stdout', /answers at/);
    if (moment > 0) await eventually(() => endpoint.attempts >= asked + moment);
    await pause(random() * longestDelayMs);
    running.kill('SIGKILL');
    expect((await running.finished).signal).toBe('SIGKILL');
  }

  const duringKills = new Set(endpoint.arrivals.map(({ id }) => id)).size;
  endpoint.conduct = () => 'well';
  await withCore(home, (call) => call('sync.outbox.retry', {}));
  const last = tessera.start('serve', '--port', '0');
  await expect.poll(() => ended(endpoint.arrivals).size, { timeout: 120_000, interval: 200 }).toBe(jobs.length);
  last.kill('SIGTERM');
  await last.finished;

  // Every job ended well, told once by id; a message that came twice was the same message.
  expect(ended(endpoint.arrivals)).toEqual(new Set(jobs.map((job) => `${job}:completed`)));
  expect(differing(endpoint.arrivals)).toEqual([]);
  // The kills and cuts did hit what was on its way.
  expect(duringKills).toBeGreaterThan(kills);
  expect(endpoint.arrivals.length).toBeGreaterThan(new Set(endpoint.arrivals.map(({ id }) => id)).size);
  // In order: what came of a job never went back, and its pictures were there before it was called complete.
  expect(jobs.filter((job) => !isInOrder(endpoint.arrivals, job))).toEqual([]);
  expect(missing).toEqual([]);
  // Every picture once, byte for byte what the library holds.
  const expected = jobs.flatMap((job) =>
    Array.from({ length: picturesPerJob }, (_, index) => `images/${job}/image_${index + 1}.png`),
  );
  expect(s3.keys('pictures')).toEqual(expected.sort());
  await withCore(home, async (call, core) => {
    const { items } = await call('library.list', { limit: 200 });
    expect(items).toHaveLength(expected.length);
    for (const { image } of items) {
      const here = readFileSync(core.images.path(image.id) ?? '');
      const there = s3.bytes('pictures', `images/${image.job}/image_${image.index + 1}.png`);
      expect(sha256(there ?? Buffer.alloc(0))).toBe(sha256(here));
    }
    expect(await call('sync.get', {})).toMatchObject({ counts: { waiting: 0, dead: 0 } });
  });
}, 400_000);

async function eventually(condition: () => boolean): Promise<void> {
  const until = performance.now() + longestLifeMs;
  while (!condition() && performance.now() < until) await pause(5);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function ended(arrivals: readonly Arrival[]): Set<string> {
  return new Set(arrivals.filter(({ payload }) => payload.status === 'completed').map(({ id }) => id));
}

function differing(arrivals: readonly Arrival[]): string[] {
  const bodies = new Map<string, string>();
  return arrivals.flatMap(({ id, body }) => {
    const known = bodies.get(id) ?? body;
    bodies.set(id, known);
    return known === body ? [] : [id];
  });
}

function isInOrder(arrivals: readonly Arrival[], job: JobId): boolean {
  const first = [...new Set(arrivals.filter(({ payload }) => payload.job_id === job).map(({ id }) => id))];
  const places = first.map((id) =>
    ['progress:25', 'progress:60', 'progress:90', 'completed'].indexOf(id.slice(job.length + 1)),
  );
  return places.every((place, index) => place >= 0 && (index === 0 || place > (places[index - 1] ?? 0)));
}

function picturesNotIn(keys: readonly string[], payload: WebhookPayload): string[] {
  if (payload.status !== 'completed') return [];
  return payload.data.images.map((image) => image.file_path).filter((path) => !keys.includes(path));
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
