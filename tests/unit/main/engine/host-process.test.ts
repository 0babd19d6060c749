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

describe('a host', () => {
  test('that says nothing readable is stopped', async () => {
    const { engine, hosts } = start();
    const ended = run(engine);
    await vi.advanceTimersByTimeAsync(0);
    hosts.started[0]?.sayRaw({ kind: 'progress', id: command.id, fraction: 'half' });
    expect((await ended).error?.code).toBe('ENGINE_CRASHED');
    expect(hosts.started[0]?.killed).toBe(true);
    expect(lines.join('\n')).toContain('is no event');
  });

  test('that speaks another protocol is stopped', async () => {
    const { engine, hosts } = start({ ready: false });
    const ended = run(engine);
    await vi.advanceTimersByTimeAsync(0);
    hosts.started[0]?.sayRaw({ kind: 'ready', protocol: 99, pid: 1, versions: {}, providers: [] });
    expect((await ended).error?.code).toBe('ENGINE_CRASHED');
  });

  test('that never gets ready is stopped', async () => {
    const { engine, hosts } = start({ ready: false });
    const ended = run(engine);
    await vi.advanceTimersByTimeAsync(defaultLimits.readyMs);
    expect((await ended).error?.code).toBe('ENGINE_TIMEOUT');
    expect(hosts.started[0]?.killed).toBe(true);
  });

  test('that cannot be started at all is an ENGINE_CRASHED', async () => {
    const engine = createEngine({
      startHost: () => {
        throw new Error('no such program');
      },
      clock: () => Date.now(),
      log: () => {},
    });
    expect((await run(engine)).error?.code).toBe('ENGINE_CRASHED');
  });

  test('may stay silent for ten minutes before its first step, for it may be loading', async () => {
    const { engine, hosts } = start();
    const ended = run(engine);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(hosts.started[0]?.killed).toBe(false);
    await vi.advanceTimersByTimeAsync(1_000);
    expect((await ended).error?.code).toBe('ENGINE_TIMEOUT');
  });

  test('may stay silent for a minute, or twenty steps if those are longer', async () => {
    const { engine, hosts } = start();
    const quick = run(engine);
    await vi.advanceTimersByTimeAsync(0);
    hosts.started[0]?.say(progress(100));
    await vi.advanceTimersByTimeAsync(61_000);
    expect((await quick).error?.code).toBe('ENGINE_TIMEOUT');

    const slow = run(engine);
    await vi.advanceTimersByTimeAsync(1_000);
    hosts.started[1]?.say(progress(10_000));
    await vi.advanceTimersByTimeAsync(200_000);
    expect(hosts.started[1]?.killed).toBe(false);
    await vi.advanceTimersByTimeAsync(1_000);
    expect((await slow).error?.code).toBe('ENGINE_TIMEOUT');
  });

  test('that crashes rejects the run with how it ended, and the next one comes after a pause', async () => {
    const { engine, hosts } = start();
    const ended = run(engine);
    await vi.advanceTimersByTimeAsync(0);
    hosts.started[0]?.exit({ code: null, signal: 'SIGSEGV' });
    expect((await ended).error).toMatchObject({ code: 'ENGINE_CRASHED', details: { code: null, signal: 'SIGSEGV' } });

    const next = run(engine, { id: 'next' });
    await vi.advanceTimersByTimeAsync(defaultLimits.restart.backoffMs - 1);
    expect(hosts.started).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    hosts.started[1]?.say({ kind: 'done', id: 'next', timings });
    expect((await next).value).toEqual(timings);
    expect(engine.health().restarts).toBe(1);
  });

  test('that crashes five times in a row rests, says how to get out, and tries again later', async () => {
    const { engine, hosts } = start({
      onCommand: (host) => queueMicrotask(() => host.exit({ code: 134, signal: null })),
    });
    for (let crash = 1; crash <= 5; crash += 1) {
      const ended = run(engine);
      await vi.advanceTimersByTimeAsync(10_000);
      expect((await ended).error?.code).toBe('ENGINE_CRASHED');
    }
    const { error } = await run(engine);
    expect(error?.code).toBe('ENGINE_UNAVAILABLE');
    expect(error?.message).toMatch(/5 times in a row.*Settings/);
    expect(engine.health().state).toBe('broken');
    expect(hosts.started).toHaveLength(5);

    await vi.advanceTimersByTimeAsync(60_000);
    expect(engine.health().state).toBe('idle');
    const later = run(engine);
    await vi.advanceTimersByTimeAsync(10_000);
    await later;
    expect(hosts.started).toHaveLength(6);
  });

  test('that delivers a picture between crashes is not in a loop', async () => {
    const { engine } = start({
      onCommand: (host, { id }) => {
        const image = { image: command.images[0]!.id, width: 8, height: 8, sizeBytes: 1, sha256: '', drawnFrom: [] };
        host.say({ kind: 'image', id, ...image });
        queueMicrotask(() => host.exit({ code: null, signal: 'SIGKILL' }));
      },
    });
    for (let crash = 1; crash <= 8; crash += 1) {
      const ended = run(engine);
      await vi.advanceTimersByTimeAsync(10_000);
      expect((await ended).error?.code).toBe('ENGINE_CRASHED');
    }
  });
});
