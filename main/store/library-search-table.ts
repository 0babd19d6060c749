// Finished pictures by what a search asks for: a page of them, how many there are, and how they divide by facets.

import { z } from 'zod';
import type { LibraryItem } from '../../shared/domain/image.ts';
import type { Term } from '../../shared/library-query/library-query.ts';
import type { LibraryPart } from '../../shared/domain/selection.ts';
import type { Store } from './database.ts';
import { parseItem } from './image-table.ts';
import { conditionsOf, type Nearest } from './library-conditions.ts';

const Placed = z.object({ found_place: z.int() });
const Numbered = z.object({ number: z.int(), place: z.int() });
const Count = z.int().nonnegative();
const FacetRow = z.object({
  model: z.string(),
  style: z.string().nullable(),
  kind: z.string(),
  favourite: z.int(),
  derived: z.int(),
  width: z.int(),
  height: z.int(),
  count: Count,
});
const facetColumns = `images.model AS model, images.style AS style, images.kind AS kind, images.favourite AS favourite,
  images.parent IS NOT NULL AS derived, images.width AS width, images.height AS height`;
const HourRow = z.object({ hour: z.string(), count: Count });
const TrashSize = z.object({ pictures: Count, bytes: Count });
const NameRow = z.object({ value: z.string(), count: Count });
/** More would not fit a row of chips. */
const tagsShown = 12;

export type LibrarySearchTable = ReturnType<typeof createLibrarySearchTable>;

interface Found {
  readonly text: string;
  /** Names a picture. */
  readonly number: string;
  /** What the pictures are sorted by, from the highest down. */
  readonly order: string;
  readonly values: Readonly<Record<string, string | number>>;
}

interface Asked {
  readonly terms: readonly Term[];
  /** Left out, the library. */
  readonly part?: LibraryPart;
}

/** @param nearest what `like:` finds; left out, nothing */
export function createLibrarySearchTable({ database: sql }: Store, nearest: Nearest = () => []) {
  /**
   * Words lead when there are any, for their index is read from the newest on and stops at the end of the page. A collection
   * leads before them: it is small beside the library, and its order is another one.
   */
  function from({ terms, part }: Asked): Found {
    const { match, without, columns, values, ordering, alike } = conditionsOf(terms, nearest);
    const lacking = 'images.number NOT IN (SELECT rowid FROM library_words WHERE library_words MATCH @without)';
    const [state, index] = part === 'trash' ? ['trashed', 'images_in_trash'] : ['ready', 'images_for_search'];
    const where = [`images.state = '${state}'`, ...(without === null ? [] : [lacking]), ...columns].join(' AND ');
    const bound = { ...values, ...(match === null ? {} : { match }), ...(without === null ? {} : { without }) };
    const words =
      match === null ? '' : 'AND images.number IN (SELECT rowid FROM library_words WHERE library_words MATCH @match)';
    if (alike !== null) {
      return {
        text: `json_each(${alike}) AS near CROSS JOIN images ON images.number = near.value WHERE ${where} ${words}`,
        number: 'images.number',
        // The first is the most alike, and lists run from the highest place down.
        order: '(1000000 - near.key)',
        values: bound,
      };
    }
    if (ordering !== null) {
      return {
        text: `collection_images CROSS JOIN images ON images.number = collection_images.image
               WHERE collection_images.collection = (SELECT number FROM collections WHERE name_key = ${ordering} AND deleted_at IS NULL)
                 AND ${where} ${words}`,
        number: 'images.number',
        order: 'collection_images.place',
        values: bound,
      };
    }
    const number = match === null ? 'images.number' : 'library_words.rowid';
    const text =
      match === null
        ? `images INDEXED BY ${index} WHERE ${where}`
        : `library_words CROSS JOIN images INDEXED BY ${index} ON images.number = library_words.rowid
           WHERE library_words MATCH @match AND ${where}`;
    return { text, number, order: number, values: bound };
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

  const knownTags = sql.prepare(
    `SELECT tag AS value, count(*) AS count FROM image_tags JOIN images ON images.number = image AND images.state = 'ready'
     WHERE substr(tag, 1, length(@beginning)) = @beginning GROUP BY tag ORDER BY count DESC, tag LIMIT @limit`,
  );
  const trashSize = sql.prepare(
    `SELECT count(*) AS pictures, coalesce(sum(size_bytes), 0) AS bytes FROM images INDEXED BY images_in_trash
     WHERE state = 'trashed'`,
  );

  return {
    /** Newest first, or those put last into the collection asked for; `before` is the place of the last picture of the page before. */
    page(options: Asked & { readonly before: number | null; readonly limit: number }) {
      const { text, number, order, values } = from(options);
      const bound = options.before === null ? '' : `AND ${order} < @before`;
      const rows = sql
        .prepare(
          `SELECT images.*, jobs.task, found.place AS found_place
           FROM (SELECT ${number} AS number, ${order} AS place FROM ${text} ${bound} ORDER BY ${order} DESC LIMIT @limit) AS found
           JOIN images ON images.number = found.number JOIN jobs ON jobs.id = images.job
           ORDER BY found.place DESC`,
        )
        .all({ ...values, limit: options.limit, ...(options.before === null ? {} : { before: options.before }) });
      return rows.map((row): { place: number; item: LibraryItem } => ({
        place: Placed.parse(row).found_place,
        item: parseItem(row),
      }));
    },
    /** In the same order, only what it takes to change them. */
    numbers(options: Asked & { readonly before: number | null; readonly limit: number }) {
      const { text, number, order, values } = from(options);
      const bound = options.before === null ? '' : `AND ${order} < @before`;
      return sql
        .prepare(
          `SELECT ${number} AS number, ${order} AS place FROM ${text} ${bound} ORDER BY ${order} DESC LIMIT @limit`,
        )
        .all({ ...values, limit: options.limit, ...(options.before === null ? {} : { before: options.before }) })
        .map((row) => Numbered.parse(row));
    },
    /** In the same order, the place, width and height of every picture, one after the other. */
    sizes(asked: Asked): [number, number, number][] {
      const { text, order, values } = from(asked);
      return sql
        .prepare(`SELECT ${order}, images.width, images.height FROM ${text} ORDER BY ${order} DESC`)
        .raw()
        .all(values) as [number, number, number][];
    },
    count(asked: Asked): number {
      const { match, without, columns } = conditionsOf(asked.terms, nearest);
      if (columns.length === 0 && asked.part !== 'trash') {
        if (match !== null) return Count.parse(matching.get({ match }));
        const lacking = without === null ? 0 : Count.parse(matching.get({ match: without }));
        return Count.parse(all.get()) - lacking;
      }
      const { text, values } = from(asked);
      return Count.parse(sql.prepare(`SELECT count(*) FROM ${text}`).pluck().get(values));
    },
    /** How many of the pictures found there are of each model, style, kind and shape, and of favourites. */
    divided(terms: readonly Term[]) {
      const { text, values } = from({ terms });
      return sql
        .prepare(`SELECT ${facetColumns}, count(*) AS count FROM ${text} GROUP BY 1, 2, 3, 4, 5, 6, 7`)
        .all(values)
        .map((row) => FacetRow.parse(row));
    },
    /** How many were made in each hour, such as 2026-11-21T10: time zones part months at full hours, or near enough. */
    hours(terms: readonly Term[]) {
      const { text, values } = from({ terms });
      return sql
        .prepare(`SELECT substr(images.created_at, 1, 13) AS hour, count(*) AS count FROM ${text} GROUP BY 1`)
        .all(values)
        .map((row) => HourRow.parse(row));
    },
    /** The tags that most of the pictures found have. */
    tags(terms: readonly Term[]) {
      const { text, number, values } = from({ terms });
      return sql
        .prepare(
          `SELECT tag AS value, count(*) AS count FROM image_tags
           WHERE image IN (SELECT ${number} FROM ${text}) GROUP BY tag ORDER BY count DESC, tag LIMIT ${tagsShown}`,
        )
        .all(values)
        .map((row) => NameRow.parse(row));
    },
    /** The collections that most of the pictures found are in. */
    collections(terms: readonly Term[]) {
      const { text, number, values } = from({ terms });
      return sql
        .prepare(
          `SELECT collections.name AS value, count(*) AS count FROM collection_images
           JOIN collections ON collections.number = collection_images.collection AND collections.deleted_at IS NULL
           WHERE image IN (SELECT ${number} FROM ${text}) GROUP BY collections.number ORDER BY count DESC, value LIMIT ${tagsShown}`,
        )
        .all(values)
        .map((row) => NameRow.parse(row));
    },
    /** Tags of the whole library that begin so, and how many pictures have each. */
    knownTags({ beginning, limit }: { readonly beginning: string; readonly limit: number }) {
      return knownTags.all({ beginning, limit }).map((row) => NameRow.parse(row));
    },
    trashSize() {
      return TrashSize.parse(trashSize.get());
    },
  };
}
