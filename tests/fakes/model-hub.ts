// A host of models on this machine: it lists and sends files by range, and misbehaves as it is told.

import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Conduct =
  | 'well'
  /** Sends a third of what was asked, then nothing more. */
  | 'stall'
  /** Sends a third of what was asked, then hangs up. */
  | 'hang-up'
  /** Announces more than it sends. */
  | 'promise-too-much'
  /** Sends more than the file has. */
  | 'send-too-much'
  | 'ignore-range'
  /** Answers a range with another one. */
  | 'wrong-range'
  | 'other-bytes'
  | 'redirect'
  | 'redirect-for-ever'
  | 'not-found';

export interface ModelHub {
  readonly origin: string;
  /** What it was asked for, with the range: `weights.bin bytes=100-`. */
  readonly asked: readonly string[];
  /** How it behaves for the next requests of files, one after the other; afterwards it is well. */
  conduct(...next: Conduct[]): void;
  /** Awaited between what arrives and what breaks it off, so that a test can see the first arrive. */
  beforeBreak: () => Promise<unknown>;
  /** Lists a file as larger than it is. */
  claim(path: string, sizeBytes: number): void;
  /** Waits before each piece it sends, until it is let go. */
  hold(): () => void;
  stop(): Promise<void>;
}

export const hubRepository = { repository: 'somebody/a-model', revision: 'main' } as const;

export async function startModelHub(files: Readonly<Record<string, Buffer>>): Promise<ModelHub> {
  const asked: string[] = [];
  let planned: Conduct[] = [];
  const claimed = new Map<string, number>();
  let held: Promise<void> = Promise.resolve();

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function listing(): unknown {
    return Object.entries(files).map(([path, bytes]) => {
      const git = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
      const size = claimed.get(path) ?? bytes.length;
      const entry = { type: 'file', path, size, oid: git };
      // Small files are kept by git itself, large ones beside it.
      if (bytes.length < 1024) return entry;
      return { ...entry, lfs: { oid: createHash('sha256').update(bytes).digest('hex'), size } };
    });
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = decodeURI((request.url ?? '').split('?')[0] ?? '');
    if (path.startsWith('/api/models/')) {
      return void response.setHeader('content-type', 'application/json').end(JSON.stringify(listing()));
    }
    const name = path.replace(/^\/(?:somebody\/a-model\/resolve\/main|store)\//, '');
    const bytes = files[name];
    const { range } = request.headers;
    asked.push(range === undefined ? name : `${name} ${range}`);
    const conduct = planned.shift() ?? 'well';
    if (bytes === undefined || conduct === 'not-found') return void response.writeHead(404).end();
    if (conduct === 'redirect') return void response.writeHead(302, { location: `/store/${name}` }).end();
    if (conduct === 'redirect-for-ever') {
      planned.unshift('redirect-for-ever');
      return void response.writeHead(302, { location: path }).end();
    }
    const from = conduct === 'ignore-range' ? 0 : Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
    const rest = conduct === 'other-bytes' ? Buffer.alloc(bytes.length - from, 7) : bytes.subarray(from);
    const start = conduct === 'wrong-range' ? from + 1 : from;
    const extra = conduct === 'send-too-much' ? Buffer.alloc(64) : Buffer.alloc(0);
    const length = rest.length + extra.length + (conduct === 'promise-too-much' ? 1000 : 0);
    response.writeHead(from > 0 || conduct === 'wrong-range' ? 206 : 200, {
      'content-length': length,
      ...(from > 0 || conduct === 'wrong-range'
        ? { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` }
        : {}),
    });
    const third = Math.floor(rest.length / 3);
    response.write(rest.subarray(0, third));
    await held;
    if (conduct === 'stall') return;
    if (conduct === 'hang-up') await hub.beforeBreak();
    if (conduct === 'hang-up') return void response.destroy();
    response.write(Buffer.concat([rest.subarray(third), extra]));
    if (conduct === 'promise-too-much') return void response.destroy();
    response.end();
  }

  const hub: ModelHub = {
    origin,
    asked,
    beforeBreak: () => Promise.resolve(),
    conduct: (...next) => {
      planned = next;
    },
    claim: (path, sizeBytes) => void claimed.set(path, sizeBytes),
    hold() {
      let go = (): void => {};
      held = new Promise((resolve) => {
        go = resolve;
      });
      return go;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return hub;
}
