// The bridge of a plain browser: calls by POST, events by server-sent events, both under a session cookie.

import { events as contractEvents, type TesseraEvent } from '../../shared/contract/index.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { Bridge, Connection } from './bridge.ts';
import { createListeners } from './listeners.ts';
import { parseAnswer, parseEvent } from './parse-answer.ts';

/** Reconnecting waits 0.5 s, doubling to 8 s: a restarted studio is found quickly, a stopped one is left in peace. */
const firstRetryMs = 500;
const lastRetryMs = 8000;

interface HttpBridgeOptions {
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
  readonly EventSource: typeof globalThis.EventSource;
}

export function createHttpBridge({ fetch, EventSource }: HttpBridgeOptions): Bridge {
  const events = createListeners<[TesseraEvent]>();
  const connections = createListeners<[]>();
  const resyncs = createListeners<[]>();
  let state: Connection = 'connecting';
  let source: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let retryMs = firstRetryMs;
  let wasOnline = false;

  function become(next: Connection): void {
    if (state === next) return;
    state = next;
    connections.announce();
  }

  function receive(message: MessageEvent<string>): void {
    const event = parseEvent(JSON.parse(message.data));
    if (event !== null) events.announce(event);
  }

  function listen(): void {
    clearTimeout(retry);
    source?.close();
    const opened = new EventSource('/events', { withCredentials: true });
    source = opened;
    opened.onopen = () => {
      retryMs = firstRetryMs;
      // A new EventSource has no last id to resume from: what happened meanwhile must be asked for.
      if (wasOnline) resyncs.announce();
      wasOnline = true;
      become('online');
    };
    opened.onmessage = receive;
    for (const name of Object.keys(contractEvents)) opened.addEventListener(name, receive);
    opened.addEventListener('resync', () => resyncs.announce());
    opened.onerror = () => {
      // While it is still open the browser reconnects by itself, and resumes by Last-Event-ID.
      if (state !== 'refused') become('offline');
      if (opened.readyState !== EventSource.CLOSED) return;
      retry = setTimeout(listen, retryMs);
      retryMs = Math.min(retryMs * 2, lastRetryMs);
    };
  }

  async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<unknown> {
    let response: Response;
    try {
      response = await fetch(path, {
        method: 'POST',
        credentials: 'same-origin',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    } catch (cause) {
      become('offline');
      throw new TesseraError('ENGINE_UNAVAILABLE', 'The studio does not answer. Is it still running?', { cause });
    }
    if (response.status === 401) {
      become('refused');
      throw new TesseraError('UNAUTHENTICATED', 'This page has no valid token. Open the address the studio printed.');
    }
    return response.json();
  }

  listen();

  return {
    platform: null,
    connection: () => state,
    onConnection: connections.add,
    onResync: resyncs.add,
    async call(name, input) {
      const answer = await post(`/call/${name}`, input);
      return parseAnswer(name, answer);
    },
    subscribe: events.add,
    async signIn(token) {
      await post('/session', {}, { authorization: `Bearer ${token}` });
      wasOnline = true;
      become('connecting');
      listen();
    },
    close() {
      clearTimeout(retry);
      source?.close();
    },
  };
}
