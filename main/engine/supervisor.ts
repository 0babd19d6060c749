// The engine as the rest of main sees it: two host processes, one for pictures in the making and one for finished ones.

import type { EngineCommand, EngineEvent } from '../../shared/engine-protocol.ts';
import type { RunTimings } from '../../shared/run-timings.ts';
import type { ProviderFinding } from '../../shared/domain/provider.ts';
import { TesseraError } from '../../shared/errors.ts';
import { abortable } from './abortable.ts';
import type { FinalEvent } from './final-event.ts';
import { type HostAbout, HostProcess } from './host-process.ts';
import { defaultLimits, type EngineLimits } from './limits.ts';
import { createImagingRequests, type ImagingCommand, type ImagingRequests } from './imaging-requests.ts';
import type { StartHost } from './port.ts';
import { createProviderProbe, type ProviderProbe } from './probe-providers.ts';
import { cancelled, errorOf, timingsOf } from './run-answer.ts';

type RunCommand = Extract<EngineCommand, { kind: 'generate' | 'upscale' }>;

export interface RunOptions {
  readonly signal: AbortSignal;
  /** Every event of this run but the last; if it throws, the run is cancelled and rejects with what was thrown. */
  readonly onEvent: (event: EngineEvent) => void;
}

export interface EngineHealth {
  readonly state: 'idle' | 'starting' | 'ready' | 'running' | 'broken';
  readonly message: string;
  readonly rssBytes: number | null;
  readonly restarts: number;
  /** Whether a host died lately and has done nothing useful since. */
  readonly fallen: boolean;
  /** What the drawing host last said of itself; null until it was started. */
  readonly about: HostAbout | null;
}

export interface Engine extends ImagingRequests {
  /**
   * Runs one command at a time; later ones wait their turn.
   * @throws CANCELLED, ENGINE_CRASHED, ENGINE_TIMEOUT, ENGINE_UNAVAILABLE (crash loop, or closing) or what the host reports
   */
  run(command: RunCommand, options: RunOptions): Promise<RunTimings | null>;
  /** Starts the drawing host when it does not run, so that it can say what it is. @throws ENGINE_UNAVAILABLE, ENGINE_CRASHED, ENGINE_TIMEOUT */
  ready(): Promise<void>;
  health(): EngineHealth;
  /** Tries what this build can compute with, in a process of its own. @throws ENGINE_UNAVAILABLE, ENGINE_CRASHED, ENGINE_TIMEOUT when none comes up */
  probeProviders(): Promise<ProviderFinding[]>;
  /**
   * How long the drawing host takes to answer when it has nothing to do; null while it draws or does not run.
   * @throws ENGINE_TIMEOUT for one that does not answer, which is then started anew with the next picture, or ENGINE_CRASHED
   */
  ping(): Promise<number | null>;
  /** Kills both hosts at once; whatever runs rejects with ENGINE_UNAVAILABLE and is the next start's to continue. */
  close(): Promise<void>;
}

export interface EngineOptions {
  readonly startHost: StartHost;
  readonly clock: () => number;
  readonly log: (line: string) => void;
  readonly limits?: EngineLimits;
}

export function createEngine(options: EngineOptions): Engine {
  const limits = options.limits ?? defaultLimits;
  const drawing = new HostProcess({ ...options, limits, role: 'engine' });
  // Thumbnails, grids and model folders must never wait for a denoising step.
  const imaging = new HostProcess({ ...options, limits, role: 'imaging' });
  const probes = new Set<ProviderProbe>();
  let turn: Promise<void> = Promise.resolve();
  let running = false;
  let loadedModel: string | null = null;
  let requests = 0;

  /** Runs are serial: a second one would only fight the first for the same cores and memory. */
  async function inTurn<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const before = turn;
    let finish = () => {};
    turn = new Promise((resolve) => {
      finish = resolve;
    });
    try {
      await abortable(before, signal);
      running = true;
      return await work();
    } finally {
      // Giving up while waiting must not let the next one overtake the run before.
      void before.then(() => {
        running = false;
        finish();
      });
    }
  }

  /** Sessions give their memory back for certain only with their process, so another model gets a fresh one. */
  function renewFor(command: RunCommand): void {
    if (command.kind !== 'generate') return;
    const model = `${command.model.family} ${command.model.folder}`;
    if (loadedModel !== null && loadedModel !== model && drawing.state === 'ready') drawing.renew(null);
    loadedModel = model;
  }

  async function carryOut(command: RunCommand, signal: AbortSignal, onEvent: RunOptions['onEvent']) {
    renewFor(command);
    await abortable(drawing.ensureReady(), signal);
    let stepMs: number | null = null;
    const failures: unknown[] = [];
    let giveUp: NodeJS.Timeout | null = null;
    const cancel = () => {
      if (giveUp !== null) return;
      drawing.cancel(command.id);
      const patienceMs = Math.max(2 * (stepMs ?? 0), limits.cancelMs);
      giveUp = setTimeout(() => drawing.kill(cancelled(), { blame: false }), patienceMs);
    };
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const answer = drawing.request(command, {
        allowedSilenceMs: () =>
          stepMs === null ? limits.firstStepMs : Math.max(limits.silenceMs, limits.silenceSteps * stepMs),
        onEvent: (event) => {
          if (event.kind === 'progress') stepMs = event.stepMs;
          try {
            onEvent(event);
          } catch (thrown) {
            failures.push(thrown);
            cancel();
          }
        },
      });
      // The signal may have fired between `ready` and the listener above.
      if (signal.aborted) cancel();
      const timings = timingsOf(await answer);
      if (failures.length > 0) throw failures[0];
      return timings;
    } catch (thrown) {
      throw failures.length > 0 ? failures[0] : thrown;
    } finally {
      if (giveUp !== null) clearTimeout(giveUp);
      signal.removeEventListener('abort', cancel);
    }
  }

  /** Electron's process is ended when it asks for too much at once; a host that sees that coming is replaced by one that may. */
  async function inRoomyHost(command: RunCommand, signal: AbortSignal, onEvent: RunOptions['onEvent']) {
    try {
      return await carryOut(command, signal, onEvent);
    } catch (thrown) {
      const bytes = thrown instanceof TesseraError ? thrown.details?.['largestTensorBytes'] : undefined;
      if (typeof bytes !== 'number' || signal.aborted) throw thrown;
      drawing.renew(bytes);
      return await carryOut(command, signal, onEvent);
    }
  }

  async function ask(command: ImagingCommand): Promise<FinalEvent> {
    await imaging.ensureReady();
    const event = await imaging.request(command, { allowedSilenceMs: () => limits.silenceMs });
    if (event.kind === 'failed') throw errorOf(event);
    return event;
  }

  function nextId(kind: string): string {
    requests += 1;
    return `${kind}-${requests}`;
  }

  return {
    async run(command, { signal, onEvent }) {
      // The caller's reason may be anything; ours is the one code everybody knows.
      const stop = new AbortController();
      const abort = () => stop.abort(cancelled());
      if (signal.aborted) abort();
      signal.addEventListener('abort', abort, { once: true });
      try {
        return await inTurn(stop.signal, () => inRoomyHost(command, stop.signal, onEvent));
      } finally {
        signal.removeEventListener('abort', abort);
      }
    },
    ...createImagingRequests(ask, nextId),
    ready: () => drawing.ensureReady(),
    async ping() {
      if (running || drawing.state !== 'ready') return null;
      const started = performance.now();
      await drawing.request({ kind: 'ping', id: nextId('ping') }, { allowedSilenceMs: () => limits.pingMs });
      return performance.now() - started;
    },
    health() {
      const state = running && drawing.state === 'ready' ? 'running' : drawing.state;
      const message = drawing.brokenMessage ?? imaging.brokenMessage ?? healthWords[state];
      return {
        state,
        message,
        rssBytes: drawing.rssBytes,
        restarts: drawing.restarts + imaging.restarts,
        fallen: drawing.fallen || imaging.fallen,
        about: drawing.about,
      };
    },
    async probeProviders() {
      const probe = createProviderProbe({ ...options, limits });
      probes.add(probe);
      try {
        return await probe.findings();
      } finally {
        probes.delete(probe);
        await probe.close();
      }
    },
    async close() {
      await Promise.all([drawing, imaging, ...probes].map((host) => host.close()));
    },
  };
}

const healthWords = {
  idle: 'The engine starts with the next picture.',
  starting: 'The engine is starting.',
  ready: 'The engine is ready.',
  running: 'The engine is working.',
  broken: 'The engine rests after several crashes.',
} as const;
