// GET /: the built interface, the same files that the window shows.

import { realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** @param folder what the build wrote; its file names carry a hash of the content, except for index.html */
export async function interfaceFiles(app: FastifyInstance, folder: string): Promise<void> {
  const root = realpathSync(folder);
  await app.register(async (files) => {
    // The page must load before it can show a token; it holds nothing of the person's.
    files.addHook('onRoute', (route) => {
      route.config = { ...route.config, open: true };
    });
    await files.register(staticFiles, {
      root,
      // The plugin keeps paths inside the folder; a link inside it could still point out of it.
      allowedPath: (path) => standsInside(root, path),
      dotfiles: 'ignore',
      decorateReply: false,
      cacheControl: false,
      setHeaders(reply, path) {
        reply.header(
          'cache-control',
          /[\\/]assets[\\/]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
        );
      },
    });
  });
}

function standsInside(root: string, path: string): boolean {
  try {
    const real = realpathSync(join(root, path));
    return real === root || real.startsWith(root + sep);
  } catch {
    // Not there: the plugin answers that better than a refusal would.
    return true;
  }
}
