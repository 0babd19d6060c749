// Asks a host of models which files a model has, how large they are and how each is told from a damaged one.
// https://huggingface.co/docs/hub/api describes the listing; mirrors answer alike.

import { z } from 'zod';
import type { CatalogueEntry } from '../../shared/domain/download.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { Network } from '../network/network.ts';
import type { PlannedFile } from '../store/download-table.ts';
import { openFollowing } from './follow-redirects.ts';

const listingMaxBytes = 4 * 1024 * 1024;
const patienceMs = 30_000;
const Hex = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);

const Listing = z.array(
  z.looseObject({
    type: z.string(),
    path: z.string(),
    size: z.int().nonnegative(),
    oid: Hex,
    /** Of large files: their SHA-256 and true size. */
    lfs: z.looseObject({ oid: Hex, size: z.int().nonnegative() }).optional(),
  }),
);

/** What a model does not need to draw, whoever made its repository. */
const neverNeeded = /(?:^|\/)\.[^./]|\.(?:md|png|jpe?g|webp|gif)$/i;
/** Names that are one file below the folder on every system. */
const safePath = /^(?!.*(?:^|\/)\.\.?(?:\/|$))[A-Za-z0-9_][\w.-]*(?:\/[A-Za-z0-9_][\w.-]*)*$/;

/** @throws OFFLINE, DOWNLOAD_FAILED when no host answers, MODEL_UNSAFE_PATH, MODEL_NOT_A_MODEL when nothing is there */
export async function listFiles(entry: CatalogueEntry, network: Network): Promise<PlannedFile[]> {
  const { repository, revision, hosts, skip } = entry;
  const listed = await fromFirst(hosts, (host) =>
    readListing(`${host}/api/models/${repository}/tree/${revision}?recursive=true`, network),
  );
  const wanted = listed.filter(
    ({ type, path }) => type === 'file' && !neverNeeded.test(path) && !skip.some((folder) => path.startsWith(folder)),
  );
  if (wanted.length === 0) {
    throw new TesseraError('MODEL_NOT_A_MODEL', `${entry.name} has no files at its source any more.`);
  }
  return wanted.map(({ path, size, oid, lfs }) => {
    if (!safePath.test(path)) {
      throw new TesseraError('MODEL_UNSAFE_PATH', `${entry.name} has a file whose name would lead elsewhere.`);
    }
    return {
      path,
      sizeBytes: lfs?.size ?? size,
      digest: lfs === undefined ? { kind: 'git', hex: oid } : { kind: 'sha256', hex: lfs.oid },
      urls: hosts.map((host) => `${host}/${repository}/resolve/${revision}/${path}`),
    };
  });
}

async function fromFirst<Answer>(hosts: readonly string[], ask: (host: string) => Promise<Answer>): Promise<Answer> {
  let failure: unknown;
  for (const host of hosts) {
    try {
      return await ask(host);
    } catch (thrown) {
      if (thrown instanceof TesseraError && thrown.code === 'OFFLINE') throw thrown;
      failure = thrown;
    }
  }
  throw new TesseraError(
    'DOWNLOAD_FAILED',
    'No source of this model answers with its list of files. Check the connection, then try again.',
    { cause: failure },
  );
}

async function readListing(url: string, network: Network): Promise<z.infer<typeof Listing>> {
  const response = await openFollowing(url, { signal: AbortSignal.timeout(patienceMs) }, network);
  if (response.status !== 200) throw new Error(`the listing was answered with ${response.status}`);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > listingMaxBytes) throw new Error('the listing is far too long');
    parts.push(part);
  }
  return Listing.parse(JSON.parse(Buffer.concat(parts).toString('utf8')));
}
