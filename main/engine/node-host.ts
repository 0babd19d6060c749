// Starts an engine host as a plain Node process, with JSON over Node's own channel.

import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { EngineCommand } from '../../shared/engine-protocol.ts';
import { hostEnvironment } from './host-environment.ts';
import type { EnginePort, HostExit, HostListener, StartHost } from './port.ts';

/** Messages still in the pipe come before `close`; a pipe held open by something else must not hide the exit for ever. */
const closeAfterExitMs = 2_000;

export interface NodeHostOptions {
  readonly nodeBinary: string;
  /** engine/worker.ts in development, out/engine/worker.js when built. */
  readonly worker: string;
  /** The data folder; the host's working directory, so that a core dump or a stray file lands there. */
  readonly home: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export function startNodeHost(options: NodeHostOptions): StartHost {
  return (role) => {
    const child = spawn(options.nodeBinary, [options.worker, role], {
      cwd: options.home,
      env: hostEnvironment(options.environment ?? process.env),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'json',
      windowsHide: true,
    });
    // The host also ends by itself when the channel closes, but not before its current model run does.
    const killWithUs = () => child.kill('SIGKILL');
    process.once('exit', killWithUs);
    child.once('exit', () => process.removeListener('exit', killWithUs));
    return createPort(child);
  };
}

function createPort(child: ChildProcess): EnginePort {
  let listener: HostListener | null = null;
  let ended = false;
  const log = (line: string) => listener?.log?.(line);

  function end(how: HostExit): void {
    if (ended) return;
    ended = true;
    listener?.exit(how);
  }

  child.on('message', (raw) => listener?.message(raw));
  child.once('error', (error) => {
    log(`the host process could not be used: ${error.message}`);
    if (child.pid === undefined) end({ code: null, signal: null });
  });
  child.once('exit', (code, signal) => setTimeout(() => end({ code, signal }), closeAfterExitMs).unref());
  child.once('close', (code, signal) => end({ code, signal }));
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on('line', log);
  }

  return {
    send(command: EngineCommand) {
      // A host that just died cannot take it; its exit tells whoever waits.
      child.send(command, (error) => {
        if (error !== null) log(`a ${command.kind} command did not reach the host: ${error.message}`);
      });
    },
    listen(on) {
      listener = on;
    },
    kill() {
      child.kill('SIGKILL');
    },
  };
}
