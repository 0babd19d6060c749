// Server-sent events: order, filters, resuming where a cut stream left off, and the end of a stream.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { events as contractEvents } from '../../shared/contract/index.ts';
import { type LoopbackStudio, openLoopbackStudio } from './loopback-studio.ts';

let studio: LoopbackStudio;

beforeAll(async () => {
  studio = await openLoopbackStudio();
});

afterAll(() => studio.close());

interface Message {
  readonly id: number | null;
  readonly event: string;
  readonly data: unknown;
}

interface Stream {
  readonly response: Response;
  /** Reads on until a message fits. */
  until(fits: (message: Message) => boolean): Promise<Message[]>;
  close(): void;
}

async function listen(options: { query?: string; lastId?: number; token?: string } = {}): Promise<Stream> {
  const abort = new AbortController();
  const response = await fetch(`${studio.api.url}/events${options.query ?? ''}`, {
    signal: abort.signal,
    headers: {
      authorization: `Bearer ${options.token ?? studio.token}`,
      ...(options.lastId === undefined ? {} : { 'last-event-id': String(options.lastId) }),
    },
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) throw new Error('the stream has no body');
  let text = '';
  return {
    response,
    async until(fits) {
      const seen: Message[] = [];
      for (;;) {
        const end = text.indexOf('\n\n');
        if (end >= 0) {
          const message = parse(text.slice(0, end));
          text = text.slice(end + 2);
          if (message === null) continue;
          seen.push(message);
          if (fits(message)) return seen;
          continue;
        }
        const chunk = await reader.read();
        if (chunk.done) throw new Error('the stream ended early');
        text += chunk.value;
      }
    },
    close: () => abort.abort(),
  };
}

function parse(block: string): Message | null {
  const fields = new Map(
    block.split('\n').map((line) => {
      const colon = line.indexOf(': ');
      return [line.slice(0, colon), line.slice(colon + 2)] as const;
    }),
  );
  const data = fields.get('data');
  if (data === undefined) return null;
  const id = fields.get('id');
  return { id: id === undefined ? null : Number(id), event: fields.get('event') ?? '', data: JSON.parse(data) };
}

const isCompleted = ({ event, data }: Message) =>
  event === 'job.changed' && (data as { data: { state: string } }).data.state === 'completed';

describe('the stream', () => {
  test('tells the life of a job in order, each event in its own schema', async () => {
    const stream = await listen();
    expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(stream.response.headers.get('x-content-type-options')).toBe('nosniff');
    const job = await studio.drawn({ seed: 3, count: 1, steps: 4 });
    const messages = await stream.until(isCompleted);
    stream.close();

    const ids = messages.map((message) => message.id ?? 0);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(new Set(ids).size).toBe(ids.length);
    expect(
      messages.map(({ event, id, data }) => ({
        name: event,
        sequence: id,
        data: expect.anything(),
        ...(data as object),
      })),
    ).toEqual(messages.map(({ data }) => data));
    const own = messages
      .filter(({ event }) => event === 'job.changed')
      .map(({ data }) => (data as { data: unknown }).data);
    expect(own.map((data) => contractEvents['job.changed'].parse(data).state)).toEqual(
      expect.arrayContaining(['queued', 'running', 'completed']),
    );
    expect(contractEvents['job.changed'].parse(own.at(-1)).id).toBe(job.id);
  });

  test('can be narrowed to names', async () => {
    const stream = await listen({ query: '?names=settings.changed,models.changed' });
    await studio.drawn({ count: 1 });
    await studio.call('settings.set', { theme: 'light' });
    const messages = await stream.until(({ event }) => event === 'settings.changed');
    stream.close();
    expect(messages).toHaveLength(1);
  });

  test('can be narrowed to one job', async () => {
    const wanted = await studio.drawn({ count: 1, prompt: 'wanted' });
    const stream = await listen({ query: `?job=${wanted.id}` });
    await studio.drawn({ count: 1, prompt: 'another' });
    await studio.call('generation.delete', { id: wanted.id });
    const messages = await stream.until(({ event }) => event === 'job.deleted');
    stream.close();
    const jobs = messages.map(({ data }) => (data as { data: { id?: string; job?: string } }).data);
    expect(new Set(jobs.map((data) => data.job ?? data.id))).toEqual(new Set([wanted.id]));
  });

  test('of an unknown name is refused with the names there are', async () => {
    const answer = await studio.ask({ path: '/events?names=job.exploded' });
    expect([answer.status, answer.json()]).toMatchObject([
      400,
      { code: 'VALIDATION_ERROR', error: expect.stringContaining('job.progress') },
    ]);
  });
});

describe('a cut stream', () => {
  test('resumes after the last event it saw, with nothing lost and nothing twice', async () => {
    const first = await listen();
    await studio.drawn({ count: 1 });
    const before = await first.until(isCompleted);
    first.close();
    const lastId = before.at(-1)?.id ?? 0;

    await studio.drawn({ count: 1, seed: 1 });
    const second = await listen({ lastId });
    const missed = await second.until(isCompleted);
    second.close();
    expect(missed[0]?.id).toBe(lastId + 1);
    expect(missed.map(({ id }) => id)).toEqual(missed.map((_, place) => lastId + 1 + place));
  });

  test('that missed too much is told to read everything anew', async () => {
    const stream = await listen({ lastId: 999_999_999 });
    const [first] = await stream.until(() => true);
    stream.close();
    expect(first).toEqual({ id: null, event: 'resync', data: {} });
  });

  test('goes on after a resync', async () => {
    const stream = await listen({ lastId: 999_999_999 });
    await studio.call('settings.set', { theme: 'dark' });
    const messages = await stream.until(({ event }) => event === 'settings.changed');
    stream.close();
    expect(messages.map(({ event }) => event)).toEqual(['resync', 'settings.changed']);
  });
});

describe('a quiet stream', () => {
  test('shows that it lives', async () => {
    const other = await openLoopbackStudio({ heartbeatMs: 20 });
    const response = await fetch(`${other.api.url}/events`, { headers: { authorization: `Bearer ${other.token}` } });
    const read = response.text();
    await new Promise((resolve) => setTimeout(resolve, 200));
    await other.close();
    expect(await read).toMatch(/^retry: 1000\n\n(: alive\n\n){2,}$/);
  });

  test('ends when its token is revoked, and not before', async () => {
    const other = await openLoopbackStudio({ heartbeatMs: 20 });
    const { token, info } = await other.core.tokens.create({ name: 'page', expiresInSeconds: 60 });
    const response = await fetch(`${other.api.url}/events`, { headers: { authorization: `Bearer ${token}` } });
    let ended = false;
    const read = response.text().finally(() => {
      ended = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(ended).toBe(false);
    other.core.tokens.revoke(info.jti);
    expect(await read).toContain(': alive');
    await other.close();
  });
});

describe('closing', () => {
  test('the studio ends its streams and frees its port', async () => {
    const other = await openLoopbackStudio();
    const response = await fetch(`${other.api.url}/events`, { headers: { authorization: `Bearer ${other.token}` } });
    const read = response.text();
    await other.close();
    expect(await read).toBe('retry: 1000\n\n');
    await expect(fetch(`${other.api.url}/health`)).rejects.toThrow('fetch failed');
  });
});
