// Pictures on their way to a real S3-compatible server.

import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openNetwork } from '../fakes/network.ts';
import type { Network } from '../../main/network/network.ts';
import { TesseraError } from '../../shared/errors.ts';
import { createS3Store } from '../../main/sync/s3-store.ts';
import type { SecretName, SyncSettings } from '../../shared/domain/sync.ts';
import { SyncSettings as SyncSettingsSchema } from '../../shared/domain/sync.ts';
import { type S3Server, s3Keys, startS3Server } from '../fakes/s3-server.ts';
import { openStudio, temporaryFolder } from '../unit/main/fixtures.ts';

let server: S3Server;
beforeAll(async () => {
  server = await startS3Server(['pictures', 'large']);
});
afterAll(() => server.stop());

const never = new AbortController().signal;

function openStore(
  settings: Partial<SyncSettings['s3']> = {},
  keys: Partial<Record<SecretName, string>> = s3Keys,
  network: Pick<Network, 'account'> = openNetwork,
) {
  const store = createS3Store({
    network,
    settings: { ...SyncSettingsSchema.parse({}).s3, endpoint: server.endpoint, bucket: 'pictures', ...settings },
    secret: (name) => keys[name] ?? null,
  });
  onTestFinished(() => store.close());
  return store;
}

test('every request to the bucket is accounted for, and none is made that is refused', async () => {
  const seen: string[] = [];
  let isOpen = true;
  const ledger: Pick<Network, 'account'> = {
    async account({ purpose, method, url }, work, statusOf) {
      if (!isOpen) throw new TesseraError('OFFLINE', 'Offline mode is on.');
      const answer = await work();
      seen.push(`${purpose} ${method} ${url.origin} ${statusOf(answer)}`);
      return answer;
    },
  };
  const store = openStore({}, s3Keys, ledger);
  const origin = new URL(server.endpoint).origin;
  await store.probe('probe.txt', 'here').write();
  expect(seen).toEqual([`bucket PUT ${origin} 200`]);
  isOpen = false;
  await expect(store.probe('other.txt', 'here').write()).rejects.toMatchObject({
    fault: { code: 'UNREACHABLE', message: 'Offline mode is on.' },
  });
  expect(server.bytes('pictures', 'other.txt')).toBeNull();
});

function fileOf(bytes: Buffer, path: string) {
  const file = join(temporaryFolder(), 'picture.png');
  writeFileSync(file, bytes);
  return { file, path, sha256: createHash('sha256').update(bytes).digest('hex'), sizeBytes: bytes.length };
}

describe('a file', () => {
  test('lands under the prefix, byte for byte', async () => {
    const picture = fileOf(Buffer.from('a small picture'), 'images/one/image_1.png');

    expect(await openStore({ prefix: '/studio/here/' }).putFile(picture, never)).toBe(true);
    expect(server.bytes('pictures', 'studio/here/images/one/image_1.png')?.toString()).toBe('a small picture');
  });

  test('that is there already is not sent again', async () => {
    const picture = fileOf(Buffer.from('the same picture'), 'images/two/image_1.png');
    const store = openStore();

    expect([await store.putFile(picture, never), await store.putFile(picture, never)]).toEqual([true, false]);
    expect(server.writes()['images/two/image_1.png']).toBe(1);
  });

  test('that is other than the one there replaces it', async () => {
    const path = 'images/three/image_1.png';
    const store = openStore();
    await store.putFile(fileOf(Buffer.from('first'), path), never);

    expect(await store.putFile(fileOf(Buffer.from('later'), path), never)).toBe(true);
    expect(server.bytes('pictures', path)?.toString()).toBe('later');
  });

  test('of many megabytes goes in parts, and is recognised like any other', async () => {
    const bytes = Buffer.alloc(20 * 1024 * 1024 + 7, 'tessera');
    const picture = fileOf(bytes, 'images/large/image_1.png');
    const store = openStore({ bucket: 'large' });

    expect([await store.putFile(picture, never), await store.putFile(picture, never)]).toEqual([true, false]);
    expect(server.bytes('large', picture.path)?.equals(bytes)).toBe(true);
  });

  test('that is gone says so', async () => {
    const picture = fileOf(Buffer.from('soon gone'), 'images/gone/image_1.png');
    rmSync(picture.file);

    await expect(openStore().putFile(picture, never)).rejects.toMatchObject({
      fault: { code: 'FILE_GONE' },
      isFinal: true,
    });
  });
});

describe('a bucket', () => {
  const picture = () => fileOf(Buffer.from('x'), 'images/refused/image_1.png');

  test.each<[string, Partial<SyncSettings['s3']>, Partial<Record<SecretName, string>>, string]>([
    ['that does not exist', { bucket: 'nowhere' }, s3Keys, 'NO_BUCKET'],
    ['with a wrong secret', {}, { ...s3Keys, s3SecretAccessKey: 'wrong-secret' }, 'WRONG_KEYS'],
    ['with an unknown key', {}, { ...s3Keys, s3AccessKeyId: 'NOBODY12' }, 'WRONG_KEYS'],
    ['without keys', {}, {}, 'SECRET_MISSING'],
    ['that is not set', { bucket: null }, s3Keys, 'NOT_CONFIGURED'],
    ['on a host that is down', { endpoint: 'http://127.0.0.1:1' }, s3Keys, 'UNREACHABLE'],
  ])('%s is told apart', async (_name, settings, keys, code) => {
    const sending = openStore(settings, keys).putFile(picture(), never);

    await expect(sending).rejects.toMatchObject({ fault: { code } });
    await sending.catch((error: Error) => expect(error.message).not.toMatch(/wrong-secret|NOBODY12|S3RVER/));
  });
});

test('every picture of a finished job arrives under its own number', async () => {
  const studio = openStudio();
  onTestFinished(() => studio.sync.close());
  studio.sync.service.configure({
    enabled: true,
    s3: { endpoint: server.endpoint, bucket: 'pictures', prefix: 'jobs' },
    secrets: s3Keys,
  });
  studio.sync.start();
  studio.queue.start();
  const job = await studio.finished(studio.submit().id);
  await expect
    .poll(() => studio.sync.service.get().counts, { timeout: 10_000 })
    .toEqual({ waiting: 0, sent: 4, dead: 0 });

  const keys = [1, 2, 3, 4].map((number) => `jobs/images/${job.id}/image_${number}.png`);
  expect(server.keys('pictures').filter((key) => key.startsWith('jobs/'))).toEqual(keys);
  expect(keys.map((key) => server.bytes('pictures', key)?.toString())).toEqual(
    job.images.map((image) => `picture ${image.id}`),
  );
});
