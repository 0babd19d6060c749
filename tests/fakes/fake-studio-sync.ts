// The fake studio's sync: settings it keeps, an outbox with an item in every state, and a diagnosis with every verdict.

import { diagnosisLine } from '../../main/doctor/diagnosis-line.ts';
import { patched } from '../../main/sync/sync-settings.ts';
import type { CallName, TesseraEvent } from '../../shared/contract/index.ts';
import { JobId } from '../../shared/domain/ids.ts';
import { type OutboxItem, type SyncPatch, SyncSettings, type SyncStatus } from '../../shared/domain/sync.ts';
import { TesseraError } from '../../shared/errors.ts';

type SyncCall = Extract<CallName, `sync.${string}` | 'system.doctor'>;

export interface FakeSync {
  items: OutboxItem[];
  keychain: SyncStatus['keychain'];
  answer(name: SyncCall, input: { readonly id?: string; readonly states?: readonly string[] } & SyncPatch): unknown;
}

const job = JobId.parse('7b1f6c1e-0000-4000-8000-000000000001');
const item = (changes: Partial<OutboxItem>): OutboxItem => ({
  id: `${job}:completed`,
  job,
  image: null,
  kind: 'completed',
  destination: 'webhook',
  state: 'waiting',
  tries: 0,
  nextAt: null,
  fault: null,
  createdAt: '2026-11-21T10:00:00.000Z',
  sentAt: null,
  ...changes,
});

export const busyOutbox: readonly OutboxItem[] = [
  item({
    state: 'waiting',
    tries: 2,
    nextAt: '2026-11-21T10:05:00.000Z',
    fault: { code: 'UNREACHABLE', message: 'example.org was not reached.', status: null },
  }),
  item({ id: `${job}:progress:90`, kind: 'progress', state: 'sending' }),
  item({
    id: `${job}:picture:2`,
    kind: 'picture',
    destination: 's3',
    state: 'dead',
    tries: 12,
    fault: { code: 'WRONG_KEYS', message: 'The keys were refused.', status: 403 },
  }),
  item({ id: `${job}:progress:25`, kind: 'progress', state: 'skipped', tries: 1 }),
  item({
    id: `${job}:picture:1`,
    kind: 'picture',
    destination: 's3',
    state: 'sent',
    tries: 1,
    sentAt: '2026-11-21T10:00:02.000Z',
  }),
];

const host = 'cloud.example.org';
const lines = [
  diagnosisLine('folder', 'works'),
  diagnosisLine('disk', 'low', { free: '0.4' }),
  diagnosisLine('engine', 'says', { what: 'providers CPU · node 24.21.0 · onnxruntime 1.30.0' }),
  diagnosisLine('cloudHealth', 'healthy', { host, said: 'healthy', ms: '12' }),
  diagnosisLine('cloudNoToken', 'letIn', { host, status: '200' }),
  diagnosisLine('cloudToken', 'accepted', { host, status: '200' }),
  diagnosisLine('webhook', 'notConfigured'),
  diagnosisLine('s3Write', 'wrongKeys', { host: 's3.example.org', status: '403' }),
  diagnosisLine('s3Read', 'notReached'),
];

export function createFakeSync(send: (event: TesseraEvent) => void): FakeSync {
  let settings = SyncSettings.parse({});
  const secrets = { cloudToken: false, webhookSecret: false, s3AccessKeyId: false, s3SecretAccessKey: false };
  const fake: FakeSync = {
    items: [],
    keychain: 'keychain',
    answer(name, input) {
      switch (name) {
        case 'sync.get':
          return status();
        case 'sync.configure': {
          const { secrets: given = {}, ...patch } = input;
          const wanted = patched(settings, patch);
          if (wanted.enabled && wanted.webhook.url === null && wanted.s3.bucket === null) {
            const words = 'Sync has nowhere to send to. Set the address of a webhook or a bucket first.';
            throw new TesseraError('INVALID_INPUT', words, { details: { field: 'enabled' } });
          }
          for (const [secret, text] of Object.entries(given)) secrets[secret as keyof typeof secrets] = text !== null;
          settings = wanted;
          return changed();
        }
        case 'sync.pause':
        case 'sync.resume':
          settings = { ...settings, paused: name === 'sync.pause' };
          return changed();
        case 'sync.outbox.list': {
          const { states } = input;
          return { items: fake.items.filter(({ state }) => states?.includes(state) ?? true), nextCursor: null };
        }
        case 'sync.outbox.retry': {
          const revived = fake.items.filter(({ state, id }) => (input.id ?? id) === id && state === 'dead');
          fake.items = fake.items.map((one) =>
            revived.includes(one) ? { ...one, state: 'waiting', tries: 0, fault: null } : one,
          );
          changed();
          return { queued: revived.length };
        }
        case 'sync.dryRun':
          return {
            example: true,
            deliveries: [
              { id: 'a', kind: 'picture', method: 'PUT', url: null, bytes: 482_113, body: null },
              {
                id: 'b',
                kind: 'completed',
                method: 'POST',
                url: settings.webhook.url,
                bytes: 20,
                body: '{"status":"completed"}',
              },
            ],
          };
        case 'sync.test':
          return { lines: lines.filter(({ part }) => part !== 'machine') };
        case 'system.doctor':
          return { lines };
        default:
          return name satisfies never;
      }
    },
  };

  function status(): SyncStatus {
    const count = (...states: string[]) => fake.items.filter(({ state }) => states.includes(state)).length;
    const counts = { waiting: count('waiting', 'sending'), sent: count('sent'), dead: count('dead') };
    return { settings, secrets: { ...secrets }, onlyInWindow: [], keychain: fake.keychain, counts };
  }

  function changed(): SyncStatus {
    const { counts } = status();
    send({ name: 'sync.changed', data: { counts }, sequence: Number.MAX_SAFE_INTEGER });
    return status();
  }

  return fake;
}
