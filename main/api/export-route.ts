// GET /export/<file>: pictures, contact sheets and animatics that were exported, by the name the export was given.

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { TesseraError } from '../../shared/errors.ts';
import type { Core } from '../core.ts';
import { callerBehind } from './authentication.ts';
import type { RateLimits } from './rate-limits.ts';

const types: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  avif: 'image/avif',
  pdf: 'application/pdf',
  zip: 'application/zip',
};

export function exportRoute(app: FastifyInstance, { core, limits }: { core: Core; limits: RateLimits }): void {
  app.get<{ Params: { file: string } }>('/export/:file', { onRequest: limits.other }, async (request, reply) => {
    if (!callerBehind(request).access.has('read')) {
      throw new TesseraError('FORBIDDEN', 'This token may not read. Make one with the scope "read".');
    }
    const { file } = request.params;
    const path = core.exports.path(file);
    if (path === null)
      throw new TesseraError('FILE_NOT_FOUND', 'There is no such export here. Export it again.', {
        details: { field: 'file' },
      });
    const { size } = await stat(path);
    return reply
      .type(types[file.slice(file.lastIndexOf('.') + 1)] ?? 'application/octet-stream')
      .header('content-length', size)
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file)}`)
      .send(createReadStream(path));
  });
}
