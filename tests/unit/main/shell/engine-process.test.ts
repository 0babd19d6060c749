// The utility transport: what the host is given, and that killing it is certain. Real processes are in tests/e2e/app.

import { spawn } from 'node:child_process';
import { beforeEach, describe, expect, test } from 'vitest';
import { hostEnvironment } from '../../../../main/engine/host-environment.ts';
import { hostFromEnvironment, startChosenHost } from '../../../../main/shell/engine-hosts.ts';
import { startUtilityHost } from '../../../../main/shell/engine-process.ts';
import type { EnginePort, HostExit, HostRole } from '../../../../main/engine/port.ts';
import { type FakeUtilityProcess, resetElectron, utilityProcess } from '../../../fakes/electron.ts';

beforeEach(resetElectron);

const cancel = { kind: 'cancel', id: 'a' } as const;

function startFake(environment: Record<string, string> = {}): { port: EnginePort; child: FakeUtilityProcess } {
  const port = startUtilityHost({ worker: '/app/worker.js', home: '/data', environment })('engine');
  const child = utilityProcess.forked.at(-1);
  if (child === undefined) throw new Error('nothing was forked');
  return { port, child };
}

function listenTo(port: EnginePort): { messages: unknown[]; exits: HostExit[] } {
  const heard = { messages: [] as unknown[], exits: [] as HostExit[] };
  port.listen({ message: (raw) => heard.messages.push(raw), exit: (how) => heard.exits.push(how) });
  return heard;
}

describe('a utility host', () => {
  test('starts in the data folder with its role and only the environment it was given', () => {
    const environment = hostEnvironment({
      PATH: '/bin',
      SECRET_TOKEN: 'x',
      NODE_OPTIONS: '--require evil',
      TMPDIR: '/tmp',
    });
    const { child } = startFake(environment);
    expect([child.module, child.args, child.options]).toEqual([
      '/app/worker.js',
      ['engine'],
      {
        cwd: '/data',
        env: { PATH: '/bin', TMPDIR: '/tmp' },
        stdio: ['ignore', 'pipe', 'pipe'],
        serviceName: 'Tessera engine',
      },
    ]);
  });

  test('hears commands and is heard', () => {
    const { port, child } = startFake();
    const heard = listenTo(port);
    port.send(cancel);
    child.emit('message', { kind: 'alive', rssBytes: 1 });
    expect(child.sent).toEqual([cancel]);
    expect(heard.messages).toEqual([{ kind: 'alive', rssBytes: 1 }]);
  });

  test('that ended says so once and is sent nothing more', () => {
    const { port, child } = startFake();
    const heard = listenTo(port);
    child.emit('exit', 9);
    port.send(cancel);
    port.kill();
    expect(heard.exits).toEqual([{ code: 9, signal: null }]);
    expect(child.sent).toEqual([]);
  });

  test('is killed even where it ignores polite signals', async () => {
    const { port, child } = startFake();
    const { pid, ended } = await stubbornProcess();
    child.pid = pid;
    port.kill();
    expect(await ended).toBe('SIGKILL');
  });

  test('killed before it was born dies at birth', async () => {
    const { port, child } = startFake();
    const { pid, ended } = await stubbornProcess();
    port.kill();
    child.pid = pid;
    child.emit('spawn');
    expect(await ended).toBe('SIGKILL');
  });

  test('does not outlive the app', () => {
    const before = process.listenerCount('exit');
    const { child } = startFake();
    expect(process.listenerCount('exit')).toBe(before + 1);
    child.emit('exit', 0);
    expect(process.listenerCount('exit')).toBe(before);
  });
});

/** A real process that does not listen to SIGTERM, as one in the middle of a run cannot. */
async function stubbornProcess(): Promise<{ pid: number; ended: Promise<NodeJS.Signals | null> }> {
  const child = spawn(process.execPath, [
    '-e',
    "process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1e6)",
  ]);
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return { pid: child.pid ?? 0, ended };
}

describe('the chosen host', () => {
  test('is chosen anew at every start', () => {
    const started: string[] = [];
    let host: 'node' | 'utility' = 'node';
    const lines: string[] = [];
    const fake = (kind: string) => (role: HostRole) => {
      started.push(`${kind} ${role}`);
      return {} as EnginePort;
    };
    const start = startChosenHost({
      choose: () => ({ host, reason: 'of a test' }),
      hosts: { node: fake('node'), utility: fake('utility') },
      log: (line) => lines.push(line),
    });
    start('engine');
    host = 'utility';
    start('imaging');
    expect(started).toEqual(['node engine', 'utility imaging']);
    expect(lines).toEqual([
      'engine host: starting as node process, because of a test',
      'imaging host: starting as utility process, because of a test',
    ]);
  });

  test.each([
    ['node', 'node'],
    ['utility', 'utility'],
    ['', null],
    ['worker', null],
    [undefined, null],
  ])('the environment saying %j means %j', (value, kind) => {
    expect(hostFromEnvironment(value)).toBe(kind);
  });
});
