// POST /source and GET /source/<id>: pictures handed in to start from. The body is the file itself.

import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { sourceMaxBytes } from '../../shared/contract/sources.ts';
import { SourceId } from '../../shared/domain/ids.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { Core } from '../core.ts';
import { callerBehind } from './authentication.ts';
import type { RateLimits } from './rate-limits.ts';

export function sourceRoutes(app: FastifyInstance, { core, limits }: { core: Core; limits: RateLimits }): void {
  // A page elsewhere cannot send these types without asking first, so they are as safe as JSON.
  app.addContentTypeParser(
    /^(image\/|application\/octet-stream)/,
    { parseAs: 'buffer', bodyLimit: sourceMaxBytes },
    (_request, body, done) => done(null, body),
  );

  app.post('/source', { onRequest: limits.other, bodyLimit: sourceMaxBytes }, async (request) => {
    const { access } = callerBehind(request);
    if (!access.has('write')) throw forbidden('write');
    if (!Buffer.isBuffer(request.body)) {
      throw new TesseraError(
        'VALIDATION_ERROR',
        'Send the picture itself as the body, with a type such as image/png.',
        {
          details: { field: 'body' },
        },
      );
    }
    return { ok: true, value: await core.sources.put(request.body) };
  });

  app.get<{ Params: { id: string } }>('/source/:id', { onRequest: limits.other }, async (request, reply) => {
    if (!callerBehind(request).access.has('read')) throw forbidden('read');
    const id = SourceId.safeParse(request.params.id);
    if (!id.success)
      throw new TesseraError('FILE_NOT_FOUND', 'There is no such picture here.', { details: { field: 'id' } });
    return reply.type('image/png').send(await readFile(core.sources.path(id.data)));
  });
}

function forbidden(scope: string): TesseraError {
  return new TesseraError('FORBIDDEN', `This token may not ${scope}. Make one with the scope "${scope}".`);
}
