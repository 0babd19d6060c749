// Calls and events about styles: those that ship with the studio and a person's own.

import { z } from 'zod';
import { StyleId } from '../domain/ids.ts';
import { Style } from '../domain/style.ts';
import { call } from './call.ts';

/** About two thousand styles, and less than a message may hold. */
export const stylesFileMaxLength = 400_000;

export const ListedStyle = Style.extend({ origin: z.enum(['curated', 'own']) });
export type ListedStyle = z.infer<typeof ListedStyle>;

export const styleCalls = {
  'styles.list': call({
    summary: 'The styles that can be put around a prompt: those of the studio, then your own by name.',
    access: 'read',
    input: z.strictObject({}),
    output: z.strictObject({ styles: z.array(ListedStyle) }),
  }),
  'styles.put': call({
    summary: 'Make a style of your own, or change the one with this id.',
    access: 'write',
    input: Style.extend({ id: StyleId.optional() }),
    output: ListedStyle,
  }),
  'styles.remove': call({
    summary: 'Take one of your own styles away; it can be brought back.',
    access: 'write',
    input: z.strictObject({ id: StyleId }),
    output: z.strictObject({ id: StyleId }),
  }),
  'styles.restore': call({
    summary: 'Bring a style back that was taken away.',
    access: 'write',
    input: z.strictObject({ id: StyleId }),
    output: ListedStyle,
  }),
  'styles.import': call({
    summary:
      'Read styles from the text of an A1111 styles.csv. None of yours is replaced: a name that is taken gets a number.',
    access: 'write',
    input: z.strictObject({ csv: z.string().max(stylesFileMaxLength) }),
    output: z.strictObject({
      added: z.array(ListedStyle),
      /** Rows that are there already, word for word. */
      known: z.int().nonnegative(),
      /** Rows that are no style, by their line in the file. */
      skipped: z.array(
        z.strictObject({ line: z.int().positive(), reason: z.enum(['no-name', 'no-words', 'too-long']) }),
      ),
    }),
  }),
  'styles.export': call({
    summary: 'Your own styles as the text of an A1111 styles.csv.',
    access: 'read',
    input: z.strictObject({}),
    output: z.strictObject({ csv: z.string(), count: z.int().nonnegative() }),
  }),
} as const;

export const styleEvents = {
  'styles.changed': z.strictObject({}),
} as const;
