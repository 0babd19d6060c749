// tessera sync: set up, look at and empty the outbox without a window.

import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { CallInput } from '../../shared/contract/index.ts';
import { errorCatalogue, TesseraError } from '../../shared/errors.ts';
import { withStudio } from './open-studio.ts';
import type { Terminal } from './terminal.ts';

export async function showSync(terminal: Terminal): Promise<void> {
  const status = await withStudio((studio) => studio.call('sync.get', {}));
  const { settings, counts, secrets } = status;
  const kept = Object.entries(secrets).flatMap(([name, isKept]) => (isKept ? [name] : []));
  terminal.say(`Sync is ${settings.enabled ? (settings.paused ? 'on, and held back' : 'on') : 'off'}.`);
  terminal.say(`webhook  ${settings.webhook.url ?? 'none'}`);
  terminal.say(`bucket   ${settings.s3.bucket ?? 'none'}`);
  terminal.say(`cloud    ${settings.cloud.url ?? 'none'}`);
  terminal.say(`secrets  ${kept.join(', ') || 'none'}`);
  for (const name of status.onlyInWindow) {
    terminal.remark(
      `${name} was entered in the window, whose keychain the command line cannot open. To send from here, enter it here too: tessera sync configure, with JSON on stdin. It is then kept under a key in the data folder, for both.`,
    );
  }
  terminal.say(`outbox   ${counts.waiting} waiting, ${counts.sent} sent, ${counts.dead} given up`);
  terminal.document(status);
}

/**
 * @param file JSON as `sync.configure` takes it; null reads it from stdin, so that no secret stands in a command line
 */
export async function configureSync(file: string | null, terminal: Terminal): Promise<void> {
  const patch = parsePatch(file === null ? await text(process.stdin) : readText(file));
  const status = await withStudio((studio) => studio.call('sync.configure', patch));
  terminal.say(`Saved. Sync is ${status.settings.enabled ? 'on' : 'off'}.`);
  terminal.document(status);
}

/** Sends until nothing waits. @returns the exit code: 5 when something is left or was given up */
export async function sendOutbox(
  options: { readonly timeout: number },
  { terminal, signal }: { terminal: Terminal; signal: AbortSignal },
): Promise<number> {
  const counts = await withStudio(async ({ core, call }) => {
    const count = async () => (await call('sync.get', {})).counts;
    const { settings } = await call('sync.get', {});
    if (!settings.enabled) {
      throw new TesseraError(
        'INVALID_INPUT',
        'Sync is off, so nothing is sent. Switch it on with `tessera sync configure`.',
      );
    }
    const until = performance.now() + options.timeout * 1000;
    core.start();
    while ((await count()).waiting > 0 && performance.now() < until && !signal.aborted) await pause();
    return count();
  });
  terminal.say(`${counts.sent} sent, ${counts.waiting} waiting, ${counts.dead} given up.`);
  terminal.document(counts);
  return counts.waiting + counts.dead === 0 ? 0 : errorCatalogue.ENGINE_UNAVAILABLE.exit;
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 100));
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new TesseraError('FILE_NOT_FOUND', 'The file of settings is not there or cannot be read.', { cause });
  }
}

function parsePatch(json: string): CallInput<'sync.configure'> {
  try {
    // Parsed by the contract's own schema in the call.
    return JSON.parse(json) as CallInput<'sync.configure'>;
  } catch (cause) {
    throw new TesseraError('INVALID_INPUT', 'The settings are not JSON. `{"enabled": false}` would be.', { cause });
  }
}
