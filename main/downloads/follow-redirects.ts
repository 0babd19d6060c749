// Asks for an address and follows where it leads: a few steps at most, each by https, each in the ledger.

import { TesseraError } from '../../shared/errors.ts';
import type { Network } from '../network/network.ts';

/** A host of models points to its store, which may point to the nearest copy. */
const stepsMax = 5;

/** @throws OFFLINE, DOWNLOAD_FAILED when it leads in circles or out of https, and what fetch throws */
export async function openFollowing(
  address: string,
  init: { readonly headers?: Readonly<Record<string, string>>; readonly signal: AbortSignal },
  network: Pick<Network, 'fetch'>,
): Promise<Response> {
  let url = new URL(address);
  for (let step = 0; step <= stepsMax; step += 1) {
    const response = await network.fetch(url, { ...init, redirect: 'manual' }, 'download');
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return response;
    await response.body?.cancel();
    const next = new URL(location, url);
    // Only who was asked without encryption, which is this machine in tests, may lead on without it.
    if (next.protocol !== 'https:' && next.protocol !== url.protocol) {
      throw new TesseraError('DOWNLOAD_FAILED', `${url.host} leads to an address that is not encrypted.`);
    }
    url = next;
  }
  throw new TesseraError('DOWNLOAD_FAILED', `${new URL(address).host} leads on and on, and never to the file.`);
}
