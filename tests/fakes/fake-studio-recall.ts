// The fake studio's recall: the real parsers over the texts of a real PNG, and one model that is never the very one.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { createMetadataTexts } from '../../engine/image/metadata-texts.ts';
import { isPng, readPngMetadata } from '../../engine/image/read-metadata-png.ts';
import type { ModelId } from '../../shared/domain/ids.ts';
import type { RecalledPicture } from '../../shared/domain/recalled.ts';
import { recallTexts } from '../../shared/prompt/recall/recall-texts.ts';

export async function serveRecalled(request: IncomingMessage, response: ServerResponse, model: ModelId): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const file = Buffer.concat(parts);
  response.setHeader('content-type', 'application/json');
  if (!isPng(file)) {
    response.statusCode = 400;
    response.end(JSON.stringify({ error: 'This cannot be read as a picture.', code: 'INVALID_INPUT' }));
    return;
  }
  const texts = createMetadataTexts();
  readPngMetadata(file, texts);
  const recalled = recallTexts(texts.found);
  const { model: named, loras } = recalled.fields;
  const value: RecalledPicture = {
    recalled,
    models: named === undefined ? [] : [{ id: model, name: 'Sticker', by: 'default', likeness: 0 }],
    loras: (loras?.value ?? []).map(({ name }) => ({ name, id: null })),
  };
  response.end(JSON.stringify({ ok: true, value }));
}
