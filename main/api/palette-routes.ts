// POST /palette takes an exported palette as the body; GET /palette/<id>/<place> gives one of a palette's pictures.

import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { paletteMaxBytes } from '../../shared/contract/palettes.ts';
import { ModelId } from '../../shared/domain/ids.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { Core } from '../core.ts';
import { callerBehind } from './authentication.ts';
import type { RateLimits } from './rate-limits.ts';

const Address = z.object({ id: ModelId, place: z.coerce.number().int().nonnegative() });

export function paletteRoutes(app: FastifyInstance, { core, limits }: { core: Core; limits: RateLimits }): void {
  // The type that POST /source takes too; its parser is in source-routes.ts.
  app.post('/palette', { onRequest: limits.other, bodyLimit: paletteMaxBytes }, async (request) => {
    if (!callerBehind(request).access.has('write')) throw forbidden('write');
    if (!Buffer.isBuffer(request.body)) {
      throw new TesseraError('VALIDATION_ERROR', 'Send the palette itself as the body, as application/octet-stream.', {
        details: { field: 'body' },
      });
    }
    return { ok: true, value: await core.palettes.import(request.body) };
  });

  app.get('/palette/:id/:place', { onRequest: limits.other }, async (request, reply) => {
    if (!callerBehind(request).access.has('read')) throw forbidden('read');
    const address = Address.safeParse(request.params);
    const picture = address.success ? await core.palettes.picture(address.data.id, address.data.place) : null;
    if (picture === null) {
      throw new TesseraError('FILE_NOT_FOUND', 'There is no such picture here.', { details: { field: 'id' } });
    }
    return reply.type('image/webp').header('cache-control', 'private, max-age=31536000, immutable').send(picture);
  });
}

function forbidden(scope: string): TesseraError {
  return new TesseraError('FORBIDDEN', `This token may not ${scope}. Make one with the scope "${scope}".`);
}
