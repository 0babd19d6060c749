import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore, type Store } from '../../../../main/store/database.ts';
import { createLibrarySearchTable, type LibrarySearchTable } from '../../../../main/store/library-search-table.ts';
import { parseQuery, queryFields } from '../../../../shared/library-query/parse-query.ts';
import { fillLibrary } from '../../../fixtures/library-rows.ts';

let store: Store;
let table: LibrarySearchTable;

beforeAll(() => {
  store = openStore({ file: ':memory:', log: () => {} });
  table = createLibrarySearchTable(store);
  fillLibrary(store, [
    { prompt: 'a cat at night', model: 'sticker', createdAt: local(2026, 10, 31) },
    {
      prompt: 'a cat in the sun',
      model: 'sticker-two',
      negativePrompt: 'night, blurry',
      createdAt: local(2026, 11, 1),
    },
    { prompt: 'a red dog, exact phrase here', style: 'ink', width: 768, height: 512, createdAt: local(2026, 11, 2) },
    { prompt: 'phrase that is exact', width: 512, height: 1024, kind: 'upscale', createdAt: local(2026, 12, 1) },
  ]);
  store.database.exec(`UPDATE images SET favourite = 1 WHERE id = 'p1';
    INSERT INTO image_tags (tag, image) SELECT 'sea', number FROM images WHERE id IN ('p0', 'p1');
    UPDATE library_words SET tags = 'sea' WHERE rowid IN (SELECT image FROM image_tags)`);
});
afterAll(() => store.close());

function local(year: number, month: number, day: number): string {
  return new Date(year, month - 1, day, 12).toISOString();
}

function found(line: string): string[] {
  const { terms, problems } = parseQuery(line);
  expect(problems).toEqual([]);
  const ids = table.page({ terms, before: null, limit: 10 }).map(({ item }): string => item.image.id);
  expect(table.count({ terms })).toBe(ids.length);
  return ids;
}

it.each([
  ['', ['p3', 'p2', 'p1', 'p0']],
  ['cat', ['p1', 'p0']],
  ['cat -night', ['p1']],
  ['-night', ['p3', 'p2', 'p1']],
  ['-cat -dog', ['p3']],
  ['negative:blurry', ['p1']],
  ['-negative:blurry cat', ['p0']],
  ['"exact phrase"', ['p2']],
  ['exact phrase', ['p3', 'p2']],
  ['model:sticker', ['p1', 'p0']],
  ['model:"sticker"', ['p0']],
  ['-model:sticker', ['p3', 'p2']],
  ['sticker', ['p1', 'p0']],
  ['style:ink', ['p2']],
  ['-style:ink', ['p3', 'p1', 'p0']],
  ['has:style', ['p2']],
  ['is:favourite', ['p1']],
  ['is:favorite cat', ['p1']],
  ['tag:Sea -is:favourite', ['p0']],
  ['sea', ['p1', 'p0']],
  ['-has:tags', ['p3', 'p2']],
  ['has:parent', ['p3']],
  ['kind:upscale', ['p3']],
  ['seed:2', ['p2']],
  ['seed:>=2', ['p3', 'p2']],
  ['size:>512', ['p3', 'p2']],
  ['size:512x1024', ['p3']],
  ['width:<=512 height:>512', ['p3']],
  ['is:landscape', ['p2']],
  ['after:2026-11-01', ['p3', 'p2', 'p1']],
  ['before:2026-11-01', ['p0']],
  ['on:2026-11', ['p2', 'p1']],
  ['on:2026-11-02', ['p2']],
  ['cat OR dog', []],
  ['"cat" NEAR(', []],
])('%j finds %j', (line, expected) => {
  expect(found(line)).toEqual(expected);
});

it('divides what is found by model, kind, favourites and tags', () => {
  const { terms } = parseQuery('cat');
  const square = { style: null, kind: 'generated', derived: 0, width: 512, height: 512 };

  expect(table.divided(terms)).toEqual([
    { ...square, model: 'sticker', favourite: 0, count: 1 },
    { ...square, model: 'sticker-two', favourite: 1, count: 1 },
  ]);
  expect(table.tags(terms)).toEqual([{ value: 'sea', count: 2 }]);
  expect(table.tags(parseQuery('dog').terms)).toEqual([]);
});

it('counts and shows none that is in the trash', () => {
  store.transaction('test.trash', () => {
    store.database.exec("UPDATE images SET state = 'trashed' WHERE id = 'p0'");
    expect([found('cat'), found('-dog'), found('seed:<2')]).toEqual([['p1'], ['p3', 'p1'], ['p1']]);
    store.database.exec("UPDATE images SET state = 'ready' WHERE id = 'p0'");
  });
});

it('goes on behind the last picture of a page, with words and without', () => {
  const second = (line: string) => {
    const { terms } = parseQuery(line);
    const [first] = table.page({ terms, before: null, limit: 1 });
    return table.page({ terms, before: first?.place ?? 0, limit: 1 }).map(({ item }) => item.image.id);
  };

  expect([second(''), second('cat'), second('seed:<3')]).toEqual([['p2'], ['p0'], ['p1']]);
});

it('can be asked whatever the language lets through', () => {
  const part = fc.oneof(
    fc
      .tuple(fc.constantFrom('', '-'), fc.constantFrom('', ...queryFields.map((field) => `${field}:`)), fc.string())
      .map((pieces) => pieces.join('')),
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom(
      'is:square',
      'kind:variation',
      'on:2026',
      'size:<9',
      '"a*b"',
      "it's",
      'a* OR NEAR(b, 2) {prompt}:c',
    ),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const { terms } = parseQuery(parts.join(' '));
      const shown = table.page({ terms, before: null, limit: 10 });
      expect(table.count({ terms })).toBe(shown.length);
      expect(table.divided(terms).reduce((sum, { count }) => sum + count, 0)).toBe(shown.length);
    }),
    { numRuns: 300 },
  );
  const long = parseQuery(Array.from({ length: 250 }, () => 'a').join(' ')).terms;
  expect(table.count({ terms: long })).toBeGreaterThan(0);
});
