// Downloads one file, from where it stopped, until it stands with the bytes that were promised.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TesseraError } from '../../shared/errors.ts';
import type { Network } from '../network/network.ts';
import type { Digest, PlannedFile } from '../store/download-table.ts';
import { openFollowing } from './follow-redirects.ts';

export interface Patience {
  /** A connection that is silent for so long is given up and made anew. */
  readonly stallMs: number;
  /** Before the first try again; each further one in vain waits twice as long. */
  readonly pauseMs: number;
  /** How many tries may bring nothing before it has failed. */
  readonly triesInVain: number;
}

export const usualPatience: Patience = { stallMs: 30_000, pauseMs: 1000, triesInVain: 6 };

interface FileOptions {
  readonly file: PlannedFile;
  /** Where it is to stand; until then it grows beside it, with `.part` behind its name. */
  readonly target: string;
  readonly network: Pick<Network, 'fetch'>;
  readonly signal: AbortSignal;
  readonly patience: Patience;
  /** How much of it is here; less than before when it had to be begun anew. */
  readonly onReceived: (bytes: number) => void;
}

/** @throws OFFLINE, DISK_FULL, DOWNLOAD_FAILED, DOWNLOAD_DAMAGED, or the signal's reason */
export async function downloadFile(options: FileOptions): Promise<void> {
  const { file, target, patience, signal } = options;
  if (await isWhole(target, file)) return options.onReceived(file.sizeBytes);
  const part = `${target}.part`;
  await mkdir(dirname(target), { recursive: true });
  let inVain = 0;
  let place = 0;
  let failure: unknown;
  while (inVain < patience.triesInVain) {
    signal.throwIfAborted();
    const before = await sizeOf(part);
    try {
      await fetchRest(part, before, { ...options, url: file.urls[place % file.urls.length] ?? '' });
      if (await isRight(part, file.digest)) return await rename(part, target);
      await rm(part, { force: true });
      failure = new TesseraError(
        'DOWNLOAD_DAMAGED',
        `${file.path} arrived with other bytes than its source promises. Try again later.`,
      );
    } catch (thrown) {
      signal.throwIfAborted();
      failure = named(thrown, file);
      if (isHopeless(failure)) throw failure;
    }
    // The next host may be better; one that brought something is asked for the rest first.
    const hasGrown = (await sizeOf(part)) > before;
    if (!hasGrown) place += 1;
    inVain = hasGrown ? 0 : inVain + 1;
    if (inVain > 0) await sleep(patience.pauseMs * 2 ** (inVain - 1), undefined, { signal });
  }
  throw failure;
}

async function fetchRest(
  part: string,
  have: number,
  { url, file, network, signal, patience, onReceived }: FileOptions & { readonly url: string },
): Promise<void> {
  let received = have > file.sizeBytes ? 0 : have;
  onReceived(received);
  if (received === file.sizeBytes && received > 0) return;
  const stall = new AbortController();
  const watch = setTimeout(() => stall.abort(new Error('it fell silent')), patience.stallMs);
  const handle = await open(part, received === 0 ? 'w' : 'r+');
  try {
    const response = await openFollowing(
      url,
      {
        headers: { 'accept-encoding': 'identity', ...(received === 0 ? {} : { range: `bytes=${received}-` }) },
        signal: AbortSignal.any([signal, stall.signal]),
      },
      network,
    );
    received = startOf(response, received, file);
    await handle.truncate(received);
    for await (const chunk of response.body ?? []) {
      watch.refresh();
      if (received + chunk.byteLength > file.sizeBytes) {
        await handle.truncate(0);
        throw new Error('it sends more than it announced');
      }
      await handle.write(chunk, 0, chunk.byteLength, received);
      received += chunk.byteLength;
      onReceived(received);
    }
    if (received < file.sizeBytes) throw new Error('the connection ended too early');
    await handle.sync();
  } finally {
    clearTimeout(watch);
    await handle.close();
  }
}

/** From which byte on the answer goes; a server that knows no ranges begins anew. */
function startOf(response: Response, asked: number, { sizeBytes }: PlannedFile): number {
  if (response.status === 200) return 0;
  if (response.status !== 206) throw new Error(`it answered with status ${response.status}`);
  const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers.get('content-range') ?? '');
  if (Number(range?.[1]) !== asked || Number(range?.[2]) !== sizeBytes) throw new Error('it sends another part');
  return asked;
}

async function isWhole(path: string, { sizeBytes, digest }: PlannedFile): Promise<boolean> {
  return (await sizeOf(path, -1)) === sizeBytes && (await isRight(path, digest));
}

async function isRight(path: string, { kind, hex }: Digest): Promise<boolean> {
  const hash = createHash(kind === 'git' ? 'sha1' : 'sha256');
  // A blob's name is the hash of its kind and length before its bytes: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
  if (kind === 'git') hash.update(`blob ${await sizeOf(path)}\0`);
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex') === hex;
}

async function sizeOf(path: string, missing = 0): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => missing,
  );
}

function isHopeless(failure: unknown): boolean {
  return failure instanceof TesseraError && (failure.code === 'OFFLINE' || failure.code === 'DISK_FULL');
}

function named(thrown: unknown, file: PlannedFile): unknown {
  if (thrown instanceof TesseraError) return thrown;
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOSPC') {
    return new TesseraError('DISK_FULL', 'The disk is full. Free some space, then go on with the download.', {
      cause: thrown,
    });
  }
  const why = thrown instanceof Error ? thrown.message : 'the request failed';
  return new TesseraError(
    'DOWNLOAD_FAILED',
    `${file.path} could not be fetched: ${why}. Check the connection, then go on with the download.`,
    { cause: thrown },
  );
}
