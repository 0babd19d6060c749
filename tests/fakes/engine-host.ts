// A host that does exactly what a test tells it to: for the moments a real process cannot be talked into.

import type { HostExit, HostListener, HostRole, StartHost } from '../../main/engine/port.ts';
import { type EngineCommand, type EngineEvent, engineProtocolVersion } from '../../shared/engine-protocol.ts';

export interface FakeHost {
  readonly role: HostRole;
  /** What it was started to have room for. */
  readonly largestTensorBytes: number | null;
  readonly received: EngineCommand[];
  killed: boolean;
  say(event: EngineEvent): void;
  /** Sends anything, also what is no event. */
  sayRaw(raw: unknown): void;
  exit(how: HostExit): void;
}

export interface FakeHosts {
  readonly startHost: StartHost;
  /** Every host that was started, in order. */
  readonly started: FakeHost[];
}

export interface FakeHostOptions {
  /** Whether hosts say `ready` by themselves; true unless told otherwise. */
  readonly ready?: boolean;
  /** What its build can compute with; nothing unless told otherwise. */
  readonly providers?: readonly string[];
  /** Called for every command, so that a host can answer. */
  readonly onCommand?: (host: FakeHost, command: EngineCommand) => void;
}

export function fakeHosts(options: FakeHostOptions = {}): FakeHosts {
  const started: FakeHost[] = [];
  const startHost: StartHost = (role, largestTensorBytes = null) => {
    let listener: HostListener | null = null;
    let over = false;
    const host: FakeHost = {
      role,
      largestTensorBytes,
      received: [],
      killed: false,
      say: (event) => host.sayRaw(event),
      sayRaw: (raw) => listener?.message(raw),
      exit(how) {
        if (over) return;
        over = true;
        listener?.exit(how);
      },
    };
    started.push(host);
    return {
      send(command) {
        host.received.push(command);
        options.onCommand?.(host, command);
      },
      listen(on) {
        listener = on;
        if (options.ready === false) return;
        const providers = [...(options.providers ?? [])];
        queueMicrotask(() =>
          host.say({ kind: 'ready', protocol: engineProtocolVersion, pid: 1, versions: {}, providers }),
        );
      },
      kill() {
        host.killed = true;
        queueMicrotask(() => host.exit({ code: null, signal: 'SIGKILL' }));
      },
    };
  };
  return { startHost, started };
}
