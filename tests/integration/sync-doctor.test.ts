// The diagnosis against a real cloud API, receiver and bucket, well and unwell.

import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createDoctorService } from '../../main/doctor/doctor-service.ts';
import type { DiagnosisLine } from '../../shared/domain/sync-diagnosis.ts';
import type { SyncPatch } from '../../shared/domain/sync.ts';
import { startCloudApi } from '../fakes/cloud-api.ts';
import { type S3Server, s3Keys, startS3Server } from '../fakes/s3-server.ts';
import { startWebhookEndpoint } from '../fakes/webhook-endpoint.ts';
import { openStudio } from '../unit/main/fixtures.ts';

const token = 'the-token-of-the-cloud';
const webhookSecret = 'a-secret-of-sixteen';

let s3: S3Server;
beforeAll(async () => {
  s3 = await startS3Server(['pictures']);
});
afterAll(() => s3.stop());

async function examined(patch: SyncPatch = {}) {
  const cloud = await startCloudApi(token);
  onTestFinished(() => cloud.close());
  const webhook = await startWebhookEndpoint();
  onTestFinished(() => webhook.close());
  const studio = openStudio();
  const { sync } = studio;
  sync.service.configure({
    cloud: { url: cloud.url },
    webhook: { url: webhook.url },
    s3: { endpoint: s3.endpoint, bucket: 'pictures', prefix: 'studio' },
    secrets: { cloudToken: token, webhookSecret, ...s3Keys },
  });
  sync.service.configure(patch);
  const doctor = createDoctorService({
    network: studio.network,
    home: studio.home,
    version: '0.0.0',
    store: studio.store,
    engine: studio.engine,
    providers: { probe: studio.engine.probeProviders },
    sync,
    model: () => studio.models.get(undefined),
    clock: Date.now,
  });
  return { ...studio, cloud, webhook, doctor };
}

const outcomes = (lines: readonly DiagnosisLine[]) => Object.fromEntries(lines.map(({ id, outcome }) => [id, outcome]));

describe('the diagnosis', () => {
  test('of a studio that is well finds nothing wrong, and leaves nothing behind', async () => {
    const { doctor, webhook, home } = await examined();
    const lines = await doctor.examine(undefined);

    expect(lines.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
    expect(outcomes(lines)).toEqual({
      folder: 'works',
      disk: 'free',
      database: 'works',
      engine: 'atRest',
      providers: 'says',
      model: 'says',
      versions: 'says',
      keychain: 'works',
      cloudHealth: 'healthy',
      cloudFlags: 'says',
      cloudNoToken: 'refusedRightly',
      cloudInvalidToken: 'refusedRightly',
      cloudExpiredToken: 'refusedRightly',
      cloudToken: 'accepted',
      webhook: 'accepted',
      s3Write: 'works',
      s3Read: 'works',
      s3Remove: 'works',
    });
    expect(lines.find(({ id }) => id === 'cloudFlags')?.found).toBe(
      'environment: production · s3_storage_configured: true · features: images',
    );
    expect(s3.keys('pictures')).toEqual([]);
    expect(readdirSync(home).filter((name) => name.startsWith('.doctor'))).toEqual([]);
    expect(webhook.arrivals.map(({ payload }) => payload.job_id)).toEqual(['tessera-doctor-probe']);
  });

  test('shows the cloud no token, an invalid one, an expired one and ours, in that order', async () => {
    const { doctor, cloud } = await examined();
    await doctor.testSync();
    const [none, invalid, expired, ours] = cloud.shown;

    expect([none, invalid, ours]).toEqual([undefined, 'Bearer tessera-doctor-is-no-token', `Bearer ${token}`]);
    const claims = JSON.parse(Buffer.from(expired?.split('.')[1] ?? '', 'base64url').toString()) as { exp: number };
    expect(claims.exp).toBeLessThan(Date.now() / 1000);
  });

  test('shows another cloud no secret of ours', async () => {
    const { doctor } = await examined();
    const other = await startCloudApi(token);
    onTestFinished(() => other.close());
    const lines = await doctor.examine(other.url);

    expect(outcomes(lines)['cloudToken']).toBe('secretMissing');
    expect(other.shown.filter((shown) => shown?.includes(token))).toEqual([]);
  });

  test('finds a cloud that lets strangers in and us not', async () => {
    const { doctor, cloud } = await examined();
    cloud.door = (given) => (given === token ? 403 : 200);

    expect(outcomes(await doctor.testSync())).toMatchObject({
      cloudNoToken: 'letIn',
      cloudInvalidToken: 'letIn',
      cloudExpiredToken: 'letIn',
      cloudToken: 'tokenRefused',
    });
  });

  test('finds a cloud that is unwell', async () => {
    const { doctor, cloud } = await examined();
    cloud.health = { status: 200, body: { status: 'degraded' } };

    expect(outcomes(await doctor.testSync())).toMatchObject({ cloudHealth: 'unhealthy' });
  });

  test('finds a web page where a cloud should be', async () => {
    const { doctor, cloud } = await examined();
    cloud.health = { status: 200, body: 'hello' };

    expect(outcomes(await doctor.testSync())).toMatchObject({ cloudHealth: 'unexpected' });
  });

  test('finds a cloud that is away, and tries nothing more of it', async () => {
    const { doctor, cloud } = await examined();
    await cloud.close();
    const lines = await doctor.testSync();

    expect(outcomes(lines)).toMatchObject({
      cloudHealth: 'unreachable',
      cloudNoToken: 'notReached',
      cloudToken: 'notReached',
    });
    expect(lines[0]?.found).toMatch(/^127\.0\.0\.1:\d+ was not reached: the connection was refused\.$/);
    expect(lines[0]?.advice).toContain('Check the address');
  });

  test('finds a receiver that refuses the secret', async () => {
    const { doctor, webhook } = await examined();
    webhook.conduct = () => 'forbid';

    expect(outcomes(await doctor.testSync())).toMatchObject({ webhook: 'secretRefused' });
  });

  test.each<[string, SyncPatch, string]>([
    ['a bucket that is not there', { s3: { bucket: 'nowhere' } }, 'noBucket'],
    ['wrong keys', { secrets: { s3SecretAccessKey: 'wrong-secret' } }, 'wrongKeys'],
    ['a store that is away', { s3: { endpoint: 'http://127.0.0.1:1' } }, 'unreachable'],
    ['missing keys', { secrets: { s3SecretAccessKey: null } }, 'secretMissing'],
  ])('finds %s', async (_name, patch, outcome) => {
    const { doctor } = await examined(patch);

    expect(outcomes(await doctor.testSync())).toMatchObject({
      s3Write: outcome,
      s3Read: 'notReached',
      s3Remove: 'notReached',
    });
  });

  test('tries nothing that is not set up', async () => {
    const { doctor } = await examined({ cloud: { url: null }, webhook: { url: null }, s3: { bucket: null } });

    expect((await doctor.testSync()).map(({ id, outcome }) => [id, outcome])).toEqual([
      ['cloudHealth', 'notConfigured'],
      ['webhook', 'notConfigured'],
      ['s3Write', 'notConfigured'],
    ]);
  });

  test('writes no secret into its lines', async () => {
    const { doctor, webhook } = await examined();
    webhook.conduct = () => 'fail';
    const text = JSON.stringify(await doctor.examine(undefined));

    expect(text).not.toMatch(new RegExp([token, webhookSecret, ...Object.values(s3Keys)].join('|')));
  });
});
