// A real `tessera serve` process on a data folder of its own, with the model that ships, asked over real HTTP.

import { execFileSync } from 'node:child_process';
import type { TokenScope } from '../../../main/tokens/token-service.ts';
import { type CallInput, type CallName, type CallOutput, calls } from '../../../shared/contract/index.ts';
import { type RunningTessera, tesseraProcess } from '../../integration/cli/tessera-process.ts';
import { type Answer, type Ask, askOverHttp } from '../ask-over-http.ts';

export type Body = Record<string, unknown>;

export interface ServedStudio {
  readonly home: string;
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Of the serve command itself, with every scope. */
  readonly token: string;
  ask(ask: Ask): Promise<Answer>;
  /** A call of the contract that must succeed. */
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>>;
  mint(scopes: readonly TokenScope[], expiresInSeconds?: number): Promise<{ token: string; jti: string }>;
  /** What the kernel lets the process write from now on: no file of it may grow beyond this. */
  limitFiles(bytes: number | 'unlimited'): void;
  /** Ends the process as the system would, and removes its folder. */
  close(): Promise<void>;
}

/** So many requests a minute that no test meets a limit it is not about. */
export const wideLimits = Object.fromEntries(
  ['generation', 'sequences', 'audio', 'llm', 'projects', 'shots', 'other'].map((group) => [group, 100_000]),
);

export interface ServeOptions {
  /** Requests a minute, per group; the usual ones when left out. */
  readonly limits?: Readonly<Record<string, number>>;
  readonly words?: readonly string[];
  readonly home?: string;
  /** A program that ends by executing what follows it, such as one that makes a namespace first. */
  readonly through?: readonly string[];
}

export async function serveStudio(options: ServeOptions = {}): Promise<ServedStudio> {
  const tessera = tesseraProcess(options.home, {}, options.through);
  const start = () => ready(tessera.start('serve', '--port', '0', '--json', ...(options.words ?? [])));
  let serving = await start();
  if (options.limits !== undefined) {
    // Limits are read when the door opens, so they are set by a first life.
    await serving.call('settings.set', { apiLimits: options.limits });
    await end(serving);
    serving = await start();
  }
  return { ...serving, home: tessera.home, close: () => end(serving, tessera.remove) };
}

type Serving = Omit<ServedStudio, 'home' | 'close'> & { readonly running: RunningTessera };

async function end({ running }: Serving, after: () => void = () => {}): Promise<void> {
  running.kill('SIGTERM');
  await running.finished;
  after();
}

async function ready(running: RunningTessera): Promise<Serving> {
  const text = await running.sees('stdout', /\n\}\n$/);
  const said = JSON.parse(text) as { ready?: boolean; url: string; port: number; token: string };
  if (said.ready !== true) throw new Error(`tessera serve did not start: ${text}`);
  const serving: Serving = {
    running,
    pid: running.pid,
    ...said,
    ask: (ask) => askOverHttp(ask, said),
    async call(name, input) {
      const answer = await serving.ask({ method: 'POST', path: `/call/${name}`, body: input });
      const { ok, value } = answer.json() as { ok: boolean; value?: unknown };
      if (!ok) throw new Error(`${name} was refused: ${answer.text}`);
      return calls[name].output.parse(value) as CallOutput<typeof name>;
    },
    async mint(scopes, expiresInSeconds = 3600) {
      const { token, info } = await serving.call('tokens.create', {
        name: 'test',
        expiresInSeconds,
        scopes: [...scopes],
      });
      return { token, jti: info.jti };
    },
    limitFiles(bytes) {
      execFileSync('prlimit', ['--pid', String(running.pid), `--fsize=${bytes}:unlimited`]);
    },
  };
  return serving;
}
