import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createStorageService } from '../../../../main/library/storage-service.ts';
import { createStorageTable } from '../../../../main/store/storage-table.ts';
import { openStudio } from '../fixtures.ts';

it('counts pictures by model and month, those in the trash, and the cache', async () => {
  const studio = openStudio();
  studio.queue.start();
  const { images } = await studio.finished(studio.submit('a red apple').id);
  const ids = images.map(({ id }) => id);
  await studio.trash.trash({ selection: { kind: 'pictures', ids: ids.slice(0, 1) }, cursor: null });
  writeFileSync(join(studio.home, 'cache', 'derived', 'a.jpg'), 'x'.repeat(700));

  const { kept, trash, models, months, cacheBytes, folder } = await studio.storage.get();

  const sizes = ids.map((id) => studio.images.find(id)?.sizeBytes ?? 0);
  const sum = (of: readonly number[]) => of.reduce((total, bytes) => total + bytes, 0);
  expect([kept, trash]).toEqual([
    { pictures: 3, bytes: sum(sizes.slice(1)) },
    { pictures: 1, bytes: sizes[0] },
  ]);
  expect(models).toEqual([{ name: studio.models.defaultModel(), ...kept }]);
  expect(months).toEqual([{ name: '2026-11', ...kept }]);
  expect([cacheBytes, folder]).toEqual([700, join(studio.home, 'library')]);
});

it.each([
  ['at rest', false, 70],
  ['while a picture is drawn', true, 30],
])('empties what can be made again %s, and never what unfinished work goes on from', async (_when, drawing, freed) => {
  const { home, store } = openStudio();
  const file = (part: string) => join(home, 'cache', part, 'inner', 'file');
  for (const [part, bytes] of Object.entries({ thumbnails: 10, derived: 20, loras: 40, unfinished: 80 })) {
    mkdirSync(join(file(part), '..'), { recursive: true });
    writeFileSync(file(part), 'x'.repeat(bytes));
  }
  const storage = createStorageService({ home, table: createStorageTable(store), isDrawing: () => drawing });

  expect(await storage.clearCache()).toEqual({ freedBytes: freed });
  expect(['thumbnails', 'derived', 'loras', 'unfinished'].map((part) => existsSync(file(part)))).toEqual([
    false,
    false,
    drawing,
    true,
  ]);
});
