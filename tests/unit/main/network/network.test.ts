import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createEventHub } from '../../../../main/event-hub.ts';
import { createNetwork } from '../../../../main/network/network.ts';
import { openStore } from '../../../../main/store/database.ts';
import { createNetworkTable } from '../../../../main/store/network-table.ts';
import type { NetworkRequest } from '../../../../shared/domain/network.ts';
import { temporaryFolder } from '../fixtures.ts';

async function serving(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function openNetwork() {
  const store = openStore({ file: join(temporaryFolder(), 'tessera.db'), log: () => {} });
  const said: NetworkRequest[] = [];
  const events = createEventHub({
    firstSequence: 0,
    onListenerError: (error) => {
      throw error;
    },
  });
  events.subscribe((event) => {
    if (event.name === 'network.requested') said.push(event.data);
  });
  const setting = { offline: false };
  const table = createNetworkTable(store);
  const network = createNetwork({ table, events, isOffline: () => setting.offline, clock: () => 0 });
  return { network, said, setting };
}

const page = { limit: 50, before: null };

describe('the ledger', () => {
  test('is empty until something was asked', () => {
    expect(openNetwork().network.requests(page)).toEqual({ requests: [], total: 0, left: 0 });
  });

  test('has each request with its answer, and tells of it before it is sent', async () => {
    const { network, said } = openNetwork();
    let knownWhenAsked = 0;
    const origin = await serving((_request, response) => {
      knownWhenAsked = said.length;
      response.writeHead(503).end();
    });
    await network.fetch(`${origin}/secret-path?token=1`, { method: 'POST' }, 'sync');

    const row = { number: 1, at: '1970-01-01T00:00:00.000Z', purpose: 'sync', method: 'POST', origin, isLocal: true };
    expect(network.requests(page).requests).toEqual([{ ...row, outcome: 'answered', status: 503 }]);
    expect(knownWhenAsked).toBe(1);
    expect(said).toEqual([
      { ...row, outcome: 'under-way', status: null },
      { ...row, outcome: 'answered', status: 503 },
    ]);
  });

  test('has what failed', async () => {
    const { network } = openNetwork();
    const origin = await serving((request) => request.socket.destroy());
    await expect(network.fetch(origin, {}, 'download')).rejects.toThrow('fetch failed');
    expect(network.requests(page).requests).toMatchObject([{ outcome: 'failed', status: null }]);
  });

  test('is read page by page, the newest first', async () => {
    const { network } = openNetwork();
    const origin = await serving((_request, response) => response.end());
    for (const purpose of ['sync', 'picture', 'download'] as const) await network.fetch(origin, {}, purpose);
    const first = network.requests({ limit: 2, before: null });
    expect(first.requests.map(({ purpose }) => purpose)).toEqual(['download', 'picture']);
    expect(network.requests({ limit: 2, before: 2 }).requests.map(({ purpose }) => purpose)).toEqual(['sync']);
    expect(first).toMatchObject({ total: 3, left: 0 });
  });

  test('counts what left this machine apart', async () => {
    const { network } = openNetwork();
    const url = new URL('https://models.example/x');
    await network.account(
      { purpose: 'bucket', method: 'PUT', url },
      () => Promise.resolve(200),
      (status) => status,
    );
    expect(network.requests(page)).toMatchObject({ total: 1, left: 1, requests: [{ isLocal: false, status: 200 }] });
  });
});

describe('offline mode', () => {
  test('sends nothing to another computer, says so, and writes that down', async () => {
    const { network, setting } = openNetwork();
    setting.offline = true;
    let worked = false;
    const work = () => {
      worked = true;
      return Promise.resolve(200);
    };
    const asked = { purpose: 'bucket', method: 'PUT', url: new URL('https://bucket.example/key') } as const;
    await expect(network.account(asked, work, (status) => status)).rejects.toMatchObject({ code: 'OFFLINE' });
    await expect(network.fetch('https://a.example/', {}, 'download')).rejects.toMatchObject({
      code: 'OFFLINE',
      message: expect.stringContaining('a.example was not asked'),
    });
    expect(worked).toBe(false);
    expect(network.requests(page)).toMatchObject({ total: 2, left: 0 });
    expect(network.requests(page).requests.map(({ outcome }) => outcome)).toEqual(['refused', 'refused']);
  });

  test.each(['http://localhost.example/', 'http://127.0.0.1.example/', 'http://10.0.0.1/', 'http://[::2]/'])(
    'takes %s for another computer',
    async (address) => {
      const { network, setting } = openNetwork();
      setting.offline = true;
      await expect(network.fetch(address, {}, 'picture')).rejects.toMatchObject({ code: 'OFFLINE' });
    },
  );

  test('still asks this machine itself', async () => {
    const { network, setting } = openNetwork();
    setting.offline = true;
    const origin = await serving((_request, response) => response.end('here'));
    expect(await (await network.fetch(origin, {}, 'language-model')).text()).toBe('here');
  });
});

test('a redirect nobody asked for is not followed', async () => {
  const { network } = openNetwork();
  const origin = await serving((_request, response) => response.writeHead(302, { location: '/elsewhere' }).end());
  await expect(network.fetch(origin, {}, 'language-model')).rejects.toThrow('fetch failed');
});
