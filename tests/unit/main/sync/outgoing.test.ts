import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createOutgoing } from '../../../../main/sync/outgoing.ts';
import { openNetwork } from '../../../fakes/network.ts';

async function serving(answer: RequestListener, timeoutMs = 10_000) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const outgoing = createOutgoing({
    network: openNetwork,
    allowed: () => [url, null],
    version: '1.2.3',
    clock: () => 0,
    timeoutMs,
  });
  return { url, outgoing };
}

describe('a request', () => {
  test('says who asks, and brings the answer', async () => {
    const { url, outgoing } = await serving((request, response) => {
      response.writeHead(503, { 'retry-after': '7' }).end(request.headers['user-agent']);
    });

    expect(await outgoing.request({ method: 'GET', url })).toMatchObject({
      status: 503,
      retryAfterMs: 7000,
      text: 'Tessera/1.2.3',
    });
  });

  test('to a host that is not set up is a bug, and is not sent', async () => {
    let asked = 0;
    const { url } = await serving((_request, response) => {
      asked += 1;
      response.end();
    });
    const outgoing = createOutgoing({
      network: openNetwork,
      allowed: () => ['http://127.0.0.1:1/'],
      version: '1',
      clock: () => 0,
    });

    await expect(outgoing.request({ method: 'GET', url })).rejects.toThrowError('not set up');
    expect(asked).toBe(0);
  });

  test('that is pointed elsewhere stops there', async () => {
    const { url, outgoing } = await serving((_request, response) => {
      response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end();
    });

    await expect(outgoing.request({ method: 'POST', url, body: '{}' })).rejects.toMatchObject({
      fault: { code: 'REDIRECTED', status: 307 },
    });
  });

  test('that gets no answer gives up', async () => {
    const { url, outgoing } = await serving(() => {}, 100);

    await expect(outgoing.request({ method: 'GET', url })).rejects.toMatchObject({ fault: { code: 'TIMED_OUT' } });
  });

  test('whose line is cut says so, without a path', async () => {
    const { url, outgoing } = await serving((request) => void request.socket.destroy());

    await expect(outgoing.request({ method: 'GET', url: `${url}secret-path` })).rejects.toMatchObject({
      fault: { code: 'UNREACHABLE', message: expect.not.stringContaining('secret-path') },
    });
  });

  test('reads no more of an answer than it needs', async () => {
    const { url, outgoing } = await serving((_request, response) => {
      response.end('x'.repeat(5_000_000));
    });

    expect((await outgoing.request({ method: 'GET', url })).text).toHaveLength(65_536);
  });
});
