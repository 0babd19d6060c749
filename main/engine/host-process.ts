// One engine host with its lifetime: starts when asked, carries requests, watches for silence, comes back after a crash.

import { EngineEvent, type EngineCommand } from '../../shared/engine-protocol.ts';
import { TesseraError } from '../../shared/errors.ts';
import { abortable } from './abortable.ts';
import { describeExit } from './exit-words.ts';
import { type FinalEvent, isFinal } from './final-event.ts';
import type { EngineLimits } from './limits.ts';
import type { EnginePort, HostExit, HostRole, StartHost } from './port.ts';
import { createRestartPolicy } from './restart-policy.ts';

type Request = Exclude<EngineCommand, { kind: 'cancel' }>;

export interface RequestOptions {
  readonly onEvent?: (event: EngineEvent) => void;
  /** How long the host may stay silent while this request is open. */
  readonly allowedSilenceMs: () => number;
}

interface Pending {
  readonly options: RequestOptions;
  readonly resolve: (event: FinalEvent) => void;
  readonly reject: (error: TesseraError) => void;
}

const closePatienceMs = 2_000;

/** A process that was started; it stays here until its exit was seen, also after it was told to die. */
interface Running {
  readonly port: EnginePort;
  readonly exited: Promise<void>;
  ready: boolean;
  /** Set before a kill of ours: what to tell those who wait, and whether the host is to blame. */
  ending: { readonly error: TesseraError; readonly blame: boolean } | null;
}

export interface HostAbout {
  readonly providers: readonly string[];
  readonly versions: Readonly<Record<string, string>>;
}

export interface HostProcessOptions {
  readonly role: HostRole;
  readonly startHost: StartHost;
  readonly clock: () => number;
  readonly log: (line: string) => void;
  readonly limits: EngineLimits;
}

export class HostProcess {
  readonly #options: HostProcessOptions;
  readonly #policy;
  readonly #pending = new Map<string, Pending>();
  readonly #closing = new AbortController();
  #running: Running | null = null;
  #starting: Promise<void> | null = null;
  #starts = 0;
  #rssBytes: number | null = null;
  #about: HostAbout | null = null;
  #silentMs = 0;
  #watch: NodeJS.Timeout | null = null;
  #largestTensorBytes: number | null = null;

  constructor(options: HostProcessOptions) {
    this.#options = options;
    this.#policy = createRestartPolicy(options.limits.restart);
  }

  get state(): 'idle' | 'starting' | 'ready' | 'broken' {
    if (this.#policy.broken(this.#options.clock()) !== null) return 'broken';
    if (this.#starting !== null) return 'starting';
    return this.#running?.ready === true && this.#running.ending === null ? 'ready' : 'idle';
  }

  /** What the host last said of itself; null until it was started once. */
  get about(): HostAbout | null {
    return this.#about;
  }

  /** Whether the host died lately and has done nothing useful since. */
  get fallen(): boolean {
    return this.#policy.fallen(this.#options.clock());
  }

  get rssBytes(): number | null {
    return this.#running === null ? null : this.#rssBytes;
  }

  get restarts(): number {
    return Math.max(0, this.#starts - 1);
  }

  /** The sentence for a host that is resting after a crash loop, or null. */
  get brokenMessage(): string | null {
    const broken = this.#policy.broken(this.#options.clock());
    if (broken === null) return null;
    const seconds = Math.ceil(broken.pauseMs / 1000);
    return (
      `The picture engine stopped ${broken.crashes} times in a row and rests for ${seconds} more seconds. ` +
      'Wait and try again, restart Tessera, or choose another engine host in Settings; the log says how it ended each time.'
    );
  }

  /** @throws ENGINE_UNAVAILABLE while resting or closed, ENGINE_CRASHED or ENGINE_TIMEOUT when it does not come up */
  async ensureReady(): Promise<void> {
    if (this.state === 'ready') return;
    this.#starting ??= this.#start().finally(() => {
      this.#starting = null;
    });
    await this.#starting;
  }

  /** Sends a request to a ready host; rejects when the host ends before it answered. */
  request(command: Request, options: RequestOptions): Promise<FinalEvent> {
    const running = this.#running;
    if (running === null || running.ending !== null) {
      return Promise.reject(
        new TesseraError('ENGINE_CRASHED', 'The picture engine stopped before the work began. Try again.'),
      );
    }
    const answer = new Promise<FinalEvent>((resolve, reject) => {
      this.#pending.set(command.id, { options, resolve, reject });
    });
    this.#silentMs = 0;
    this.#watch ??= setInterval(() => this.#tick(), this.#options.limits.tickMs);
    running.port.send(command);
    return answer;
  }

  cancel(id: string): void {
    if (this.#running?.ending === null) this.#running.port.send({ kind: 'cancel', id });
  }

  /** Ends the process now; open requests reject with `error`. It counts as a crash only if the host is to blame. */
  kill(error: TesseraError, how: { readonly blame: boolean }): void {
    const running = this.#running;
    if (running === null || running.ending !== null) return;
    running.ending = { error, blame: how.blame };
    running.port.kill();
    this.#rejectAll(error);
  }

  /** Ends the process, and has the next ones started with room for a tensor of that size; null for any host. */
  renew(largestTensorBytes: number | null): void {
    this.#largestTensorBytes = largestTensorBytes;
    this.kill(new TesseraError('ENGINE_UNAVAILABLE', 'The picture engine restarts for other work.'), { blame: false });
  }

  async close(): Promise<void> {
    const closed = new TesseraError('ENGINE_UNAVAILABLE', 'Tessera is closing; the work continues at the next start.');
    this.#closing.abort(closed);
    this.kill(closed, { blame: false });
    // A process the system cannot end at once must not keep the app from closing.
    await Promise.race([this.#running?.exited, new Promise((resolve) => setTimeout(resolve, closePatienceMs).unref())]);
  }

  async #start(): Promise<void> {
    const { clock, role, log } = this.#options;
    await abortable(this.#running?.exited ?? Promise.resolve(), this.#closing.signal);
    const resting = this.brokenMessage;
    if (resting !== null) throw new TesseraError('ENGINE_UNAVAILABLE', resting);
    const delayMs = this.#policy.delayMs(clock());
    if (delayMs > 0) {
      log(`${role} host: starts again in ${delayMs} ms`);
      await abortable(new Promise((resolve) => setTimeout(resolve, delayMs)), this.#closing.signal);
    }
    this.#starts += 1;
    await this.#launch();
    log(`${role} host: ready (start ${this.#starts})`);
  }

  /** Starts the process and resolves at its `ready`. */
  #launch(): Promise<void> {
    const { limits, log, role, startHost } = this.#options;
    const port = this.#spawn(() => startHost(role, this.#largestTensorBytes));
    return new Promise((resolve, reject) => {
      let markExited = () => {};
      const exited = new Promise<void>((done) => {
        markExited = done;
      });
      const running: Running = { port, exited, ready: false, ending: null };
      this.#running = running;
      const late = setTimeout(() => {
        const words = `The picture engine did not answer within ${Math.round(limits.readyMs / 1000)} seconds of its start. Try again.`;
        this.kill(new TesseraError('ENGINE_TIMEOUT', words), { blame: true });
      }, limits.readyMs);
      port.listen({
        message: (raw) => {
          const event = this.#parse(raw, running);
          if (event === null) return;
          if (event.kind === 'ready') {
            clearTimeout(late);
            running.ready = true;
            this.#about = { providers: event.providers, versions: event.versions };
            resolve();
          }
          this.#receive(event);
        },
        log: (line) => log(`${role} host: ${line}`),
        exit: (how) => {
          clearTimeout(late);
          const error = this.#exited(running, how);
          markExited();
          reject(error);
        },
      });
    });
  }

  #spawn(start: () => EnginePort): EnginePort {
    try {
      return start();
    } catch (cause) {
      this.#policy.crashed(this.#options.clock());
      throw new TesseraError('ENGINE_CRASHED', describeExit({ code: null, signal: null }).message, { cause });
    }
  }

  #parse(raw: unknown, running: Running): EngineEvent | null {
    if (running.ending !== null) return null;
    const parsed = EngineEvent.safeParse(raw);
    if (parsed.success) return parsed.data;
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    this.#options.log(`${this.#options.role} host: sent what is no event (at "${where}"); it is stopped`);
    const words =
      'The picture engine sent something unreadable and was stopped. Try again; if it repeats, reinstall Tessera.';
    this.kill(new TesseraError('ENGINE_CRASHED', words), { blame: true });
    return null;
  }

  #receive(event: EngineEvent): void {
    this.#silentMs = 0;
    if (event.kind === 'alive') this.#rssBytes = event.rssBytes;
    if (event.kind === 'log') this.#options.log(`${this.#options.role} host: ${event.line}`);
    if (event.kind === 'ready' || event.kind === 'alive' || (event.kind === 'log' && event.id === null)) return;
    const pending = event.id === null ? undefined : this.#pending.get(event.id);
    // Events of a request that was given up meanwhile have no one to hear them.
    if (pending === undefined) return;
    if (event.kind === 'image') this.#policy.worked();
    if (isFinal(event)) {
      // An answer to a question is no work done, and must not hide a crash loop.
      if (event.kind !== 'pong') this.#policy.worked();
      this.#settled(event.id);
      pending.resolve(event);
      return;
    }
    pending.options.onEvent?.(event);
  }

  #exited(running: Running, how: HostExit): TesseraError {
    const { clock, log, role } = this.#options;
    const error = running.ending?.error ?? describeExit(how);
    if (running.ending?.blame ?? true) this.#policy.crashed(clock());
    log(`${role} host: ended (code ${how.code}, signal ${how.signal})`);
    if (this.#running === running) {
      this.#running = null;
      this.#rejectAll(error);
    }
    return error;
  }

  /** Counts ticks instead of reading the clock: a machine that slept must not look like a host that hangs. */
  #tick(): void {
    this.#silentMs += this.#options.limits.tickMs;
    const allowed = [...this.#pending.values()].map((pending) => pending.options.allowedSilenceMs());
    if (this.#silentMs <= Math.max(...allowed)) return;
    const seconds = Math.round(this.#silentMs / 1000);
    const words = `The picture engine showed no sign of life for ${seconds} seconds and was stopped. Try again, or choose a smaller size.`;
    this.kill(new TesseraError('ENGINE_TIMEOUT', words), { blame: true });
  }

  #settled(id: string): void {
    this.#pending.delete(id);
    if (this.#pending.size > 0 || this.#watch === null) return;
    clearInterval(this.#watch);
    this.#watch = null;
  }

  #rejectAll(error: TesseraError): void {
    for (const [id, pending] of this.#pending) {
      this.#settled(id);
      pending.reject(error);
    }
  }
}
