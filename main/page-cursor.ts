// A page cursor: the place in a newest-first list behind which the next page starts, opaque to callers.

import { z } from 'zod';
import { TesseraError } from '../shared/errors.ts';

export interface Place {
  readonly time: string;
  readonly id: string;
}

const Encoded = z.tuple([z.iso.datetime(), z.string().min(1)]);

export function encodeCursor(place: Place): string {
  return Buffer.from(JSON.stringify([place.time, place.id])).toString('base64url');
}

/** @throws VALIDATION_ERROR for anything this app did not hand out */
export function decodeCursor(cursor: string | null): Place | null {
  if (cursor === null) return null;
  try {
    const [time, id] = Encoded.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { time, id };
  } catch (cause) {
    throw new TesseraError(
      'VALIDATION_ERROR',
      'cursor: not one that a list call has returned; leave it out to start at the newest.',
      {
        cause,
        details: { field: 'cursor' },
      },
    );
  }
}
