// Fetches a picture from a host the user allowed, and from nowhere else: not by a redirect, not by a resolver's trick.

import { lookup } from 'node:dns/promises';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { sourceMaxBytes } from '../../../shared/contract/sources.ts';
import { TesseraError } from '../../../shared/errors.ts';
import type { Network } from '../../network/network.ts';
import { isPublicAddress } from './public-address.ts';

const usualPatienceMs = 10_000;
const redirectsMax = 3;

export interface Outside {
  /** How long a picture may take, redirects and all; 10 s unless given. */
  readonly patienceMs?: number;
  /** Every address a name stands for. */
  resolve(host: string): Promise<readonly string[]>;
  /** Connects to this very address, whatever the name in the URL means by then. */
  open(url: URL, address: string, signal: AbortSignal): Promise<IncomingMessage>;
}

export const theInternet: Outside = {
  async resolve(host) {
    return (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);
  },
  open(url, address, signal) {
    const family = address.includes(':') ? 6 : 4;
    return new Promise((resolve, reject) => {
      httpsRequest(url, {
        signal,
        agent: false,
        headers: { accept: 'image/*' },
        // Pinned: a second resolution could answer with another address.
        lookup: (_host, options, done) =>
          options.all === true ? done(null, [{ address, family }]) : done(null, address, family),
      })
        .once('response', resolve)
        .once('error', reject)
        .end();
    });
  },
};

/** The same way out with its ledger: in offline mode not even a name is looked up. */
export function accounted(outside: Outside, network: Pick<Network, 'account' | 'assertOpen'>): Outside {
  const asked = (url: URL) => ({ purpose: 'picture', method: 'GET', url }) as const;
  return {
    ...outside,
    async resolve(host) {
      network.assertOpen(asked(new URL(`https://${host}`)));
      return outside.resolve(host);
    },
    open: (url, address, signal) =>
      network.account(
        asked(url),
        () => outside.open(url, address, signal),
        ({ statusCode }) => statusCode ?? null,
      ),
  };
}

/** @throws INVALID_INPUT naming `field`, REQUEST_TOO_LARGE */
export async function fetchPicture(
  address: string,
  { field, hosts, outside }: { readonly field: string; readonly hosts: readonly string[]; readonly outside: Outside },
): Promise<Uint8Array> {
  const signal = AbortSignal.timeout(outside.patienceMs ?? usualPatienceMs);
  let url = address;
  for (let hops = 0; hops <= redirectsMax; hops += 1) {
    const target = allowedUrl(url, field, hosts);
    const response = await connect(target, { field, outside, signal });
    const status = response.statusCode ?? 0;
    const location = response.headers.location;
    if (status >= 300 && status < 400 && location !== undefined && URL.canParse(location, target.href)) {
      response.destroy();
      url = new URL(location, target.href).href;
      continue;
    }
    if (status !== 200) {
      response.destroy();
      throw refused(field, `${target.hostname} answered with status ${status} instead of a picture`);
    }
    return readAll(response, { field, signal });
  }
  throw refused(field, `it leads on to another address more than ${redirectsMax} times`);
}

function allowedUrl(text: string, field: string, hosts: readonly string[]): URL {
  if (!URL.canParse(text)) throw refused(field, 'it is no address');
  const url = new URL(text);
  if (url.protocol !== 'https:') throw refused(field, 'only https: addresses are fetched');
  if (url.username !== '' || url.password !== '') throw refused(field, 'an address may hold no user name or password');
  if (url.port !== '') throw refused(field, 'only the usual port of https: is used');
  // The parser has turned decimal, octal and hexadecimal hosts into plain addresses by now; none of them is a name.
  if (!hosts.includes(url.hostname)) {
    throw refused(field, `the host ${url.hostname.slice(0, 100)} is not on the list of allowed hosts in Settings`);
  }
  return url;
}

async function connect(
  url: URL,
  { field, outside, signal }: { field: string; outside: Outside; signal: AbortSignal },
): Promise<IncomingMessage> {
  const addresses = await beforeTimeout(outside.resolve(url.hostname), signal).catch((cause: unknown) => {
    if (cause instanceof TesseraError) throw cause;
    throw refused(field, `the host ${url.hostname} was not found`, cause);
  });
  const [first] = addresses;
  if (first === undefined || !addresses.every(isPublicAddress)) {
    throw refused(field, `the host ${url.hostname} stands for an address of this machine or its network`);
  }
  return outside.open(url, first, signal).catch((cause: unknown) => {
    throw refused(field, signal.aborted ? tooSlow : `${url.hostname} could not be reached`, cause);
  });
}

const tooSlow = 'the picture did not arrive in time';

async function readAll(
  response: IncomingMessage,
  { field, signal }: { field: string; signal: AbortSignal },
): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  const cut = () => response.destroy(new Error('too slow'));
  signal.addEventListener('abort', cut, { once: true });
  try {
    for await (const chunk of response) {
      size += (chunk as Buffer).length;
      if (size > sourceMaxBytes) {
        throw new TesseraError('REQUEST_TOO_LARGE', `${field}: the picture there is larger than 20 MB.`, {
          details: { field, maximumBytes: sourceMaxBytes },
        });
      }
      chunks.push(chunk as Buffer);
    }
  } catch (cause) {
    if (cause instanceof TesseraError) throw cause;
    throw refused(field, signal.aborted ? tooSlow : 'the connection broke before the picture was there', cause);
  } finally {
    signal.removeEventListener('abort', cut);
    response.destroy();
  }
  return Buffer.concat(chunks);
}

function beforeTimeout<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('too slow')), { once: true });
    work.then(resolve, reject);
  });
}

function refused(field: string, why: string, cause?: unknown): TesseraError {
  return new TesseraError(
    'INVALID_INPUT',
    `${field}: ${why}. Send a data: URL, the id of a picture in the library, or an https: address of an allowed host.`,
    { cause, details: { field } },
  );
}
