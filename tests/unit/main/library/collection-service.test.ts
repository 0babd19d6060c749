import { expect, it } from 'vitest';
import { CollectionId } from '../../../../shared/domain/collection.ts';
import type { ImageId } from '../../../../shared/domain/ids.ts';
import { openStudio } from '../fixtures.ts';

const of = (...ids: readonly ImageId[]) => ({ selection: { kind: 'pictures' as const, ids: [...ids] }, cursor: null });

async function studioWithPictures() {
  const studio = openStudio();
  studio.queue.start();
  const job = await studio.finished(studio.submit('a red apple').id);
  const ids = job.images.map(({ id }) => id) as [ImageId, ImageId, ImageId, ImageId];
  const list = (search: string) => {
    const pages: ImageId[] = [];
    let cursor: string | null = null;
    do {
      const page = studio.library.list({ search, limit: 2, cursor });
      pages.push(...page.items.map(({ image }) => image.id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    return pages;
  };
  return { studio, ids, list };
}

it('holds pictures in the order they were put there, found by its name in any case', async () => {
  const { studio, ids, list } = await studioWithPictures();
  const { id } = studio.collections.create('Été à la mer');
  await studio.collections.add(id, of(ids[2]));
  await studio.collections.add(id, of(ids[3], ids[0]));
  await studio.collections.add(id, of(ids[2], ids[1]));

  expect(list('in:"été à la mer"')).toEqual([ids[1], ids[3], ids[0], ids[2]]);
  expect(list('in:été apple')).toEqual([ids[3], ids[2], ids[1], ids[0]]);
  expect(list('in:"Été à la mer" apple -seed:1')).toEqual([ids[1], ids[3], ids[0], ids[2]]);
  expect([list('in:"été"'), list('-in:été'), list('-has:collection')]).toEqual([[], [], []]);
  expect(studio.collections.list()).toEqual([{ id, name: 'Été à la mer', count: 4, cover: ids[1] }]);
  expect(studio.library.facets('').collections).toEqual([{ value: 'Été à la mer', count: 4 }]);
});

it('leaves pictures in the library when they are taken out, or the whole of it is', async () => {
  const { studio, ids, list } = await studioWithPictures();
  const { id } = studio.collections.create('Fruit');
  await studio.collections.add(id, { selection: { kind: 'search', search: '', except: [ids[0]] }, cursor: null });

  expect((await studio.collections.remove(id, of(ids[0], ids[1]))).ids).toEqual([ids[1]]);
  expect(list('in:fruit')).toEqual([ids[3], ids[2]]);
  studio.collections.delete(id);
  expect([list('in:fruit'), list(''), studio.collections.list()]).toEqual([[], ids.toReversed(), []]);
  expect(studio.collections.restore(id)).toMatchObject({ name: 'Fruit', count: 2 });
  expect(list('in:fruit')).toEqual([ids[3], ids[2]]);
});

it('does not count trashed pictures, and has them again when they are restored', async () => {
  const { studio, ids } = await studioWithPictures();
  const { id } = studio.collections.create('Fruit');
  await studio.collections.add(id, of(ids[0], ids[1]));
  await studio.trash.trash(of(ids[1]));

  expect(studio.collections.list()).toMatchObject([{ count: 1, cover: ids[0] }]);
  await studio.trash.restore(of(ids[1]));
  expect(studio.collections.list()).toMatchObject([{ count: 2, cover: ids[1] }]);
});

it('refuses a name that is taken, whatever its case, and collections that are not there', () => {
  const { collections } = openStudio();
  const { id } = collections.create('Fruit');
  const other = collections.create('Sea');
  const nobody = CollectionId.parse('nobody');
  const taken = expect.objectContaining({ code: 'COLLECTION_EXISTS' });
  const missing = expect.objectContaining({ code: 'COLLECTION_NOT_FOUND' });

  expect(() => collections.create('FRUIT')).toThrowError(taken);
  expect(() => collections.rename(other.id, 'fruit')).toThrowError(taken);
  expect(collections.rename(id, 'FRUIT').name).toBe('FRUIT');
  expect(() => collections.rename(nobody, 'x')).toThrowError(missing);
  expect(() => collections.delete(nobody)).toThrowError(missing);
  expect(() => collections.restore(id)).toThrowError(missing);
  collections.delete(id);
  collections.create('Fruit');
  expect(() => collections.restore(id)).toThrowError(taken);
});
