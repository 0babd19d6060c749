// Parses what comes through a door: answers to calls, and events.

import { z } from 'zod';
import {
  type CallName,
  type CallOutput,
  calls,
  type EventName,
  events,
  type TesseraEvent,
} from '../../shared/contract/index.ts';
import { errorCatalogue, isErrorCode, TesseraError } from '../../shared/errors.ts';

const Answer = z.discriminatedUnion('ok', [
  z.looseObject({ ok: z.literal(true), value: z.unknown() }),
  z.looseObject({
    ok: z.literal(false),
    error: z.looseObject({
      code: z.string(),
      message: z.string(),
      details: z.record(z.string(), z.unknown()).optional(),
    }),
  }),
]);

const Announcement = z.looseObject({
  name: z.custom<EventName>((name) => typeof name === 'string' && Object.hasOwn(events, name)),
  sequence: z.number(),
  data: z.unknown(),
});

/** The value of an answer. Throws the TesseraError it carries, or INTERNAL when it is not what the contract says. */
export function parseAnswer<Name extends CallName>(name: Name, raw: unknown): CallOutput<Name> {
  const answer = Answer.safeParse(raw);
  if (!answer.success) throw unreadable(name, answer.error);
  if (!answer.data.ok) {
    const { code, message, details } = answer.data.error;
    const known = isErrorCode(code) && Object.hasOwn(errorCatalogue, code) ? code : 'INTERNAL';
    throw new TesseraError(known, message, details === undefined ? {} : { details });
  }
  const value = calls[name].output.safeParse(answer.data.value);
  if (!value.success) throw unreadable(name, value.error);
  // The schema was looked up by the same name; TypeScript cannot follow that through the union of schemas.
  return value.data as CallOutput<Name>;
}

/** An event, or null when it is none that this version knows. */
export function parseEvent(raw: unknown): TesseraEvent | null {
  const announcement = Announcement.safeParse(raw);
  if (!announcement.success) return null;
  const { name, sequence } = announcement.data;
  const data = events[name].safeParse(announcement.data.data);
  return data.success ? ({ name, sequence, data: data.data } as TesseraEvent) : null;
}

function unreadable(name: string, cause: unknown): TesseraError {
  return new TesseraError('INTERNAL', `The answer to ${name} could not be read. Restart Tessera.`, { cause });
}
