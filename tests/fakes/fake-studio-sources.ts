// The fake studio's pictures to start from: what the page hands in, kept as it came under its hash.

import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import sharp from 'sharp';
import { type Source } from '../../shared/contract/sources.ts';
import { SourceId } from '../../shared/domain/ids.ts';
import { notFound } from './built-page.ts';

export type FakeSources = ReturnType<typeof createFakeSources>;

export function createFakeSources() {
  const kept = new Map<string, Buffer>();

  async function keep(bytes: Buffer): Promise<Source> {
    const id = SourceId.parse(createHash('sha256').update(bytes).digest('hex'));
    kept.set(id, bytes);
    const { width, height } = await sharp(bytes).metadata();
    return { id, width, height };
  }

  return {
    keep,
    picture: (id: string): Buffer | undefined => kept.get(id),
    /** POST /source and GET /source/<id>. */
    async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
      if (request.method === 'GET') {
        const bytes = kept.get((request.url ?? '').split('/')[2] ?? '');
        if (bytes === undefined) return notFound(response);
        response.setHeader('content-type', 'image/png');
        return void response.end(bytes);
      }
      const value = await keep(await bytesOf(request));
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ok: true, value }));
    },
  };
}

export async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
