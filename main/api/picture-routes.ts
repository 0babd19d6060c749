// GET /image/<id>[?w=] and /preview/<id>: the pictures, by id and never by path.

import { open } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { ImageId } from '../../shared/domain/ids.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { Core } from '../core.ts';
import { pictureTypeOf } from '../picture-type.ts';
import { callerBehind } from './authentication.ts';
import type { RateLimits } from './rate-limits.ts';

const ThumbnailWidth = z.coerce.number().int().min(16).max(2048);

const Format = z.enum(['png', 'jpeg', 'webp']);

/** A picture never changes under its id; `private` keeps it out of caches that others share. */
const foreverHere = 'private, max-age=31536000, immutable';

interface Picture {
  Params: { id: string };
  Querystring: { w?: string; format?: string };
}

export function pictureRoutes(app: FastifyInstance, { core, limits }: { core: Core; limits: RateLimits }): void {
  app.get<Picture>('/image/:id', { onRequest: limits.other }, async (request, reply) => {
    mayRead(callerBehind(request).access);
    const id = parseId(request.params.id);
    const width = request.query.w === undefined ? null : parseWidth(request.query.w);
    const format = request.query.format === undefined ? null : parseFormat(request.query.format);
    if (format !== null && width !== null) throw eitherOr();
    if (format === 'jpeg' || format === 'webp') {
      if (core.images.path(id) === null) throw noPicture();
      return sendFile(reply, await core.images.converted(id, format));
    }
    const path = width === null ? core.images.path(id) : await core.images.thumbnail(id, width);
    if (path === null) throw noPicture();
    return sendFile(reply, path);
  });

  app.get<Picture>('/preview/:id', { onRequest: limits.other }, async (request, reply) => {
    mayRead(callerBehind(request).access);
    const preview = core.images.preview(parseId(request.params.id));
    if (preview === null) throw noPicture();
    return reply.type('image/png').send(Buffer.from(preview));
  });
}

function mayRead(access: ReadonlySet<string>): void {
  if (!access.has('read')) {
    throw new TesseraError('FORBIDDEN', 'This token may not read. Make one with the scope "read".');
  }
}

function parseId(raw: string): ImageId {
  const id = ImageId.safeParse(raw);
  if (!id.success) throw noPicture();
  return id.data;
}

function parseWidth(raw: string): number {
  const width = ThumbnailWidth.safeParse(raw);
  if (!width.success) {
    throw new TesseraError(
      'VALIDATION_ERROR',
      '"w", the width of a thumbnail, must be a whole number from 16 to 2048.',
      {
        details: { field: 'w', min: 16, max: 2048 },
      },
    );
  }
  return width.data;
}

function parseFormat(raw: string): 'png' | 'jpeg' | 'webp' {
  const format = Format.safeParse(raw);
  if (format.success) return format.data;
  throw new TesseraError('VALIDATION_ERROR', '"format" must be png, jpeg or webp.', {
    details: { field: 'format', choices: Format.options },
  });
}

function eitherOr(): TesseraError {
  return new TesseraError('VALIDATION_ERROR', '"w" and "format" cannot be had together: thumbnails are WebP.', {
    details: { field: 'format' },
  });
}

function noPicture(): TesseraError {
  return new TesseraError('IMAGE_NOT_FOUND', 'There is no such picture here, or not yet.', {
    details: { field: 'id' },
  });
}

async function sendFile(reply: FastifyReply, path: string): Promise<FastifyReply> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path, 'r');
  } catch (error) {
    // The record is there and the file is not: someone tidied the library folder by hand.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw noPicture();
    throw error;
  }
  const { size } = await file.stat();
  // A picture that is no wider than the thumbnail asked for is its own thumbnail.
  return reply
    .type(pictureTypeOf(path))
    .header('cache-control', foreverHere)
    .header('content-length', size)
    .send(file.createReadStream());
}
