// Reads a multipart form by the platform's own parser: text fields as text, files as bytes.

import type { FastifyRequest } from 'fastify';
import { TesseraError } from '../../../shared/errors.ts';

/** A field given once is itself, given twice or named `x[]` a list under `x`. */
export async function readForm(request: FastifyRequest): Promise<Record<string, unknown>> {
  const type = request.headers['content-type'] ?? '';
  if (!Buffer.isBuffer(request.body) || !type.startsWith('multipart/form-data')) {
    throw new TesseraError(
      'INVALID_INPUT',
      'content-type: send the fields and pictures as multipart/form-data, as the clients of this API do.',
      { details: { field: 'content-type' } },
    );
  }
  const form = await new Response(new Uint8Array(request.body), { headers: { 'content-type': type } })
    .formData()
    .catch((cause: unknown) => {
      throw new TesseraError('INVALID_INPUT', 'content-type: the body is not the multipart form it says it is.', {
        cause,
        details: { field: 'content-type' },
      });
    });
  const fields: Record<string, unknown> = {};
  for (const name of new Set(form.keys())) {
    const values = await Promise.all(form.getAll(name).map(valueOf));
    const isList = name.endsWith('[]') || values.length > 1;
    Object.defineProperty(fields, name.replace(/\[\]$/, ''), {
      value: isList ? values : values[0],
      enumerable: true,
    });
  }
  return fields;
}

async function valueOf(entry: string | { arrayBuffer(): Promise<ArrayBuffer> }): Promise<string | Uint8Array> {
  return typeof entry === 'string' ? entry : new Uint8Array(await entry.arrayBuffer());
}
