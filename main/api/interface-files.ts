// GET /: the built interface, the same files that the window shows.

import staticFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** @param folder what the build wrote; its file names carry a hash of the content, except for index.html */
export async function interfaceFiles(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(async (files) => {
    // The page must load before it can show a token; it holds nothing of the person's.
    files.addHook('onRoute', (route) => {
      route.config = { ...route.config, open: true };
    });
    await files.register(staticFiles, {
      root: folder,
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
