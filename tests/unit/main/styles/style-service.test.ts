// Own styles beside those of the studio: made, edited, taken away and brought back, read from and written to styles.csv.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createEventHub } from '../../../../main/event-hub.ts';
import { openStore } from '../../../../main/store/database.ts';
import { createStyleTable } from '../../../../main/store/style-table.ts';
import { createStyleService } from '../../../../main/styles/style-service.ts';
import { StyleId } from '../../../../shared/domain/ids.ts';
import { temporaryFolder } from '../fixtures.ts';

const flat = { id: StyleId.parse('flat'), name: 'Flat', prompt: '{prompt}, flat style', negativePrompt: '' };
const ink = { name: 'Ink', prompt: '{prompt}, ink', negativePrompt: 'colour' };

function studio() {
  const folder = temporaryFolder();
  const resources = join(folder, 'resources');
  mkdirSync(resources);
  writeFileSync(join(resources, 'styles.json'), JSON.stringify([flat]));
  const store = openStore({ file: join(folder, 'tessera.db'), log: () => {} });
  const events = createEventHub({ firstSequence: 0, onListenerError: () => {} });
  const heard: string[] = [];
  events.subscribe(({ name }) => heard.push(name));
  let next = 0;
  const newId = () => `style-${(next += 1)}`;
  const styles = createStyleService({
    resources,
    store,
    table: createStyleTable(store),
    events,
    newId,
    clock: () => 0,
  });
  return { styles, heard };
}

test('a style of one’s own stands behind those of the studio, and can be drawn with', () => {
  const { styles, heard } = studio();
  const made = styles.put(ink);
  expect(styles.list()).toEqual([{ ...flat, origin: 'curated' }, made]);
  expect(styles.get(made.id)).toMatchObject(ink);
  expect(heard).toEqual(['styles.changed']);
});

test('it can be edited under its id, and those of the studio cannot', () => {
  const { styles } = studio();
  const { id } = styles.put(ink);
  expect(styles.put({ ...ink, id, prompt: 'pen' })).toMatchObject({ id, prompt: 'pen' });
  expect(styles.list()).toHaveLength(2);
  expect(() => styles.put({ ...ink, id: flat.id })).toThrow(expect.objectContaining({ code: 'STYLE_NOT_FOUND' }));
});

test('what is taken away comes back under its id', () => {
  const { styles } = studio();
  const made = styles.put(ink);
  styles.remove(made.id);
  expect(() => styles.get(made.id)).toThrow(expect.objectContaining({ code: 'STYLE_NOT_FOUND' }));
  expect(styles.restore(made.id)).toEqual(made);
  expect(() => styles.remove(flat.id)).toThrow(expect.objectContaining({ code: 'STYLE_NOT_FOUND' }));
});

test('a file is read: what is new is added, what is there is known, what is no style is named by its line', () => {
  const { styles } = studio();
  styles.put(ink);
  const csv = [
    'name,prompt,negative_prompt',
    'Ink,"{prompt}, ink",colour',
    'Ink,another ink,',
    ',no name,',
    '--- photographs ---,,',
    `${'n'.repeat(101)},words,`,
    'Oil,oil paint,',
    'Oil,oil paint,',
  ].join('\n');
  const read = styles.import(csv);
  expect(read.added.map(({ name, prompt }) => [name, prompt])).toEqual([
    ['Ink (2)', 'another ink'],
    ['Oil', 'oil paint'],
  ]);
  expect(read.known).toBe(2);
  expect(read.skipped).toEqual([
    { line: 4, reason: 'no-name' },
    { line: 5, reason: 'no-words' },
    { line: 6, reason: 'too-long' },
  ]);
  expect(styles.import(csv).added).toEqual([]);
});

test('more than there is room for is refused whole', () => {
  const { styles } = studio();
  const csv = Array.from({ length: 5001 }, (_, row) => `s${row},words ${row}`).join('\n');
  expect(() => styles.import(csv)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  expect(styles.list()).toHaveLength(1);
});

test('what was written out is read back by another studio', () => {
  const { styles } = studio();
  styles.put(ink);
  styles.put({ name: 'Quoted "oil"', prompt: 'one,\ntwo', negativePrompt: '' });
  const written = styles.export();
  expect(written.count).toBe(2);
  const other = studio().styles;
  expect(other.import(written.csv)).toMatchObject({ known: 0, skipped: [] });
  expect(other.export().csv).toBe(written.csv);
});
