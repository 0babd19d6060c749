import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ImageId, JobId } from '../../../../shared/domain/ids.ts';
import { openStudio } from '../fixtures.ts';

const of = (...ids: readonly ImageId[]) => ({ selection: { kind: 'pictures' as const, ids: [...ids] }, cursor: null });
const allOf = (search: string, ...except: readonly ImageId[]) => ({
  selection: { kind: 'search' as const, search, except: [...except] },
  cursor: null,
});

async function studioWith(prompt: string) {
  const studio = openStudio();
  studio.queue.start();
  const job = await studio.finished(studio.submit(prompt).id);
  const ids = job.images.map(({ id }) => id) as [ImageId, ImageId, ImageId, ImageId];
  const list = (part: 'library' | 'trash', search = '') =>
    studio.library.list({ search, part, limit: 10, cursor: null }).items.map(({ image }) => image.id);
  const file = (id: ImageId) => studio.files.absolutePath(studio.images.find(id)?.file ?? '');
  return { studio, job, ids, list, file };
}

it('throws pictures away and brings them back as they were, tags and all', async () => {
  const { studio, ids, list } = await studioWith('a red apple');
  const [first, second, third, fourth] = ids;
  studio.library.setTags(second, ['fruit']);

  expect(await studio.trash.trash(of(second, third))).toEqual({ ids: [second, third], nextCursor: null });
  expect(studio.seen.at(-1)).toMatchObject({ name: 'library.rearranged' });
  expect([list('library'), list('trash'), list('trash', 'tag:fruit')]).toEqual([
    [fourth, first],
    [third, second],
    [second],
  ]);
  expect(studio.library.list({ search: '', limit: 1, cursor: null }).total).toBe(2);
  expect(studio.library.trashSize().pictures).toBe(2);
  expect(studio.files.path(second)).toBeNull();
  expect(await studio.trash.restore(of(second, third, first))).toMatchObject({ ids: [second, third] });
  expect([list('library', 'fruit'), list('trash')]).toEqual([[second], []]);
  expect(studio.files.path(second)).not.toBeNull();
});

it('acts on all that a search finds, but for those spared', async () => {
  const { studio, ids, list } = await studioWith('a red apple');
  studio.library.setFavourite(ids[0], true);

  expect((await studio.trash.trash(allOf('apple -is:favourite', ids[2]))).ids.toSorted()).toEqual([ids[1], ids[3]]);
  expect(list('library')).toEqual([ids[2], ids[0]]);
  expect((await studio.trash.trash(allOf('giraffe'))).ids).toEqual([]);
});

it('purges record, words, file and thumbnails alike, and only what lies in the trash', async () => {
  const { studio, ids, list, file } = await studioWith('a red apple');
  const path = file(ids[0]);
  const [thumbnail = ''] = studio.files.derivedFrom(ids[0]);
  await studio.trash.trash(of(ids[0]));
  await studio.files.thumbnail(ids[0], 1);

  const { ids: gone, freedBytes } = await studio.trash.purge(of(ids[0], ids[1]));

  expect([gone, freedBytes > 0]).toEqual([[ids[0]], true]);
  expect([existsSync(path), existsSync(thumbnail), existsSync(file(ids[1]))]).toEqual([false, false, true]);
  expect([studio.images.find(ids[0]), list('trash')]).toEqual([null, []]);
  expect(studio.store.database.prepare('SELECT count(*) AS n FROM library_words').get()).toEqual({ n: 3 });
  expect((await studio.trash.restore(of(ids[0]))).ids).toEqual([]);
});

it('lets a job go with its last picture, for good', async () => {
  const { studio, job } = await studioWith('a red apple');
  await studio.trash.trash(allOf(''));
  expect(studio.jobs.list({ states: undefined, limit: 9, cursor: null }).jobs).toHaveLength(1);

  await studio.trash.purge(allOf(''));

  expect(studio.jobs.list({ states: undefined, limit: 9, cursor: null }).jobs).toEqual([]);
  expect(() => studio.jobs.restore(job.id)).toThrowError(expect.objectContaining({ code: 'JOB_NOT_FOUND' }));
});

it('keeps one by one what was thrown away so when its job comes back', async () => {
  const { studio, job, ids, list } = await studioWith('a red apple');
  await studio.trash.trash(of(ids[0]));
  await studio.jobs.delete(job.id);
  studio.jobs.restore(job.id);

  expect([list('library'), list('trash')]).toEqual([[ids[3], ids[2], ids[1]], [ids[0]]]);
  // Of a job that is there already: nothing is left to bring back.
  expect(studio.jobs.restore('job-1' as JobId).id).toBe(job.id);
});

it('finishes at the next start what a killed purge left lying', async () => {
  const { studio, ids, file } = await studioWith('a red apple');
  const path = file(ids[0]);
  await studio.trash.trash(of(ids[0]));
  const { number } = studio.store.database.prepare('SELECT number FROM images WHERE id = ?').get(ids[0]) as {
    number: number;
  };
  // As far as the transaction gets before the kill.
  studio.store.database.exec(
    `INSERT INTO file_removals (file, image) SELECT file, id FROM images WHERE number = ${number};
     DELETE FROM library_words WHERE rowid = ${number}; DELETE FROM images WHERE number = ${number}`,
  );
  expect(existsSync(path)).toBe(true);

  studio.trash.finishRemovals();

  expect(existsSync(path)).toBe(false);
  expect(readdirSync(join(path, '..'))).toHaveLength(3);
  expect(studio.store.database.prepare('SELECT * FROM file_removals').all()).toEqual([]);
});
