// Pictures like one: looks and words together, as a call and as a search with other terms beside it; and groups of copies.

import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { createDuplicatesService } from '../../../../main/library/duplicates-service.ts';
import { createSimilarService, type SimilarService } from '../../../../main/library/similar-service.ts';
import { openStore, type Store } from '../../../../main/store/database.ts';
import { createImageTable } from '../../../../main/store/image-table.ts';
import { createLibrarySearchTable } from '../../../../main/store/library-search-table.ts';
import { createLikenessTable } from '../../../../main/store/likeness-table.ts';
import { createTraitsTable } from '../../../../main/store/traits-table.ts';
import { ImageId } from '../../../../shared/domain/ids.ts';
import { descriptionLength } from '../../../../shared/domain/picture-traits.ts';
import { parseQuery } from '../../../../shared/library-query/parse-query.ts';
import { fillLibrary } from '../../../fixtures/library-rows.ts';
import { temporaryFolder } from '../fixtures.ts';

const idOf = (place: number) => ImageId.parse(`p${place}`);
const looks = (hash: string, value: number) => ({
  hash,
  description: Buffer.alloc(descriptionLength, value).toString('base64'),
});

let store: Store;
let similar: SimilarService;
let tables: { traits: ReturnType<typeof createTraitsTable>; likeness: ReturnType<typeof createLikenessTable> };

beforeEach(() => {
  store = openStore({ file: join(temporaryFolder(), 'tessera.db'), log: () => {} });
  fillLibrary(store, [
    { prompt: 'a red fox in the snow' },
    { prompt: 'a harbour at night' },
    { prompt: 'the red fox again' },
    { prompt: 'a blue whale', model: 'other' },
    { prompt: 'nobody looked at this fox' },
  ]);
  tables = { traits: createTraitsTable(store), likeness: createLikenessTable(store) };
  const images = createImageTable(store);
  similar = createSimilarService({ ...tables, item: (id) => images.findItem(id) });
  similar.keep(idOf(0), looks('0f'.repeat(8), 100));
  similar.keep(idOf(1), looks('0f'.repeat(8), 102));
  similar.keep(idOf(2), looks('f0'.repeat(8), 110));
  similar.keep(idOf(3), looks('33'.repeat(8), 240));
});

const found = (line: string) =>
  createLibrarySearchTable(store, similar.nearest)
    .page({ terms: parseQuery(line).terms, before: null, limit: 9 })
    .map(({ item }) => item.image.id);

describe('pictures like one', () => {
  test('come by looks and by words, the most alike first, and the picture itself does not', () => {
    const { pictures } = similar.similar(idOf(0), 9);
    expect(pictures.map(({ item }) => item.image.id)).toEqual(['p2', 'p1', 'p3', 'p4']);
    const shares = pictures.map(({ likeness }) => likeness);
    expect(shares).toEqual(shares.toSorted((a, b) => b - a));
    expect(() => similar.similar(ImageId.parse('nobody'), 9)).toThrow(
      expect.objectContaining({ code: 'IMAGE_NOT_FOUND' }),
    );
  });

  test('are a search with other terms beside it, in the order of likeness', () => {
    expect(found('like:p0')).toEqual(['p2', 'p1', 'p3', 'p4']);
    expect(found('like:p0 model:other')).toEqual(['p3']);
    expect(found('like:p0 fox')).toEqual(['p2', 'p4']);
    expect(found('-like:p0')).toEqual(['p0']);
    expect(createLibrarySearchTable(store, similar.nearest).count({ terms: parseQuery('like:p0 -fox').terms })).toBe(2);
  });

  test('come page by page', () => {
    const table = createLibrarySearchTable(store, similar.nearest);
    const { terms } = parseQuery('like:p0');
    const [first, second] = table.page({ terms, before: null, limit: 2 });
    const rest = table.page({ terms, before: second?.place ?? 0, limit: 9 });
    expect([first, second, ...rest].map((row) => row?.item.image.id)).toEqual(['p2', 'p1', 'p3', 'p4']);
  });

  test('are others once another picture was described', () => {
    expect(found('like:p4')[0]).toBe('p2');
    similar.keep(idOf(4), looks('55'.repeat(8), 240));
    expect(found('like:p4')[0]).toBe('p3');
  });
});

test('copies are one group, without those in the trash and those that only share a hash', async () => {
  const images = createImageTable(store);
  const duplicates = createDuplicatesService({ similar, ...tables, item: (id) => images.findItem(id) });
  const groups = async () => (await duplicates.find(9)).groups.map((group) => group.map(({ image }) => image.id));
  expect(await groups()).toEqual([['p0', 'p1']]);
  similar.keep(idOf(4), looks('0f'.repeat(7) + '0e', 98));
  expect(await groups()).toEqual([['p0', 'p1', 'p4']]);
  store.database.prepare("UPDATE images SET state = 'trashed' WHERE id IN ('p0', 'p1')").run();
  expect(await duplicates.find(9)).toEqual({ groups: [], total: 0, waiting: 0 });
});
