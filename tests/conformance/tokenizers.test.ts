// The ids of awkward texts, against Hugging Face's own tokenizers.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { loadTokenizer } from '../../engine/tokenizers/load-tokenizer.ts';

const Golden = z.strictObject({
  transformers: z.string(),
  texts: z.array(z.string()),
  /** The last id of each row fills it up to its length. */
  ids: z.record(z.string(), z.array(z.strictObject({ ids: z.array(z.int()).min(1), length: z.int() }))),
});
const here = fileURLToPath(new URL('.', import.meta.url));
const golden = Golden.parse(JSON.parse(readFileSync(`${here}goldens/token-ids.json`, 'utf8')));

// Exports of some years hold a vocabulary and merges, those of today one description of everything.
const places = ['models', 'goldens/saved-anew'].flatMap((folder) =>
  Object.entries(golden.ids).map(([place, rows]) => ({ folder, place, rows })),
);

describe.each(places)('$folder/$place', ({ folder, place, rows }) => {
  const [model = '', under = ''] = place.split('/');
  test.each(golden.texts.map((text, index) => [text, rows[index]] as const))('reads %j', (text, row) => {
    if (row === undefined) throw new TypeError('every text has its ids');
    const tokenizer = loadTokenizer({ folder: `${here}${folder}/${model}`, under, length: row.length });
    const wanted = Array.from({ length: row.length }, (_, index) => row.ids[index] ?? row.ids.at(-1));
    expect(tokenizer.encode(text).ids).toEqual(wanted);
  });
});
