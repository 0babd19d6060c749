// The server that stands in for the built interface while developing; a shipped app knows none.

import { parseUrl } from './origin.ts';

/** @returns its address, ending in a slash, or null; only this machine's own can be one */
export function developmentServer(address: string | undefined, packaged: boolean): string | null {
  if (packaged || address === undefined) return null;
  const url = parseUrl(address);
  if (url === null || url.protocol !== 'http:') return null;
  return ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname) ? `${url.origin}/` : null;
}
