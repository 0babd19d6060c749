// POST /recall: the settings a picture was made with. The body is the file itself; nothing of it is kept.

import type { FastifyInstance } from 'fastify';
import { sourceMaxBytes } from '../../shared/contract/sources.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { Core } from '../core.ts';
import { callerBehind } from './authentication.ts';
import type { RateLimits } from './rate-limits.ts';

export function recallRoute(app: FastifyInstance, { core, limits }: { core: Core; limits: RateLimits }): void {
  // The types that POST /source takes too; their parser is in source-routes.ts.
  app.post('/recall', { onRequest: limits.other, bodyLimit: sourceMaxBytes }, async (request) => {
    if (!callerBehind(request).access.has('read')) {
      throw new TesseraError('FORBIDDEN', 'This token may not read. Make one with the scope "read".');
    }
    if (!Buffer.isBuffer(request.body)) {
      throw new TesseraError('VALIDATION_ERROR', 'Send the picture itself as the body, as application/octet-stream.', {
        details: { field: 'body' },
      });
    }
    return { ok: true, value: await core.recall.fromBytes(request.body) };
  });
}
