import { expect, it } from 'vitest';
import type { ImageId } from '../../../../shared/domain/ids.ts';
import { openStudio } from '../fixtures.ts';

it('finds finished pictures by the words of their prompt, also half typed and without accents', async () => {
  const studio = openStudio();
  studio.queue.start();
  studio.submit('a castle at night');
  const apple = studio.submit('une pomme rouge sur la neige, été');
  await studio.finished(apple.id);
  const found = (search: string) => studio.library.list({ search, limit: 10, cursor: null });

  expect(found('pom rou').total).toBe(0);
  expect(found('pomme rou').items.map((item) => item.image.job)).toEqual([apple.id, apple.id, apple.id, apple.id]);
  expect(found('ete').total).toBe(4);
  expect(found('').total).toBe(8);
});

it('pages through pictures without losing or repeating one', async () => {
  const studio = openStudio();
  studio.queue.start();
  studio.submit('one');
  await studio.finished(studio.submit('two').id);
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page = studio.library.list({ search: '', limit: 3, cursor });
    ids.push(...page.items.map((item) => item.image.id));
    cursor = page.nextCursor;
  } while (cursor !== null);

  expect(ids).toHaveLength(8);
  expect(new Set(ids).size).toBe(8);
});

it('refuses a cursor it did not hand out', () => {
  const { library } = openStudio();

  expect(() => library.list({ search: '', limit: 3, cursor: 'bm9uc2Vuc2U' })).toThrowError(
    expect.objectContaining({ code: 'VALIDATION_ERROR', details: { field: 'cursor' } }),
  );
});

it('hands out the picture itself when no thumbnail could be smaller', async () => {
  const studio = openStudio();
  studio.queue.start();
  const job = await studio.finished(studio.submit().id);
  const id = job.images[0]?.id;
  if (id === undefined) throw new Error('a grid has a first picture');

  expect(await studio.files.thumbnail(id, 512)).toBe(studio.files.path(id));
  expect(await studio.files.thumbnail(id, 10)).toBe(studio.files.path(id));
});

it('divides what a search finds, counts favourites, and tells everyone of a new one', async () => {
  const studio = openStudio();
  studio.queue.start();
  const apple = await studio.finished(studio.submit('a red apple').id);
  const id = apple.images[2]?.id;
  if (id === undefined) throw new Error('a grid has a third picture');

  expect(studio.library.setFavourite(id, true).favourite).toBe(true);
  expect(studio.seen.at(-1)).toMatchObject({ name: 'library.changed', data: { id, favourite: true, tags: [] } });
  expect(studio.library.facets('apple')).toEqual({
    models: [{ value: apple.task.recipe.model, count: 4 }],
    styles: [],
    kinds: [{ value: 'generated', count: 4 }],
    tags: [],
    collections: [],
    sizes: [{ value: '64x64', count: 4 }],
    months: [{ value: '2026-11', count: 4 }],
    favourites: 1,
    derived: 0,
  });
  const favourites = studio.library.list({ search: 'is:favourite', limit: 10, cursor: null });
  expect(favourites.items.map((item) => item.image.id)).toEqual([id]);
  expect(studio.library.setFavourite(id, false).favourite).toBe(false);
  expect(studio.library.list({ search: 'is:favourite', limit: 10, cursor: null }).total).toBe(0);
});

it('says what of a search it did not understand, where it stands, and what may have been meant', () => {
  const { library } = openStudio();

  expect(() => library.list({ search: 'cat modle:x', limit: 3, cursor: null })).toThrowError(
    expect.objectContaining({
      code: 'SEARCH_NOT_UNDERSTOOD',
      details: { field: 'search', problem: 'unknownField', text: 'modle:x', at: 4, suggestion: 'model:x' },
    }),
  );
});

it('knows no favourite that is not there', () => {
  expect(() => openStudio().library.setFavourite('gone' as ImageId, true)).toThrowError(
    expect.objectContaining({ code: 'IMAGE_NOT_FOUND' }),
  );
});

it('finds pictures by the tags they have now, as a term and as a word', async () => {
  const studio = openStudio();
  studio.queue.start();
  const id = (await studio.finished(studio.submit('a red apple').id)).images[1]?.id;
  if (id === undefined) throw new Error('a grid has a second picture');
  const found = (search: string) => studio.library.list({ search, limit: 10, cursor: null }).total;

  expect(studio.library.setTags(id, ['still life', 'fruit', 'fruit']).tags).toEqual(['fruit', 'still life']);
  expect([found('tag:fruit'), found('tag:"still life"'), found('still'), found('-has:tags')]).toEqual([1, 1, 1, 3]);
  expect(studio.library.facets('').tags).toEqual([
    { value: 'fruit', count: 1 },
    { value: 'still life', count: 1 },
  ]);
  studio.library.setTags(id, ['lunch']);
  expect([found('tag:fruit'), found('fruit'), found('lunch')]).toEqual([0, 0, 1]);
  expect(() => studio.library.setTags('gone' as ImageId, [])).toThrowError(
    expect.objectContaining({ code: 'IMAGE_NOT_FOUND' }),
  );
});
