// Pictures in a person's own hand: a palette made by the real cutter, drawn with by the real sampler and the real base model.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { loadExemplarPipeline } from '../../engine/pipelines/exemplar/pipeline.ts';
import type { Pipeline, RgbImage } from '../../engine/pipelines/pipeline.ts';
import { createOrtRuntime } from '../../engine/runtime/ort-runtime.ts';
import type { Note } from '../../shared/domain/note.ts';
import { ResolvedRecipe } from '../../shared/domain/recipe.ts';
import { closeStudios, studio as embeddedStudio } from '../fixtures/exemplar-studio.ts';
import { makePaletteFolder } from '../fixtures/palette-folder.ts';
import { temporaryFolder } from '../unit/main/fixtures.ts';

const base = fileURLToPath(new URL('../../resources/models/sticker-mini', import.meta.url));
const baseSets = ['noto', 'noto-v1', 'fluent-emoji', 'fluent-emoji-flat', 'twemoji', 'emojione'];
const pictures = {
  'red-fish': 'red fish',
  'blue-fish': 'blue fish',
  house: 'house',
  'tall-house': 'tall house',
  star: 'star',
  waves: 'sea waves',
};
const paper = [0xfb, 0xf3, 0xdf];

let open: Pipeline[] = [];
const folder = mkdtempSync(join(tmpdir(), 'tessera-palette-'));

beforeAll(async () => {
  await makePaletteFolder(folder, pictures);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(async () => {
  await Promise.all(open.map((pipeline) => pipeline.close()));
  open = [];
  await closeStudios();
});

async function studio(from = folder) {
  const pipeline = await loadExemplarPipeline({
    folder: from,
    palette: { id: 'palette-harbour', base },
    runtime: await createOrtRuntime({ threads: 1 }),
  });
  open.push(pipeline);
  return async (prompt: string, { seed = 3, alone = false, without = [] as string[] } = {}) => {
    const notes: Note[] = [];
    const recipe = ResolvedRecipe.parse({
      prompt,
      negativePrompt: '',
      styledPrompt: prompt,
      styledNegativePrompt: '',
      model: 'palette-harbour',
      style: null,
      width: 128,
      height: 128,
      seed,
      steps: 6,
      guidanceScale: 1,
      scheduler: 'flow-match-euler',
      count: 1,
      variations: [],
      excludedSets: alone ? baseSets : without,
    });
    const { image, drawnFrom = [] } = await pipeline.draw({
      recipe,
      seed,
      variations: [],
      source: null,
      checkpoint: async () => {},
      report: { step: () => {}, preview: () => {}, note: (note) => notes.push(note), log: () => {} },
    });
    return { image, notes, sets: drawnFrom.map(({ name }) => name), from: drawnFrom };
  };
}

const at = ({ data, width }: RgbImage, x: number, y: number) => [
  ...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
];
const apart = (one: readonly number[], other: readonly number[]) =>
  Math.hypot(...one.map((level, c) => level - (other[c] ?? 0)));

describe('a thing the palette has', () => {
  test('is drawn from the palette alone, on its own paper', async () => {
    const draw = await studio();
    const { image, sets, from } = await draw('a fish');

    expect(sets).toEqual(['palette-harbour']);
    expect(from[0]).toMatchObject({ title: 'Harbour', author: 'Ada', licence: 'For friends only.' });
    expect(apart(at(image, 2, 2), paper)).toBeLessThan(8);
  });

  test('comes in every drawing of it', async () => {
    const draw = await studio();
    const drawn = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((seed) => draw('a house', { seed })));
    const leading = drawn.flatMap(({ from }) =>
      from[0]?.drawings.filter(({ leads }) => leads).map(({ label }) => label),
    );

    expect(new Set(leading)).toEqual(new Set(['house', 'tall house']));
  });

  test('stands in a scene of the palette’s colours', async () => {
    const draw = await studio();
    const own = (await draw('a house at night')).image;
    const foreign = (await (await embeddedStudio())({ prompt: 'a house at night', seed: 3 })).image;

    expect(apart(at(own, 2, 124), at(foreign, 2, 124))).toBeGreaterThan(15);
  });
});

describe('a thing the palette lacks', () => {
  test('is drawn by the model', async () => {
    const draw = await studio();
    const { sets, notes } = await draw('a dragon');

    expect(sets.length).toBeGreaterThan(0);
    expect(sets).not.toContain('palette-harbour');
    expect(notes).toEqual([]);
  });

  test('is stood in for by the nearest drawing when the palette is alone, and that is said every time', async () => {
    const draw = await studio();
    const [first, second] = [await draw('a dragon', { alone: true }), await draw('a dragon', { alone: true })];

    expect([first.sets, second.sets]).toEqual([['palette-harbour'], ['palette-harbour']]);
    expect(first.notes).toMatchObject([{ code: 'NOT_IN_PALETTE', values: { words: 'dragon' } }]);
    expect(second.notes).toEqual(first.notes);
  });
});

describe('a whole picture', () => {
  test('is the picture when the prompt names nothing else', async () => {
    const draw = await studio();
    const { image, from } = await draw('sea waves');

    expect(from[0]?.drawings.map(({ name }) => name)).toEqual(['waves.png']);
    const colours = Array.from({ length: 60 }, (_, i) => at(image, 64, i * 2));
    expect(colours.some((colour) => apart(colour, [0x3d, 0x6f, 0x8e]) < 40)).toBe(true);
    expect(colours.some((colour) => apart(colour, [0x6d, 0x8f, 0x4e]) < 40)).toBe(true);
  });

  test('is the ground under a thing', async () => {
    const draw = await studio();
    const { from, image } = await draw('a star, sea waves');

    expect(from[0]?.drawings.map(({ name }) => name).sort()).toEqual(['star.png', 'waves.png']);
    expect(apart(at(image, 2, 2), paper)).toBeGreaterThan(20);
  });

  test('is not used when the palette itself is left out', async () => {
    const draw = await studio();
    expect((await draw('a star, sea waves', { without: ['palette-harbour'] })).sets).not.toContain('palette-harbour');
  });
});

test('the same seed gives the same picture from a copy of the palette elsewhere', async () => {
  const copy = join(temporaryFolder(), 'elsewhere');
  await makePaletteFolder(copy, pictures);
  const [here, there] = [await studio(), await studio(copy)];

  expect(Buffer.compare((await here('a fish on grass')).image.data, (await there('a fish on grass')).image.data)).toBe(
    0,
  );
});

test('a palette whose list is damaged is refused by name', async () => {
  const broken = join(temporaryFolder(), 'broken');
  await makePaletteFolder(broken, pictures);
  writeFileSync(join(broken, 'palette.json'), '{"format":1}');

  await expect(studio(broken)).rejects.toMatchObject({ code: 'MODEL_CORRUPT', details: { file: 'palette.json' } });
});
