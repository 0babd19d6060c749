// Sends requests to hosts that were set up, following no redirect, never waiting long.

import type { Network } from '../network/network.ts';
import { DeliveryError, asDeliveryError } from './delivery-error.ts';

const timeoutMs = 20_000;
/** More than any answer we read; a receiver must not be able to fill the memory. */
const maxAnswerBytes = 64 * 1024;

export interface OutgoingAnswer {
  readonly status: number;
  readonly retryAfterMs: number | null;
  readonly text: string;
  readonly tookMs: number;
}

export interface Outgoing {
  /** @throws DeliveryError for anything but an answer; a refusal is an answer */
  request(options: {
    readonly method: 'GET' | 'POST';
    readonly url: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly signal?: AbortSignal;
  }): Promise<OutgoingAnswer>;
}

/** @param allowed the addresses that are set up now; a request to another origin is a bug and is not sent */
export function createOutgoing(options: {
  readonly network: Pick<Network, 'fetch'>;
  readonly allowed: () => readonly (string | null)[];
  readonly version: string;
  readonly clock: () => number;
  readonly timeoutMs?: number;
}): Outgoing {
  return {
    async request({ method, url, headers, body, signal }) {
      const { origin, host } = new URL(url);
      const origins = options.allowed().flatMap((address) => (address === null ? [] : [new URL(address).origin]));
      if (!origins.includes(origin)) throw new Error(`a request to ${host}, which is not set up`);
      const patience = AbortSignal.timeout(options.timeoutMs ?? timeoutMs);
      const started = performance.now();
      try {
        const asked = {
          method,
          headers: { 'user-agent': `Tessera/${options.version}`, ...headers },
          ...(body === undefined ? {} : { body }),
          // Another host has no business with our secrets, whoever points there.
          redirect: 'manual',
          signal: signal === undefined ? patience : AbortSignal.any([signal, patience]),
        } as const;
        const response = await options.network.fetch(url, asked, 'sync');
        const text = await readAnswer(response);
        if (response.status >= 300 && response.status < 400) {
          throw new DeliveryError({
            code: 'REDIRECTED',
            message: `${host} points elsewhere (${response.status}), which is not followed. Set the final address.`,
            status: response.status,
          });
        }
        const retryAfterMs = readRetryAfter(response.headers.get('retry-after'), options.clock());
        return { status: response.status, retryAfterMs, text, tookMs: performance.now() - started };
      } catch (error) {
        if (signal?.aborted === true) throw error;
        throw asDeliveryError(error, host);
      }
    },
  };
}

async function readAnswer(response: Response): Promise<string> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    size += value.length;
    if (size > maxAnswerBytes) {
      await reader.cancel();
      break;
    }
  }
  return Buffer.concat(chunks).toString('utf8').slice(0, maxAnswerBytes);
}

/** Seconds or a date, as HTTP allows. */
function readRetryAfter(value: string | null, now: number): number | null {
  if (value === null) return null;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
