// tessera sync as a person without a window uses it.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SyncStatus } from '../../../shared/domain/sync.ts';
import { startWebhookEndpoint, type WebhookEndpoint } from '../../fakes/webhook-endpoint.ts';
import { type Tessera, tesseraProcess } from './tessera-process.ts';

const webhookSecret = 'a-secret-of-sixteen';
const small = ['--engine', 'mock', '--width', '64', '--height', '64', '--steps', '1', '--count', '1', '--seed', '7'];

let tessera: Tessera;
let endpoint: WebhookEndpoint;
beforeEach(async () => {
  tessera = tesseraProcess();
  endpoint = await startWebhookEndpoint();
});
afterEach(async () => {
  await endpoint.close();
  tessera.remove();
});

function configure(patch: unknown) {
  const file = join(tessera.home, 'sync.json');
  writeFileSync(file, JSON.stringify(patch));
  return tessera.run('sync', 'configure', file, '--json');
}

describe('sync', () => {
  test('is off until it is configured, and shows no secret', async () => {
    expect((await tessera.run('sync', 'status')).stdout).toMatch(/^Sync is off\.\nwebhook {2}none\n/);
    const saved = await configure({ webhook: { url: endpoint.url }, secrets: { webhookSecret } });

    expect(saved.exitCode).toBe(0);
    expect((saved.json() as SyncStatus).secrets.webhookSecret).toBe(true);
    expect(saved.stdout).not.toContain(webhookSecret);
  });

  test('takes secrets from stdin, and echoes none that was typed where a file belongs', async () => {
    const json = JSON.stringify({ webhook: { url: endpoint.url }, secrets: { webhookSecret } });
    const fed = await tessera.fed(json, 'sync', 'configure', '--json');
    const typed = await tessera.run('sync', 'configure', json);

    expect([fed.exitCode, (fed.json() as SyncStatus).secrets.webhookSecret]).toEqual([0, true]);
    expect([typed.exitCode, typed.stdout + typed.stderr]).toEqual([3, expect.not.stringContaining(webhookSecret)]);
    expect(tessera.filesHolding(webhookSecret)).toEqual([]);
  });

  test('says which secrets only the window can open', async () => {
    mkdirSync(join(tessera.home, 'keys'), { recursive: true });
    writeFileSync(
      join(tessera.home, 'keys', 'secrets.keychain.json'),
      JSON.stringify({ webhookSecret: Buffer.from('sealed elsewhere').toString('base64') }),
    );
    const status = await tessera.run('sync', 'status');
    const refused = await configure({ enabled: true, webhook: { url: endpoint.url } });

    expect(status.stdout).toContain('secrets  none');
    expect(status.stderr).toMatch(/^webhookSecret was entered in the window, .+ enter it here too/);
    expect([refused.exitCode, refused.stdout]).toEqual([2, expect.stringContaining('enter it here again')]);
  });

  test('sends what generate left behind, once', async () => {
    await configure({ enabled: true, webhook: { url: endpoint.url, progress: false }, secrets: { webhookSecret } });
    endpoint.conduct = () => 'fail';
    const { job } = await tessera.json<{ job: string }>('generate', 'a red apple', '--no-wait-for-sync', ...small);
    endpoint.conduct = () => 'well';

    expect(await tessera.json('sync', 'send')).toEqual({ waiting: 0, sent: 1, dead: 0 });
    expect(await tessera.json('sync', 'send')).toEqual({ waiting: 0, sent: 1, dead: 0 });
    expect(endpoint.arrivals.map(({ id }) => id)).toEqual([`${job}:completed`]);
  });

  describe('while generate is at it', () => {
    const everything = ['progress:25', 'progress:60', 'progress:90', 'completed'];

    test('is waited for: when generate ends, its receiver has been told everything, in order', async () => {
      await configure({ enabled: true, webhook: { url: endpoint.url }, secrets: { webhookSecret } });
      endpoint.conduct = (_payload, attempt) => (attempt === 4 ? 'cut-before' : 'well');
      const { job, sync } = await tessera.json<{ job: string; sync: unknown }>('generate', 'a red apple', ...small);

      expect(endpoint.arrivals.map(({ id }) => id)).toEqual(everything.map((part) => `${job}:${part}`));
      expect(sync).toEqual({ sent: 4, waiting: 0, dead: 0, fault: null });
    });

    test('is waited for so long, and what is left is said without failing', async () => {
      await configure({ enabled: true, webhook: { url: endpoint.url, progress: false }, secrets: { webhookSecret } });
      endpoint.conduct = () => 'fail';
      const { exitCode, stdout, stderr } = await tessera.run(
        'generate',
        'a red apple',
        '--sync-timeout',
        '1',
        ...small,
      );

      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/^\S+\.png {2}seed 7\n$/);
      expect(stderr).toMatch(
        /Sync: 1 waiting \(.*500.*\)\. `tessera sync send`, or the next start, sends what waits\./,
      );
    });

    test('is not waited for when nobody wants to', async () => {
      await configure({ enabled: true, webhook: { url: endpoint.url, progress: false }, secrets: { webhookSecret } });
      endpoint.conduct = () => 'silent';
      const { exitCode, stderr } = await tessera.run('generate', 'a red apple', '--no-wait-for-sync', ...small);

      expect([exitCode, stderr]).toEqual([0, expect.stringContaining('Sync: 1 waiting.')]);
    });

    test('costs nothing while sync is off', async () => {
      const { sync } = await tessera.json<{ sync: unknown }>('generate', 'a red apple', ...small);

      expect([sync, endpoint.attempts]).toEqual([null, 0]);
    });
  });

  test('that cannot send in time says so with its exit code', async () => {
    await configure({ enabled: true, webhook: { url: endpoint.url, progress: false }, secrets: { webhookSecret } });
    endpoint.conduct = () => 'fail';
    await tessera.json('generate', 'a red apple', '--no-wait-for-sync', ...small);
    const { exitCode, stdout } = await tessera.run('sync', 'send', '--timeout', '1');

    expect([exitCode, stdout]).toEqual([5, '0 sent, 1 waiting, 0 given up.\n']);
  });

  test.each([
    [
      'an address of the internet without encryption',
      { webhook: { url: 'http://example.org/' } },
      'webhook.url: must begin',
    ],
    ['nowhere to send to', { enabled: true }, 'nowhere to send to'],
    ['an unknown field', { webhooks: {} }, '"webhooks"'],
  ])('is not configured with %s', async (_name, patch, words) => {
    const { exitCode, stdout } = await configure(patch);

    expect(exitCode).toBe(2);
    expect(stdout).toContain(JSON.stringify(words).slice(1, -1));
  });
});
