// Measures a search of a library of a hundred thousand pictures, through the same call that the window makes.

import { join } from 'node:path';
import { openStore } from '../../main/store/database.ts';
import { fillLibrary } from '../fixtures/library-rows.ts';
import { largeLibrary } from './large-library.ts';
import { quantile, type Row } from './row.ts';
import { openStudio } from './studio.ts';

const rounds = 10;
/** The length of a page in the window. */
const limit = 120;

/** What a person types, letter by letter where it grows: rare words, words of every picture, and facets. */
const searches = [
  '',
  'c',
  'ca',
  'cat',
  'cat a',
  'cat at night',
  'soft light',
  '"old castle" -snow',
  '-night',
  'number4711',
  'model:sticker',
  'cat model:sticker is:favourite after:2026-01-15 -night',
  'soft model:sdxl size:>512',
  'style:ink has:parent',
  'kind:upscale before:2026-02-01 whale',
  'negative:blurry owl',
  'seed:77777',
  'nowhere',
];

export async function measureLibrarySearch(): Promise<Row[]> {
  const studio = await openStudio();
  try {
    const store = openStore({ file: join(studio.home, 'tessera.db'), log: () => {} });
    fillLibrary(store, largeLibrary());
    store.database.exec('UPDATE images SET favourite = 1 WHERE number % 10 = 0');
    store.close();
    const latencies: number[] = [];
    const ofSearch = new Map<string, number[]>();
    for (let round = 0; round < rounds; round += 1) {
      for (const search of searches) {
        const started = performance.now();
        await studio.call('library.list', { search, limit });
        const took = performance.now() - started;
        latencies.push(took);
        ofSearch.set(search, [...(ofSearch.get(search) ?? []), took]);
      }
    }
    const [slowest, times] = [...ofSearch].reduce((a, b) => (quantile(b[1], 0.5) > quantile(a[1], 0.5) ? b : a));
    return [
      {
        what: 'search over 100,000 pictures (call to page of 120 and total), p95',
        value: quantile(latencies, 0.95),
        unit: 'ms',
        bar: 50,
        runs: latencies.length,
        detail: `median ${quantile(latencies, 0.5).toFixed(1)} ms; slowest “${slowest}” ${quantile(times, 0.5).toFixed(1)} ms`,
      },
    ];
  } finally {
    await studio.close();
  }
}
