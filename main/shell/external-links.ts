// The only way out to the system's browser: https, and only hosts we link to ourselves.

import { shell } from 'electron';
import { parseUrl } from './origin.ts';

/** Exact names; a subdomain is another host. These are where models, licences and our own sources live. */
const linkedHosts: ReadonlySet<string> = new Set([
  'github.com',
  'huggingface.co',
  'opensource.org',
  'creativecommons.org',
  'spdx.org',
  'www.apache.org',
]);

/** The address in normal form when it may be opened, or null. */
export function externalLink(address: string): string | null {
  const url = parseUrl(address);
  if (url === null || url.protocol !== 'https:') return null;
  if (url.username !== '' || url.password !== '' || url.port !== '') return null;
  return linkedHosts.has(url.hostname) ? url.href : null;
}

/** Opens an allowed link in the system's browser; anything else is logged and dropped. */
export async function openExternalLink(address: string, log: (line: string) => void): Promise<void> {
  const link = externalLink(address);
  if (link === null) {
    log(`refused to open a link outside: ${parseUrl(address)?.protocol ?? 'no address'}`);
    return;
  }
  await shell.openExternal(link);
}
