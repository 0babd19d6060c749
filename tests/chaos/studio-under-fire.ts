// The real `tessera serve` on a data folder that outlives it: started, asked, listened to, and killed with all that belongs to it.

import { execFileSync } from 'node:child_process';
import { z } from 'zod';
import type { CallInput, CallName, CallOutput } from '../../shared/contract/index.ts';
import { Job } from '../../shared/domain/job.ts';
import { type RunningTessera, type Tessera, tesseraProcess } from '../integration/cli/tessera-process.ts';

export type Victim = 'main' | 'engine' | 'imaging';

/** A machine with other work takes this long to answer; one that takes longer is called stuck. */
const answerMs = 30_000;
const Ready = z.object({ url: z.string(), token: z.string() });
const Event = z.discriminatedUnion('name', [
  z.object({ name: z.literal('job.changed'), data: Job }),
  z.object({ name: z.literal('job.progress'), data: z.object({ id: z.string() }) }),
]);
export type HeardEvent = z.infer<typeof Event>;

export interface StudioUnderFire {
  readonly tessera: Tessera;
  /** Whether a process was started and not killed since. */
  readonly started: boolean;
  readonly answers: boolean;
  start(): void;
  /** Resolves once it answers. */
  ready(): Promise<void>;
  /** @throws when it does not answer, or answers with an error */
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>>;
  /** @returns the status */
  thumbnail(image: string): Promise<number>;
  /** The process to kill; null when it does not run. */
  pidOf(victim: Victim): number | null;
  /** After a kill of main: resolves once the system has taken the process away. */
  gone(): Promise<void>;
  /** Ends it as a person would. */
  stop(): Promise<void>;
}

export function createStudioUnderFire(options: {
  readonly home: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly onEvent: (event: HeardEvent) => void;
}): StudioUnderFire {
  const tessera = tesseraProcess(options.home, options.environment);
  let running: RunningTessera | null = null;
  let door: z.infer<typeof Ready> | null = null;

  const fetched = async (path: string, init: RequestInit = {}): Promise<Response> => {
    if (door === null) throw new Error('the studio does not answer yet');
    const headers = { authorization: `Bearer ${door.token}`, 'content-type': 'application/json' };
    return await fetch(`${door.url}${path}`, { ...init, headers, signal: AbortSignal.timeout(answerMs) });
  };

  async function listen({ url, token }: z.infer<typeof Ready>): Promise<void> {
    const response = await fetch(`${url}/events?names=job.changed,job.progress`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const decoder = new TextDecoder();
    let rest = '';
    for await (const bytes of response.body ?? []) {
      const parts = (rest + decoder.decode(bytes, { stream: true })).split('\n');
      rest = parts.pop() ?? '';
      for (const line of parts) {
        if (line.startsWith('data: {"')) options.onEvent(Event.parse(JSON.parse(line.slice('data: '.length))));
      }
    }
  }

  return {
    tessera,
    get started() {
      return running !== null;
    },
    get answers() {
      return door !== null;
    },
    start() {
      running = tessera.start('serve', '--port', '0', '--json');
    },
    async ready() {
      if (running === null || door !== null) return;
      door = Ready.parse(JSON.parse(await running.sees('stdout', /\n\}\n$/)));
      // A stream that is cut by a kill ends in an error, which says nothing new.
      listen(door).catch(() => undefined);
    },
    async call(name, input) {
      const response = await fetched(`/call/${name}`, { method: 'POST', body: JSON.stringify(input) });
      const result = (await response.json()) as { ok: boolean; value: never; error?: { message: string } };
      if (!result.ok) throw new Error(`${name}: ${result.error?.message}`);
      return result.value;
    },
    async thumbnail(image) {
      const response = await fetched(`/image/${image}?w=128`);
      await response.arrayBuffer();
      return response.status;
    },
    pidOf: (victim) => (running === null ? null : victim === 'main' ? running.pid : hostOf(running.pid, victim)),
    async gone() {
      await running?.finished;
      running = null;
      door = null;
    },
    async stop() {
      running?.kill('SIGTERM');
      await this.gone();
    },
  };
}

function hostOf(parent: number, role: string): number | null {
  const lines = execFileSync('ps', ['-e', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  const found = lines
    .map((line) => /^\s*(\d+)\s+(\d+)\s.*worker\.ts (\w+)$/.exec(line))
    .find((match) => Number(match?.[2]) === parent && match?.[3] === role);
  return found === undefined ? null : Number(found?.[1]);
}
