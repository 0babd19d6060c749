// The bridge of a browser against a real server: calls, events, a lost and found studio, a missing token.
// @vitest-environment node

import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Bridge } from '../../../../renderer/bridge/bridge.ts';
import { createHttpBridge } from '../../../../renderer/bridge/http-bridge.ts';
import type { TesseraEvent } from '../../../../shared/contract/index.ts';

/** The one thing Node lacks: enough of EventSource to carry the bridge's use of it. */
class StreamSource extends EventTarget {
  static readonly CLOSED = 2;
  onopen: (() => void) | null = null;
  onmessage: ((event: MessageEvent<string>) => void) | null = null;
  onerror: (() => void) | null = null;
  readyState = 0;
  private readonly aborter = new AbortController();

  constructor(path: string) {
    super();
    this.read(new URL(path, address)).catch(() => this.fail());
  }

  private fail(): void {
    if (this.aborter.signal.aborted) return;
    this.readyState = StreamSource.CLOSED;
    this.onerror?.();
  }

  private async read(url: URL): Promise<void> {
    const response = await fetch(url, { signal: this.aborter.signal });
    if (!response.ok || response.body === null) return this.fail();
    this.readyState = 1;
    this.onopen?.();
    for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
      const name = /^event: (.+)$/m.exec(part)?.[1] ?? 'message';
      const data = /^data: (.+)$/m.exec(part)?.[1];
      if (data !== undefined) this.dispatchEvent(new MessageEvent(name, { data }));
    }
    this.fail();
  }

  close(): void {
    this.readyState = StreamSource.CLOSED;
    this.aborter.abort();
  }
}

let server: Server;
let address: string;
let bridge: Bridge;
let token: string | null;
const streams = new Set<ServerResponse>();

beforeEach(async () => {
  token = null;
  server = createServer((request, response) => {
    const refused = token !== null && request.headers.authorization !== `Bearer ${token}`;
    if (request.url === '/session' && !refused) token = null;
    response.statusCode = refused ? 401 : 200;
    if (request.url === '/events' && !refused) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
      streams.add(response);
      return;
    }
    const value = request.url === '/call/generation.delete' ? { ok: true, value: { id: 'one' } } : {};
    response.end(JSON.stringify(value));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  bridge.close();
  streams.clear();
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

function open(): Bridge {
  bridge = createHttpBridge({
    fetch: (path, init) => fetch(new URL(path, address), init),
    EventSource: StreamSource as unknown as typeof EventSource,
  });
  return bridge;
}

test('calls are posted by name and answered by value', async () => {
  await expect(open().call('generation.delete', { id: 'one' as never })).resolves.toEqual({ id: 'one' });
});

test('events arrive under their names', async () => {
  const heard: TesseraEvent[] = [];
  open().subscribe((event) => heard.push(event));
  await vi.waitFor(() => expect(streams.size).toBe(1));
  const event = { name: 'job.deleted', sequence: 3, data: { id: 'one' } };
  for (const stream of streams) stream.write(`id: 3\nevent: job.deleted\ndata: ${JSON.stringify(event)}\n\n`);
  await vi.waitFor(() => expect(heard).toEqual([event]));
  expect(bridge.connection()).toBe('online');
});

test('a cut makes it offline; back again, it asks for what was missed', async () => {
  let resyncs = 0;
  open().onResync(() => {
    resyncs += 1;
  });
  await vi.waitFor(() => expect(bridge.connection()).toBe('online'));
  for (const stream of streams) stream.destroy();
  await vi.waitFor(() => expect(bridge.connection()).toBe('offline'));
  await vi.waitFor(() => expect(bridge.connection()).toBe('online'), 5000);
  expect(resyncs).toBe(1);
});

test('the studio can say itself that too much was missed', async () => {
  let resyncs = 0;
  open().onResync(() => {
    resyncs += 1;
  });
  await vi.waitFor(() => expect(streams.size).toBe(1));
  for (const stream of streams) stream.write('event: resync\ndata: {}\n\n');
  await vi.waitFor(() => expect(resyncs).toBe(1));
});

test('without a token it is refused, with the right one let in', async () => {
  token = 'secret';
  await expect(open().call('generation.delete', { id: 'one' as never })).rejects.toMatchObject({
    code: 'UNAUTHENTICATED',
  });
  expect(bridge.connection()).toBe('refused');
  await expect(bridge.signIn('wrong')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  await bridge.signIn('secret');
  await vi.waitFor(() => expect(bridge.connection()).toBe('online'));
});

test('a studio that is not there is unavailable, not a crash', async () => {
  open();
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  await expect(bridge.call('generation.delete', { id: 'one' as never })).rejects.toMatchObject({
    code: 'ENGINE_UNAVAILABLE',
  });
  expect(bridge.connection()).toBe('offline');
});
