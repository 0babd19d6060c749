// A place in a list of pictures as a cursor: what the list is sorted by, of the last picture before it.

import { z } from 'zod';
import { TesseraError } from '../../shared/errors.ts';
import { decodeCursor, encodeCursor } from '../page-cursor.ts';

/** Pictures are numbered as they are made, and as they are put into a collection; a page starts behind a number. */
const PlaceNumber = z.coerce.number().pipe(z.int().nonnegative());
/** Lists of pictures know their place by its number alone. */
const noTime = new Date(0).toISOString();

export function cursorAt(place: number): string {
  return encodeCursor({ time: noTime, id: String(place) });
}

/** @throws VALIDATION_ERROR for a cursor that is none, or belongs to another list */
export function placeOf(cursor: string | null): number | null {
  const place = decodeCursor(cursor);
  if (place === null) return null;
  const number = PlaceNumber.safeParse(place.id);
  if (number.success) return number.data;
  throw new TesseraError('VALIDATION_ERROR', 'cursor: this one belongs to another list; leave it out to start anew.', {
    details: { field: 'cursor' },
  });
}
