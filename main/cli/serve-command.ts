// tessera serve: the studio without a window, on a loopback address.

import { once } from 'node:events';
import { TesseraError } from '../../shared/errors.ts';
import { startApi } from '../api/server.ts';
import { type Studio, withStudio } from './open-studio.ts';
import type { Terminal } from './terminal.ts';

/** The token in the printed address; it is revoked when the server stops, and this only bounds a crash. */
const pageTokenName = 'tessera serve';
const pageTokenSeconds = 30 * 86_400;

/** Runs until it is interrupted. Throws PORT_IN_USE, and FILE_NOT_FOUND when the interface is not built. */
export async function serve(
  options: { readonly port: number; readonly ui: boolean; readonly mock: boolean },
  { terminal, signal }: { terminal: Terminal; signal: AbortSignal },
): Promise<void> {
  const { port } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new TesseraError('VALIDATION_ERROR', 'port: must be a whole number from 0 (any free port) to 65535.', {
      details: { field: 'port', minimum: 0, maximum: 65_535 },
    });
  }
  await withStudio(async (studio) => {
    const { core, installation } = studio;
    const log = core.logger.line;
    const ui = options.ui ? builtInterface(installation.ui) : null;
    const api = await startApi({ core, port, ui, version: installation.version, mock: options.mock, log });
    core.localApi.set({ url: api.url, problem: null });
    const token = await pageToken(studio);
    try {
      core.start();
      // After "#", where neither a server nor a log ever sees it.
      const address = `${api.url}/#token=${token.token}`;
      terminal.say(`Tessera answers at ${address}`);
      terminal.remark(`API documentation: ${api.url}/api/docs. Ctrl+C stops it.`);
      terminal.document({ ready: true, url: api.url, port: api.port, address, token: token.token, ui: ui !== null });
      if (!signal.aborted) await once(signal, 'abort');
    } finally {
      core.tokens.revoke(token.info.jti);
      await api.close();
    }
  });
}

function builtInterface(folder: string | null): string {
  if (folder !== null) return folder;
  throw new TesseraError(
    'FILE_NOT_FOUND',
    'The interface is not built yet. Run `npm run build`, or serve without --ui.',
  );
}

async function pageToken({ core }: Studio) {
  // One process at a time holds the data folder, so an older one of these belongs to a server that was killed.
  for (const { jti, name, revokedAt } of core.tokens.list()) {
    if (name === pageTokenName && revokedAt === null) core.tokens.revoke(jti);
  }
  return core.tokens.create({
    name: pageTokenName,
    expiresInSeconds: pageTokenSeconds,
    scopes: ['read', 'write', 'admin'],
  });
}
