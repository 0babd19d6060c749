// Finished pictures by what a search asks for: a page of them, how many there are, and how they divide by facets.

import { z } from 'zod';
import type { LibraryItem } from '../../shared/domain/image.ts';
import type { Term } from '../../shared/library-query/library-query.ts';
import type { Store } from './database.ts';
import { parseItem } from './image-table.ts';
import { conditionsOf } from './library-conditions.ts';

const Numbered = z.object({ number: z.int() });
const Count = z.int().nonnegative();
const FacetRow = z.object({
  model: z.string(),
  style: z.string().nullable(),
  kind: z.string(),
  favourite: z.int(),
  count: Count,
});
const TagRow = z.object({ value: z.string(), count: Count });
/** More would not fit a row of chips. */
const tagsShown = 12;

export type LibrarySearchTable = ReturnType<typeof createLibrarySearchTable>;

export function createLibrarySearchTable({ database: sql }: Store) {
  /** Words lead when there are any, for their index is read from the newest on and stops at the end of the page. */
  function from(terms: readonly Term[]) {
    const { match, without, columns, values } = conditionsOf(terms);
    const lacking = 'images.number NOT IN (SELECT rowid FROM library_words WHERE library_words MATCH @without)';
    const where = ["images.state = 'ready'", ...(without === null ? [] : [lacking]), ...columns].join(' AND ');
    return match === null
      ? {
          text: `images INDEXED BY images_for_search WHERE ${where}`,
          number: 'images.number',
          values: without === null ? values : { ...values, without },
        }
      : {
          text: `library_words CROSS JOIN images ON images.number = library_words.rowid
                 WHERE library_words MATCH @match AND ${where}`,
          number: 'library_words.rowid',
          values: { ...values, match },
        };
  }
  const all = sql.prepare("SELECT count(*) FROM images INDEXED BY images_for_search WHERE state = 'ready'").pluck();
  // The index of words alone counts twenty times faster than with a look at each picture, but knows trashed ones too. The
  // plus keeps SQLite from looking up every match among the pictures to find the few in the trash.
  const matching = sql
    .prepare(
      `SELECT (SELECT count(*) FROM library_words WHERE library_words MATCH @match)
            - (SELECT count(*) FROM images INDEXED BY images_for_search WHERE state = 'trashed'
                 AND +number IN (SELECT rowid FROM library_words WHERE library_words MATCH @match))`,
    )
    .pluck();

  return {
    /** Newest first; `before` is the number of the last picture of the page before. */
    page(options: { readonly terms: readonly Term[]; readonly before: number | null; readonly limit: number }) {
      const { text, number, values } = from(options.terms);
      const bound = options.before === null ? '' : `AND ${number} < @before`;
      const rows = sql
        .prepare(
          `SELECT images.*, jobs.task
           FROM (SELECT ${number} AS found FROM ${text} ${bound} ORDER BY ${number} DESC LIMIT @limit)
           JOIN images ON images.number = found JOIN jobs ON jobs.id = images.job
           ORDER BY images.number DESC`,
        )
        .all({ ...values, limit: options.limit, ...(options.before === null ? {} : { before: options.before }) });
      return rows.map((row): { number: number; item: LibraryItem } => ({
        number: Numbered.parse(row).number,
        item: parseItem(row),
      }));
    },
    count(terms: readonly Term[]): number {
      const { match, without, columns } = conditionsOf(terms);
      if (columns.length === 0) {
        if (match !== null) return Count.parse(matching.get({ match }));
        const lacking = without === null ? 0 : Count.parse(matching.get({ match: without }));
        return Count.parse(all.get()) - lacking;
      }
      const { text, values } = from(terms);
      return Count.parse(sql.prepare(`SELECT count(*) FROM ${text}`).pluck().get(values));
    },
    /** How many of the pictures found there are of each model, style, kind, and of favourites. */
    divided(terms: readonly Term[]) {
      const { text, values } = from(terms);
      return sql
        .prepare(
          `SELECT images.model, images.style, images.kind, images.favourite, count(*) AS count
           FROM ${text} GROUP BY images.model, images.style, images.kind, images.favourite`,
        )
        .all(values)
        .map((row) => FacetRow.parse(row));
    },
    /** The tags that most of the pictures found have. */
    tags(terms: readonly Term[]) {
      const { text, number, values } = from(terms);
      return sql
        .prepare(
          `SELECT tag AS value, count(*) AS count FROM image_tags
           WHERE image IN (SELECT ${number} FROM ${text}) GROUP BY tag ORDER BY count DESC, tag LIMIT ${tagsShown}`,
        )
        .all(values)
        .map((row) => TagRow.parse(row));
    },
  };
}
