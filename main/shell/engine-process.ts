// Runs an engine host in a utility process of Electron: the other transport beside main/engine/node-host.ts.

import { createInterface } from 'node:readline';
import { type UtilityProcess, utilityProcess } from 'electron';
import type { EngineCommand } from '../../shared/engine-protocol.ts';
import type { EnginePort, HostListener, StartHost } from '../engine/port.ts';

interface UtilityHostOptions {
  /** The bundled entry of the engine; this Electron's Node runs no TypeScript. */
  readonly worker: string;
  /** The data folder; the host's working directory, so that a core dump or a stray file lands there. */
  readonly home: string;
  /** All that the host gets to see of our environment, already chosen; see main/engine/host-environment.ts. */
  readonly environment: Readonly<Record<string, string>>;
}

export function startUtilityHost({ worker, home, environment }: UtilityHostOptions): StartHost {
  return (role) => {
    const child = utilityProcess.fork(worker, [role], {
      cwd: home,
      env: { ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      serviceName: `Tessera ${role}`,
    });
    // A dying app may not get round to closing its hosts, and one in the middle of a run would go on by itself.
    const killWithUs = (): void => killForCertain(child);
    process.once('exit', killWithUs);
    child.once('exit', () => process.removeListener('exit', killWithUs));
    return createPort(child);
  };
}

function createPort(child: UtilityProcess): EnginePort {
  let listener: HostListener | null = null;
  let ended = false;
  let condemned = false;
  child.on('message', (raw: unknown) => listener?.message(raw));
  child.once('exit', (code) => {
    ended = true;
    // Electron hands over a number only; after a signal it is that signal's number or the shell's way of writing it.
    listener?.exit({ code, signal: null });
  });
  // Told to die before it was born: there is a process to kill only now.
  child.once('spawn', () => {
    if (condemned) killForCertain(child);
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on('line', (line) => listener?.log?.(line));
  }
  return {
    send(command: EngineCommand) {
      if (!ended) child.postMessage(command);
    },
    listen(on) {
      listener = on;
    },
    kill() {
      condemned = true;
      if (!ended) killForCertain(child);
    },
  };
}

/** A host in the middle of a run never gets to a polite signal, and Electron's own kill sends only that. */
function killForCertain(child: UtilityProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(child.pid, 'SIGKILL');
  } catch {
    // It ended in this very moment; its exit event is on the way.
  }
}
