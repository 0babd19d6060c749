// Measures a search of a library of a hundred thousand pictures, through the same call that the window makes.

import { join } from 'node:path';
import { openStore } from '../../main/store/database.ts';
import { fillLibrary, type LibraryRow } from '../fixtures/library-rows.ts';
import { quantile, type Row } from './row.ts';
import { openStudio } from './studio.ts';

const pictures = 100_000;
const rounds = 10;
/** The length of a page in the window. */
const limit = 120;

const looks = ['a red', 'a small blue', 'an old', 'a golden', 'a sleeping', 'a paper', 'a striped', 'a glass'];
const things = ['cat', 'castle', 'apple', 'lighthouse', 'robot', 'forest', 'teapot', 'whale', 'bicycle', 'owl'];
const places = ['at night', 'in the snow', 'by the sea', 'in a garden', 'on a shelf', 'under the rain', 'in the sun'];
const models = ['tessera-mini', 'sd15', 'sdxl-turbo', 'sticker', 'flux-schnell'];
const kinds = ['generated', 'generated', 'generated', 'variation', 'upscale'] as const;

function* library(): Generator<LibraryRow> {
  for (let n = 0; n < pictures; n += 1) {
    const pick = <Item>(list: readonly Item[], stride: number): Item =>
      list[Math.floor(n / stride) % list.length] as Item;
    yield {
      prompt: `${pick(looks, 7)} ${pick(things, 3)} ${pick(places, 11)}, soft light, number${n}`,
      negativePrompt: n % 2 === 0 ? 'blurry, low quality' : '',
      model: pick(models, 40),
      style: n % 3 === 0 ? 'ink' : null,
      kind: pick(kinds, 1),
      width: n % 4 === 0 ? 1024 : 512,
      height: 512,
    };
  }
}

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
    fillLibrary(store, library());
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
