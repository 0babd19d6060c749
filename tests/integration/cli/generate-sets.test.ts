// tessera generate with a model in a folder, and without sets of drawings.

import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DrawnFrom } from '../../../shared/domain/exemplar-source.ts';
import type { Job } from '../../../shared/domain/job.ts';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { modelFolder } from '../../fixtures/exemplar-studio.ts';
import { type Tessera, tesseraProcess } from './tessera-process.ts';

interface Generated {
  readonly job: string;
  readonly images: readonly { sha256: string; drawnFrom: DrawnFrom }[];
}

let tessera: Tessera;

beforeEach(() => {
  tessera = tesseraProcess();
});

afterEach(() => tessera.remove());

const quick = ['--steps', '2', '--count', '1', '--width', '128', '--height', '128', '--seed', '7'];
const recipeOf = async ({ job }: Generated) => (await tessera.json<Job>('jobs', 'show', job)).task.recipe;

describe('generate --exclude-set', () => {
  test('draws without every set that is named, and says what it drew from', async () => {
    const excluded = ['emojione', 'noto', 'twemoji'];
    const options = excluded.toReversed().flatMap((set) => ['--exclude-set', set]);
    const made = await tessera.json<Generated>('generate', 'a guitar', ...options, ...quick);
    const names = made.images.flatMap(({ drawnFrom }) => drawnFrom.map(({ name }) => name));

    expect((await recipeOf(made)).excludedSets).toEqual(excluded);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => excluded.includes(name))).toEqual([]);
  });

  test('names the sets there are when one is not among them', async () => {
    const { exitCode, stderr } = await tessera.run('generate', 'a guitar', '--exclude-set', 'oils', ...quick);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      'no set oils; its sets are noto, noto-v1, fluent-emoji, fluent-emoji-flat, twemoji, emojione',
    );
  });
});

describe('generate --model with a folder', () => {
  test('registers it where it is, once, and draws with it', async () => {
    const folder = join(tessera.home, 'mine');
    cpSync(modelFolder, folder, { recursive: true });
    const words = ['generate', 'a guitar', '--model', folder, ...quick];
    const [first, again] = [await tessera.json<Generated>(...words), await tessera.json<Generated>(...words)];
    const { models } = await tessera.json<CallOutput<'models.list'>>('models', 'list');

    expect((await recipeOf(first)).model).toBe('mine');
    expect((await recipeOf(again)).model).toBe('mine');
    expect(models.filter((model) => model.folder === folder)).toHaveLength(1);
  });

  test('says what is wrong with it', async () => {
    const folder = join(tessera.home, 'mine');
    cpSync(modelFolder, folder, { recursive: true });
    writeFileSync(join(folder, 'words.json'), readFileSync(join(folder, 'words.json')).subarray(0, 100));
    const { exitCode, stderr } = await tessera.run('generate', 'a guitar', '--model', folder, ...quick);

    expect(exitCode).not.toBe(0);
    expect(stderr).toMatch(/words\.json has 100 bytes where tessera\.json says \d+/);
  });
});
