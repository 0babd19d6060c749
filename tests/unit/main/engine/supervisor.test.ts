import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { defaultLimits } from '../../../../main/engine/limits.ts';
import { createEngine, type Engine } from '../../../../main/engine/supervisor.ts';
import type { EngineEvent } from '../../../../shared/engine-protocol.ts';
import type { TesseraError } from '../../../../shared/errors.ts';
import { type FakeHostOptions, type FakeHosts, fakeHosts } from '../../../fakes/engine-host.ts';
import { generateCommand } from '../../../fixtures/engine-commands.ts';

const timings = { totalMs: 1, sessionMs: 1, sessionRuns: 1, loadMs: 0 };
const command = generateCommand({ folder: '/library' });
const never = new AbortController().signal;

let lines: string[] = [];
let engine: Engine | null = null;

beforeEach(() => {
  vi.useFakeTimers();
  lines = [];
});

afterEach(async () => {
  await Promise.all([engine?.close(), vi.runAllTimersAsync()]);
  engine = null;
  vi.useRealTimers();
});

function start(options: FakeHostOptions = {}): { engine: Engine; hosts: FakeHosts } {
  const hosts = fakeHosts(options);
  engine = createEngine({
    startHost: hosts.startHost,
    clock: () => Date.now(),
    log: (line) => lines.push(line),
    limits: defaultLimits,
  });
  return { engine, hosts };
}

/** A run with its end caught at once, so that a rejection while time is moved is not called unhandled. */
function run(
  on: Engine,
  options: { signal?: AbortSignal; onEvent?: (event: EngineEvent) => void; id?: string; model?: string } = {},
) {
  const sent = {
    ...command,
    id: options.id ?? command.id,
    model: { ...command.model, folder: options.model ?? 'mock' },
  };
  return on.run(sent, { signal: options.signal ?? never, onEvent: options.onEvent ?? (() => {}) }).then(
    (value) => ({ value, error: null }),
    (error: TesseraError) => ({ value: null, error }),
  );
}

function progress(stepMs: number | null): EngineEvent {
  return { kind: 'progress', id: command.id, stage: 'sampling', fraction: 0.5, etaMs: null, stepMs };
}

describe('a run', () => {
  test('starts the host with the first command and resolves with its timings', async () => {
    const { engine, hosts } = start({ onCommand: (host, { id }) => host.say({ kind: 'done', id, timings }) });
    expect(hosts.started).toHaveLength(0);
    expect(await run(engine)).toEqual({ value: timings, error: null });
    expect(hosts.started.map((host) => host.role)).toEqual(['engine']);
  });

  test('passes its events on and nobody else’s', async () => {
    const seen: string[] = [];
    const { engine, hosts } = start();
    const ended = run(engine, { onEvent: (event) => seen.push(event.kind) });
    await vi.advanceTimersByTimeAsync(0);
    const [host] = hosts.started;
    host?.say({ kind: 'alive', rssBytes: 5 });
    host?.say(progress(10));
    host?.say({ ...progress(10), id: 'another' } as EngineEvent);
    host?.say({ kind: 'done', id: command.id, timings });
    await ended;
    expect(seen).toEqual(['progress']);
    expect(engine.health().rssBytes).toBe(5);
  });

  test('rejects with the error that the host reports', async () => {
    const error = {
      code: 'MODEL_CORRUPT',
      message: 'unet/model.onnx is cut short.',
      retryable: false,
      details: { file: 'x' },
    };
    const { engine } = start({ onCommand: (host, { id }) => host.say({ kind: 'failed', id, error }) });
    const { error: thrown } = await run(engine);
    expect(thrown).toMatchObject({ code: 'MODEL_CORRUPT', message: error.message, details: { file: 'x' } });
  });

  test('waits for the one before it', async () => {
    const { engine, hosts } = start();
    const first = run(engine, { id: 'one' });
    const second = run(engine, { id: 'two' });
    await vi.advanceTimersByTimeAsync(0);
    expect(hosts.started[0]?.received.map(({ id }) => id)).toEqual(['one']);
    hosts.started[0]?.say({ kind: 'done', id: 'one', timings });
    await first;
    await vi.advanceTimersByTimeAsync(0);
    expect(hosts.started[0]?.received.map(({ id }) => id)).toEqual(['one', 'two']);
    hosts.started[0]?.say({ kind: 'done', id: 'two', timings });
    expect((await second).value).toEqual(timings);
  });

  test('is cancelled while it waits, without being sent and without letting others overtake', async () => {
    const { engine, hosts } = start();
    const stop = new AbortController();
    const first = run(engine, { id: 'one' });
    const second = run(engine, { id: 'two', signal: stop.signal });
    const third = run(engine, { id: 'three' });
    await vi.advanceTimersByTimeAsync(0);
    stop.abort();
    expect((await second).error?.code).toBe('CANCELLED');
    await vi.advanceTimersByTimeAsync(0);
    expect(hosts.started[0]?.received.map(({ id }) => id)).toEqual(['one']);
    hosts.started[0]?.say({ kind: 'done', id: 'one', timings });
    await first;
    await vi.advanceTimersByTimeAsync(0);
    hosts.started[0]?.say({ kind: 'done', id: 'three', timings });
    expect((await third).value).toEqual(timings);
  });

  test('that was aborted beforehand starts no host', async () => {
    const { engine, hosts } = start();
    expect((await run(engine, { signal: AbortSignal.abort() })).error?.code).toBe('CANCELLED');
    expect(hosts.started).toHaveLength(0);
  });

  test('whose listener throws is cancelled and rejects with what was thrown', async () => {
    const { engine, hosts } = start();
    const ended = run(engine, {
      onEvent: () => {
        throw new Error('the store is full');
      },
    });
    await vi.advanceTimersByTimeAsync(0);
    hosts.started[0]?.say(progress(10));
    expect(hosts.started[0]?.received.at(-1)?.kind).toBe('cancel');
    hosts.started[0]?.say({ kind: 'cancelled', id: command.id });
    expect((await ended).error?.message).toBe('the store is full');
  });

  test('with another model gets a fresh process, and that is no crash', async () => {
    const { engine, hosts } = start({ onCommand: (host, { id }) => host.say({ kind: 'done', id, timings }) });
    await run(engine, { model: 'a' });
    await run(engine, { model: 'a' });
    expect(hosts.started).toHaveLength(1);
    expect((await run(engine, { model: 'b' })).value).toEqual(timings);
    expect(hosts.started.map((host) => host.killed)).toEqual([true, false]);
  });
});

describe('cancel', () => {
  test('asks first and takes the acknowledgement', async () => {
    const stop = new AbortController();
    const { engine, hosts } = start();
    const ended = run(engine, { signal: stop.signal });
    await vi.advanceTimersByTimeAsync(0);
    stop.abort();
    expect(hosts.started[0]?.received.at(-1)).toEqual({ kind: 'cancel', id: command.id });
    hosts.started[0]?.say({ kind: 'cancelled', id: command.id });
    expect((await ended).error?.code).toBe('CANCELLED');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(hosts.started[0]?.killed).toBe(false);
  });

  test('kills a host that does not answer within three seconds', async () => {
    const stop = new AbortController();
    const { engine, hosts } = start();
    const ended = run(engine, { signal: stop.signal });
    await vi.advanceTimersByTimeAsync(0);
    stop.abort();
    await vi.advanceTimersByTimeAsync(2_999);
    expect(hosts.started[0]?.killed).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(hosts.started[0]?.killed).toBe(true);
    expect((await ended).error?.code).toBe('CANCELLED');
  });

  test('gives slow steps two of them', async () => {
    const stop = new AbortController();
    const { engine, hosts } = start();
    const ended = run(engine, { signal: stop.signal });
    await vi.advanceTimersByTimeAsync(0);
    hosts.started[0]?.say(progress(4_000));
    stop.abort();
    await vi.advanceTimersByTimeAsync(7_999);
    expect(hosts.started[0]?.killed).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect((await ended).error?.code).toBe('CANCELLED');
  });

  test('by killing is no crash: the next run starts at once', async () => {
    const stop = new AbortController();
    const { engine, hosts } = start();
    const ended = run(engine, { signal: stop.signal });
    await vi.advanceTimersByTimeAsync(0);
    stop.abort();
    await vi.advanceTimersByTimeAsync(3_000);
    await ended;
    const next = run(engine, { id: 'next' });
    await vi.advanceTimersByTimeAsync(0);
    hosts.started[1]?.say({ kind: 'done', id: 'next', timings });
    expect((await next).value).toEqual(timings);
  });
});

describe('imaging', () => {
  test('has a host of its own and does not wait for a run', async () => {
    const { engine, hosts } = start({
      onCommand: (host, { id }) => {
        if (host.role === 'imaging') host.say({ kind: 'done', id, timings: null });
      },
    });
    void run(engine);
    await vi.advanceTimersByTimeAsync(0);
    await engine.convert({ source: '/a.png', format: 'webp', size: null, output: '/a.webp' });
    await engine.grid({ sources: ['/a.png'], output: '/grid.png' });
    expect(hosts.started.map((host) => host.role)).toEqual(['engine', 'imaging']);
    expect(hosts.started[1]?.received.map((received) => received.kind)).toEqual(['convert', 'grid']);
    expect(engine.health().state).toBe('running');
  });
});

describe('close', () => {
  test('kills at once and tells the run that it is the next start’s', async () => {
    const { engine, hosts } = start();
    const ended = run(engine);
    await vi.advanceTimersByTimeAsync(0);
    await engine.close();
    expect(hosts.started[0]?.killed).toBe(true);
    expect((await ended).error?.code).toBe('ENGINE_UNAVAILABLE');
    expect((await run(engine)).error?.code).toBe('ENGINE_UNAVAILABLE');
    expect(hosts.started).toHaveLength(1);
  });
});

describe('a ping', () => {
  test('asks nothing of a host that does not run', async () => {
    const { engine, hosts } = start();
    expect(await engine.ping()).toBeNull();
    expect(hosts.started).toEqual([]);
  });

  test('says how long a host with nothing to do takes to answer', async () => {
    const { engine } = start({ onCommand: (host, { id }) => host.say({ kind: 'pong', id }) });
    await engine.ready();
    expect(await engine.ping()).toBeGreaterThanOrEqual(0);
  });

  test('ends a host that does not hear', async () => {
    const { engine, hosts } = start();
    await engine.ready();
    const asked = engine.ping().catch((error: TesseraError) => error.code);
    await vi.advanceTimersByTimeAsync(defaultLimits.pingMs + 2 * defaultLimits.tickMs);
    expect(await asked).toBe('ENGINE_TIMEOUT');
    expect(hosts.started[0]?.killed).toBe(true);
    expect(engine.health().fallen).toBe(true);
  });

  test('that is answered does not make good a crash', async () => {
    const { engine, hosts } = start({
      onCommand: (host, { id, kind }) => {
        if (kind === 'ping') host.say({ kind: 'pong', id });
      },
    });
    await engine.ready();
    hosts.started[0]?.exit({ code: 1, signal: null });
    await Promise.all([engine.ready(), vi.runAllTimersAsync()]);
    await engine.ping();
    expect(engine.health().fallen).toBe(true);
  });
});
