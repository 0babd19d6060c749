// Past prompts, read from the jobs.

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../../../main/store/database.ts';
import { createPromptHistory } from '../../../../main/store/prompt-history-table.ts';
import { temporaryFolder } from '../fixtures.ts';

function history(...prompts: readonly (readonly [prompt: string, negativePrompt?: string])[]) {
  const store = openStore({ file: join(temporaryFolder(), 'tessera.db'), log: () => {} });
  const insert = store.database.prepare(
    `INSERT INTO jobs (id, door, state, request, task, stage, position, created_at)
     VALUES (@id, 'window', 'completed', '{}', @task, 'done', @place, @at)`,
  );
  prompts.forEach(([prompt, negativePrompt = ''], place) =>
    insert.run({
      id: `job-${place}`,
      task: JSON.stringify({ kind: 'generate', recipe: { prompt, negativePrompt } }),
      place,
      at: new Date(place * 1000).toISOString(),
    }),
  );
  const past = createPromptHistory(store);
  const find = (search = '', limit = 50) => past.find({ search, limit }).map(({ prompt }) => prompt);
  return { store, past, find };
}

test('each prompt once, the one drawn last first', () => {
  const { find } = history(['a cat'], ['a dog'], ['a cat']);
  expect(find()).toEqual(['a cat', 'a dog']);
});

test('the same words with something else not wanted are another prompt', () => {
  const { past } = history(['a cat', 'rain'], ['a cat']);
  expect(past.find({ search: '', limit: 9 })).toEqual([
    { prompt: 'a cat', negativePrompt: '' },
    { prompt: 'a cat', negativePrompt: 'rain' },
  ]);
});

test('a search finds words as they stand, also those that mean something to the database', () => {
  const { find } = history(['100% wool'], ['100 sheep'], ['a_b'], ['axb'], ['A Cat']);
  expect(find('100%')).toEqual(['100% wool']);
  expect(find('a_b')).toEqual(['a_b']);
  expect(find(' cat ')).toEqual(['A Cat']);
  expect(find('', 2)).toEqual(['A Cat', 'axb']);
});

test('what was deleted is not remembered', () => {
  const { store, find } = history(['a cat'], ['a dog']);
  store.database.prepare("UPDATE jobs SET deleted_at = 'now' WHERE id = 'job-1'").run();
  expect(find()).toEqual(['a cat']);
});
