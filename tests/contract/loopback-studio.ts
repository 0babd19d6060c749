// A real studio behind its real HTTP door: temporary data folder, real database, real engine host.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Api, type ApiOptions, startApi } from '../../main/api/server.ts';
import { type Core, openCore } from '../../main/core.ts';
import { startNodeHost } from '../../main/engine/node-host.ts';
import { findInstallation } from '../../main/installation.ts';
import type { TokenScope } from '../../main/tokens/token-service.ts';
import { calls, type CallInput, type CallName, type CallOutput } from '../../shared/contract/index.ts';
import { isFinished, type Job } from '../../shared/domain/job.ts';
import { type Answer, type Ask, askOverHttp } from './ask-over-http.ts';

export interface LoopbackStudio {
  readonly core: Core;
  readonly api: Api;
  readonly home: string;
  readonly token: string;
  mint(scopes: readonly TokenScope[]): Promise<string>;
  /** One request, with full freedom over its headers: fetch would not let a test lie about Host. */
  ask(ask: Ask): Promise<Answer>;
  /** A call that must succeed; its output is parsed by the contract. */
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>>;
  /** A mock job, drawn to its end. */
  drawn(
    recipe?: Partial<Extract<CallInput<'generation.submit'>['request'], { kind: 'generate' }>['recipe']>,
  ): Promise<Job>;
  /** Closes this studio and opens another one, at work, over the same data folder. */
  reopen(): Promise<LoopbackStudio>;
  close(): Promise<void>;
}

export async function openLoopbackStudio(
  options: Pick<
    Partial<ApiOptions>,
    'limits' | 'ui' | 'log' | 'heartbeatMs' | 'requestTimeoutMs' | 'mock' | 'outside'
  > & {
    clock?: () => number;
    /** false leaves the queue unworked. */
    start?: boolean;
    /** A data folder of an earlier studio. */
    home?: string;
  } = {},
): Promise<LoopbackStudio> {
  const installation = findInstallation({ moduleUrl: import.meta.url });
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'tessera-contract-'));
  const core = await openCore({
    home,
    resources: installation.resources,
    version: '0.0.0-test',
    startHost: startNodeHost({
      nodeBinary: installation.nodeBinary,
      worker: fileURLToPath(new URL('../../engine/worker.ts', import.meta.url)),
      home,
    }),
    desktop: null,
    ...(options.clock === undefined ? {} : { clock: options.clock }),
  });
  const api = await startApi({
    core,
    port: 0,
    ui: options.ui ?? null,
    version: '0.0.0-test',
    log: options.log ?? (() => {}),
    mock: options.mock ?? false,
    ...(options.outside === undefined ? {} : { outside: options.outside }),
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    ...(options.heartbeatMs === undefined ? {} : { heartbeatMs: options.heartbeatMs }),
    ...(options.requestTimeoutMs === undefined ? {} : { requestTimeoutMs: options.requestTimeoutMs }),
  });
  if (options.start !== false) core.start();
  const mint = async (scopes: readonly TokenScope[]) =>
    (await core.tokens.create({ name: 'test', expiresInSeconds: 3600, scopes })).token;
  const token = await mint(['read', 'write', 'admin']);

  const studio: LoopbackStudio = {
    core,
    api,
    home,
    token,
    mint,
    ask: (ask) => askOverHttp(ask, { port: api.port, token }),
    async call(name, input) {
      const answer = await studio.ask({ method: 'POST', path: `/call/${name}`, body: input });
      const body = answer.json() as { ok: boolean; value?: unknown };
      if (!body.ok) throw new Error(`${name} was refused: ${answer.text}`);
      return calls[name].output.parse(body.value) as CallOutput<typeof name>;
    },
    async drawn(recipe) {
      const submitted = await studio.call('generation.submit', {
        request: {
          kind: 'generate',
          recipe: { prompt: 'a red apple', model: 'mock' as never, steps: 1, width: 64, height: 64, ...recipe },
        },
      });
      return finished(core, submitted);
    },
    async reopen() {
      await api.close();
      await core.close();
      return openLoopbackStudio({ ...options, home, start: true });
    },
    async close() {
      await api.close();
      await core.close();
      rmSync(home, { recursive: true });
    },
  };
  return studio;
}

async function finished(core: Core, job: Job): Promise<Job> {
  const end = new Promise<Job>((resolve) => {
    const stop = core.events.subscribe((event) => {
      if (event.name !== 'job.changed' || event.data.id !== job.id || !isFinished(event.data.state)) return;
      stop();
      resolve(event.data);
    });
  });
  // It may have ended before anyone listened.
  const now = await core.dispatch('generation.get', { id: job.id }, { door: 'test', access: new Set(['read']) });
  const known = now.ok ? (now.value as Job) : job;
  return isFinished(known.state) ? known : end;
}
