import { expect, it } from 'vitest';
import { picturesPerCall } from '../../../../shared/domain/selection.ts';
import { fillLibrary } from '../../../fixtures/library-rows.ts';
import { openStudio } from '../fixtures.ts';

const all = (search = '') => ({ selection: { kind: 'search' as const, search, except: [] }, cursor: null });
const noTags = { addTags: [], removeTags: [] };

function studioWith(...prompts: readonly string[]) {
  const studio = openStudio();
  fillLibrary(
    studio.store,
    prompts.map((prompt) => ({ prompt })),
  );
  const found = (search: string) =>
    studio.library.list({ search, limit: 200, cursor: null }).items.map(({ image }): string => image.id);
  return { ...studio, found };
}

it('marks those that were not, says which, and takes it back from just these', async () => {
  const { library, found } = studioWith('a cat', 'a dog', 'a cow');
  await library.mark({ ...all('dog'), favourite: true, ...noTags });

  const { ids } = await library.mark({ ...all(), favourite: true, ...noTags });
  expect(ids.toSorted()).toEqual(['p0', 'p2']);
  const marked = { kind: 'pictures' as const, ids };
  await library.mark({ selection: marked, cursor: null, favourite: false, ...noTags });
  expect(found('is:favourite')).toEqual(['p1']);
});

it('gives and takes tags, which searches and completions then know', async () => {
  const { library, found } = studioWith('a cat', 'a dog', 'a cow');
  await library.mark({ ...all('-dog'), addTags: ['farm', 'animal'], removeTags: [] });
  await library.mark({ ...all('cow'), addTags: ['milk'], removeTags: ['animal'] });

  expect([found('tag:farm'), found('animal'), found('mil')]).toEqual([['p2', 'p0'], ['p0'], ['p2']]);
  expect(library.tags({ beginning: 'f', limit: 9 }).tags).toEqual([{ value: 'farm', count: 2 }]);
  expect(library.tags({ beginning: '%', limit: 9 }).tags).toEqual([]);
  expect((await library.mark({ ...all('cow'), addTags: ['milk'], removeTags: ['animal'] })).ids).toEqual([]);
});

it('gives a picture no more tags than it may have', async () => {
  const { library } = studioWith('a cat');
  const tags = Array.from({ length: 50 }, (_, n) => `tag ${n}`);
  await library.mark({ ...all(), addTags: tags, removeTags: [] });

  expect((await library.mark({ ...all(), addTags: ['one more'], removeTags: [] })).ids).toEqual([]);
});

it('does ten thousand in a call and goes on from its cursor, past those already done', async () => {
  const prompts = Array.from({ length: picturesPerCall + 5 }, (_, n) => `picture ${n}`);
  const { library, found } = studioWith(...prompts);

  const first = await library.mark({ ...all(), favourite: true, ...noTags });
  expect([first.ids.length, first.nextCursor]).toEqual([picturesPerCall, expect.any(String)]);
  const rest = await library.mark({ ...all(), cursor: first.nextCursor, favourite: true, ...noTags });
  expect([rest.ids.length, rest.nextCursor]).toEqual([5, null]);
  expect(found('-is:favourite')).toEqual([]);
});

it('tells everyone once, however many there are', async () => {
  const { library, seen } = studioWith('a cat', 'a dog');
  await library.mark({ ...all(), favourite: true, ...noTags });
  await library.mark({ ...all(), favourite: true, ...noTags });

  expect(seen.map(({ name }) => name)).toEqual(['library.rearranged']);
});
