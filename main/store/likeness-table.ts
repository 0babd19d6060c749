// Pictures by the words of their prompts, for comparing them by more than their looks.

import { z } from 'zod';
import { ImageId } from '../../shared/domain/ids.ts';
import type { Store } from './database.ts';

const Numbers = z.array(z.int());
const Prompt = z.object({ number: z.int(), prompt: z.string() });
const Named = z.object({ number: z.int(), id: ImageId });
/** More words than this say no more, and each is looked up. */
const wordsMax = 12;

export type LikenessTable = ReturnType<typeof createLikenessTable>;

export function createLikenessTable({ database: sql }: Store) {
  const numberOf = sql.prepare('SELECT number FROM images WHERE id = ?').pluck();
  const sharing = sql
    .prepare('SELECT rowid FROM library_words WHERE library_words MATCH ? ORDER BY rank LIMIT ?')
    .pluck();
  const prompts = sql.prepare(
    'SELECT rowid AS number, prompt FROM library_words WHERE rowid IN (SELECT value FROM json_each(?))',
  );
  const ids = sql.prepare(
    "SELECT number, id FROM images WHERE state = 'ready' AND number IN (SELECT value FROM json_each(?))",
  );

  return {
    numberOf(id: ImageId): number | null {
      return z
        .int()
        .nullable()
        .parse(numberOf.get(id) ?? null);
    },
    /** Pictures whose prompts have some of the words, those with the rarest first. */
    sharing(words: readonly string[], limit: number): number[] {
      if (words.length === 0) return [];
      const any = words.slice(0, wordsMax).map((word) => `"${word.replaceAll('"', '')}"`);
      return Numbers.parse(sharing.all(`{prompt} : (${any.join(' OR ')})`, limit));
    },
    prompts(numbers: readonly number[]): ReadonlyMap<number, string> {
      const rows = prompts.all(JSON.stringify(numbers)).map((row) => Prompt.parse(row));
      return new Map(rows.map(({ number, prompt }) => [number, prompt]));
    },
    /** Those of the numbers whose pictures are in the library, and not in the trash. */
    idsInLibrary(numbers: readonly number[]): ReadonlyMap<number, ImageId> {
      const rows = ids.all(JSON.stringify(numbers)).map((row) => Named.parse(row));
      return new Map(rows.map(({ number, id }) => [number, id]));
    },
  };
}
