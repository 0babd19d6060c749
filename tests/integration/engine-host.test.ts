// The real host in a real process: how it is cancelled, how it dies, and that it never outlives its parent.

import { spawn } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { generateCommand } from '../fixtures/engine-commands.ts';
import { engineWorker, isAlive, openRealEngine, type RealEngine } from '../fixtures/real-engine.ts';

let real: RealEngine;

beforeEach(() => {
  real = openRealEngine();
});

afterEach(async () => {
  await real.close();
});

async function until(condition: () => boolean, timeoutMs = 10_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error('what was waited for did not happen');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('a cancel', () => {
  test('is acknowledged within a step and leaves nothing behind', async () => {
    const stop = new AbortController();
    let askedAt = 0;
    const command = generateCommand({ folder: real.home, steps: 100 });
    const cancelled = real.engine.run(command, {
      signal: stop.signal,
      onEvent(event) {
        if (event.kind !== 'preview' || askedAt > 0) return;
        askedAt = performance.now();
        stop.abort();
      },
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' });
    // A step of the mock takes 50 ms; ten of them is what a busy machine may add, a kill would come at 3 s.
    expect(performance.now() - askedAt).toBeLessThan(500);
    expect(readdirSync(real.home)).toEqual([]);

    await real.run(generateCommand({ folder: real.home, steps: 1, id: 'next' }));
    expect(real.pids).toHaveLength(1);
  });
});

describe('a host that dies', () => {
  test('by kill -9 in the middle fails the run; the next one gets a new host', async () => {
    const crashed = real.run(generateCommand({ folder: real.home, steps: 100 }), (event) => {
      const pid = real.pids[0];
      if (event.kind === 'preview' && pid !== undefined) process.kill(pid, 'SIGKILL');
    });
    await expect(crashed).rejects.toMatchObject({ code: 'ENGINE_CRASHED', details: { signal: 'SIGKILL' } });

    await real.run(generateCommand({ folder: real.home, steps: 1, id: 'next' }));
    expect(existsSync(join(real.home, 'next-0.png'))).toBe(true);
    expect(real.pids).toHaveLength(2);
    expect(real.engine.health()).toMatchObject({ state: 'ready', restarts: 1 });
  });

  test('again and again at its start is left alone for a while', async () => {
    await using broken = openRealEngine({ worker: 'no-such-worker.mjs' });
    const command = generateCommand({ folder: broken.home, steps: 1 });
    const codes: unknown[] = [];
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      codes.push(await broken.run(command).catch((error: unknown) => (error as { code: unknown }).code));
    }
    expect(codes).toEqual([...Array.from({ length: 5 }, () => 'ENGINE_CRASHED'), 'ENGINE_UNAVAILABLE']);
    expect(broken.engine.health().state).toBe('broken');
    expect(broken.lines.join('\n')).toMatch(/engine host: .*Cannot find module/);
  });

  test('because its program is missing says so', async () => {
    await using broken = openRealEngine({ nodeBinary: 'no-such-node' });
    await expect(broken.run(generateCommand({ folder: broken.home }))).rejects.toMatchObject({
      code: 'ENGINE_CRASHED',
      message: expect.stringContaining('could not be started'),
    });
  });
});

describe('a host outlives nobody', () => {
  test('close ends both processes', async () => {
    const command = generateCommand({ folder: real.home, steps: 1 });
    await real.run(command);
    await real.engine.thumbnail({
      source: command.images[0]?.output ?? '',
      width: 32,
      output: join(real.home, 'a.webp'),
    });
    expect(real.pids.map(isAlive)).toEqual([true, true]);
    await real.engine.close();
    await until(() => !real.pids.some(isAlive));
  });

  test('a parent killed with -9 takes its host along, also in the middle of a run', async () => {
    const script = join(real.home, 'parent.mjs');
    const url = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
    writeFileSync(
      script,
      `import { createEngine } from ${url('../../main/engine/supervisor.ts')};
       import { startNodeHost } from ${url('../../main/engine/node-host.ts')};
       const startHost = startNodeHost({ nodeBinary: process.execPath, worker: ${JSON.stringify(engineWorker)}, home: ${JSON.stringify(real.home)} });
       const spy = (role) => {
         const port = startHost(role);
         const listen = (on) => port.listen({ ...on, message(raw) { if (raw.kind === 'ready') console.log(raw.pid); on.message(raw); } });
         return { ...port, listen };
       };
       const engine = createEngine({ startHost: spy, clock: Date.now, log: () => {} });
       await engine.run(${JSON.stringify(generateCommand({ folder: real.home, steps: 150 }))}, {
         signal: new AbortController().signal,
         onEvent: (event) => { if (event.kind === 'preview') console.log('drawing'); },
       });`,
    );
    const parent = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    parent.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    await until(() => said.includes('drawing'));
    const pid = Number.parseInt(said, 10);
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await until(() => !isAlive(pid), 3_000);
  });
});
