// Hands files to the studio: the same paths in the window and in a browser. Calls carry words, these carry bytes.

import { z } from 'zod';
import { ImportedPalette } from '../../shared/contract/palettes.ts';
import { Source } from '../../shared/contract/sources.ts';
import { RecalledPicture } from '../../shared/domain/recalled.ts';
import { isErrorCode, TesseraError } from '../../shared/errors.ts';

/** The window answers as a call does; the HTTP door refuses in the shape of its plain paths. */
const Refusal = z.union([
  z.looseObject({ ok: z.literal(false), error: z.looseObject({ code: z.string(), message: z.string() }) }),
  z
    .looseObject({ error: z.string(), code: z.string() })
    .transform(({ code, error }) => ({ error: { code, message: error } })),
]);

export function handInPicture(picture: Blob, signal: AbortSignal): Promise<Source> {
  return handIn('/source', { body: picture, answer: Source, signal });
}

export function handInPalette(file: Blob): Promise<ImportedPalette> {
  return handIn('/palette', { body: file, answer: ImportedPalette, signal: null });
}

/** Nothing of the picture is kept. */
export function handInToRecall(picture: Blob): Promise<RecalledPicture> {
  return handIn('/recall', { body: picture, answer: RecalledPicture, signal: null });
}

/** @throws TesseraError as the studio refused */
async function handIn<Answer>(
  path: string,
  options: { readonly body: Blob; readonly answer: z.ZodType<Answer>; readonly signal: AbortSignal | null },
): Promise<Answer> {
  const response = await fetch(path, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/octet-stream' },
    body: options.body,
    signal: options.signal,
  });
  const raw: unknown = await response.json();
  const refusal = Refusal.safeParse(raw);
  if (refusal.success) {
    const { code, message } = refusal.data.error;
    throw new TesseraError(isErrorCode(code) ? code : 'INTERNAL', message);
  }
  return z.looseObject({ value: options.answer }).parse(raw).value as Answer;
}
