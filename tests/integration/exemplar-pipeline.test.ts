// The embedded model as the engine draws with it: real files, real graphs, real runtime.

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { loadExemplarPipeline } from '../../engine/pipelines/exemplar/pipeline.ts';
import type { Picture, PictureSource, Pipeline, PipelineReport, RgbImage } from '../../engine/pipelines/pipeline.ts';
import { createOrtRuntime } from '../../engine/runtime/ort-runtime.ts';
import type { Note } from '../../shared/domain/note.ts';
import { ModelManifest } from '../../shared/domain/model.ts';
import { ResolvedRecipe, type Variation } from '../../shared/domain/recipe.ts';
import { TesseraError } from '../../shared/errors.ts';

const folder = fileURLToPath(new URL('../../resources/models/sticker-mini', import.meta.url));

interface Drawn extends Picture {
  readonly fractions: readonly number[];
  readonly previews: readonly RgbImage[];
  readonly notes: readonly Note[];
  readonly runs: number;
}

interface Ask {
  readonly prompt?: string;
  readonly negative?: string;
  readonly seed?: number;
  readonly steps?: number;
  readonly width?: number;
  readonly height?: number;
  readonly variations?: readonly Variation[];
  readonly source?: PictureSource | null;
  readonly invention?: number;
  readonly checkpoint?: () => Promise<void>;
}

let open: Pipeline[] = [];
afterEach(async () => {
  await Promise.all(open.map((pipeline) => pipeline.close()));
  open = [];
});

async function studio(): Promise<(ask?: Ask) => Promise<Drawn>> {
  const runtime = await createOrtRuntime({ threads: 1 });
  const pipeline = await loadExemplarPipeline({ folder, runtime });
  open.push(pipeline);
  return async (ask = {}) => {
    const fractions: number[] = [];
    const previews: RgbImage[] = [];
    const notes: Note[] = [];
    const report: PipelineReport = {
      step: (_stage, fraction) => fractions.push(fraction),
      preview: (make) => previews.push(make()),
      note: (note) => notes.push(note),
      log: () => {},
    };
    const runsBefore = runtime.spent.sessionRuns;
    const picture = await pipeline.draw({
      recipe: recipe(ask),
      seed: ask.seed ?? 7,
      variations: ask.variations ?? [],
      source: ask.source ?? null,
      checkpoint: ask.checkpoint ?? (async () => {}),
      report,
    });
    return { ...picture, fractions, previews, notes, runs: runtime.spent.sessionRuns - runsBefore };
  };
}

function recipe({
  prompt = 'a red apple',
  negative = '',
  steps = 6,
  width = 128,
  height = 128,
  seed = 7,
  invention,
}: Ask): ResolvedRecipe {
  return ResolvedRecipe.parse({
    prompt,
    negativePrompt: negative,
    styledPrompt: prompt,
    styledNegativePrompt: negative,
    model: 'sticker-mini',
    style: null,
    width,
    height,
    seed,
    steps,
    guidanceScale: 1,
    scheduler: 'flow-match-euler',
    count: 1,
    variations: [],
    invention: invention ?? null,
  });
}

/** Mean red, green and blue of a picture's middle quarter. */
function middle({ width, height, data }: RgbImage): number[] {
  const sums = [0, 0, 0];
  let count = 0;
  for (let y = Math.floor(height * 0.4); y < height * 0.6; y++) {
    for (let x = Math.floor(width * 0.4); x < width * 0.6; x++) {
      for (const c of [0, 1, 2]) sums[c] = (sums[c] ?? 0) + (data[(y * width + x) * 3 + c] ?? 0);
      count += 1;
    }
  }
  return sums.map((sum) => sum / count);
}

function meanDifference(a: RgbImage, b: RgbImage): number {
  expect(a.data.length).toBe(b.data.length);
  return a.data.reduce((sum, value, i) => sum + Math.abs(value - (b.data[i] ?? 0)), 0) / a.data.length;
}

describe('a picture', () => {
  test('shows what the prompt names: a red thing on white', async () => {
    const draw = await studio();

    const { image, latents } = await draw({ width: 256, height: 256, steps: 24 });

    expect([image.width, image.height, image.data.length]).toEqual([256, 256, 256 * 256 * 3]);
    const [red = 0, green = 0, blue = 0] = middle(image);
    expect(red).toBeGreaterThan(170);
    expect(Math.max(green, blue)).toBeLessThan(110);
    expect(Array.from(image.data.subarray(0, 3)).every((level) => level > 248)).toBe(true);
    expect(latents?.dims).toEqual([8, 32, 32]);
    expect(latents?.data).toHaveLength(8 * 32 * 32);
  });

  test('is the same for the same seed, whatever was drawn before and by whichever process part', async () => {
    const [draw, fresh] = [await studio(), await studio()];
    await draw({ seed: 1, prompt: 'a fish under water' });

    const [first, second, third] = [await draw({ seed: 8 }), await draw({ seed: 8 }), await fresh({ seed: 8 })];

    expect(Buffer.compare(first.image.data, second.image.data)).toBe(0);
    expect(Buffer.compare(first.image.data, third.image.data)).toBe(0);
    expect(first.latents).toEqual(third.latents);
  });

  test('differs by seed', async () => {
    const draw = await studio();
    expect(meanDifference((await draw({ seed: 1 })).image, (await draw({ seed: 2 })).image)).toBeGreaterThan(2);
  });

  test('comes in every size the model offers', async () => {
    const draw = await studio();
    const { capabilities } = manifest();

    for (const { width, height } of capabilities.sizes) {
      const { image } = await draw({ width, height, steps: 2, prompt: 'a cat and a dog on grass' });
      expect([image.width, image.height]).toEqual([width, height]);
    }
  });

  test('takes the steps it is asked for, one included', async () => {
    const draw = await studio();
    await draw({ steps: 1 });

    const [one, ten] = [await draw({ steps: 1 }), await draw({ steps: 10 })];

    // One run per step and one of the decoder; the exemplars are already encoded.
    expect([one.runs, ten.runs]).toEqual([2, 11]);
  });
});

describe('variations', () => {
  test('change the picture and keep its composition', async () => {
    const draw = await studio();
    const scene = { prompt: 'a castle at night', steps: 12 };
    const parent = await draw(scene);

    const varied = await draw({ ...scene, variations: [{ seed: 99, strength: 0.55 }] });

    expect(varied.runs).toBeGreaterThanOrEqual(13);
    expect(meanDifference(parent.image, varied.image)).toBeGreaterThan(0.5);
    const gap = [0, 1, 2].map((c) => Math.abs((varied.image.data[c] ?? 0) - (parent.image.data[c] ?? 0)));
    expect(Math.max(...gap)).toBeLessThan(8);
  });

  test('of strength 0 are their parent', async () => {
    const draw = await studio();
    const [parent, same] = [await draw(), await draw({ variations: [{ seed: 99, strength: 0 }] })];
    expect(Buffer.compare(parent.image.data, same.image.data)).toBe(0);
  });
});

describe('a picture to start from', () => {
  /** Blue above, green below. */
  function landscape(side = 128): RgbImage {
    const data = new Uint8Array(side * side * 3);
    for (let at = 0; at < side * side; at++) data.set(at < (side * side) / 2 ? [90, 160, 230] : [80, 170, 70], at * 3);
    return { width: side, height: side, data };
  }

  function maskOf(inside: (x: number, y: number) => boolean, side = 128): Uint8Array {
    return Uint8Array.from({ length: side * side }, (_, at) => (inside(at % side, Math.floor(at / side)) ? 255 : 0));
  }

  test('is kept to the last bit at strength 0', async () => {
    const draw = await studio();
    const image = landscape();
    const { image: drawn, runs } = await draw({ source: { image, strength: 0, mask: null } });
    expect(Buffer.compare(drawn.data, image.data)).toBe(0);
    expect(runs).toBe(1);
  });

  test('is left further behind the greater the strength', async () => {
    const draw = await studio();
    const image = landscape();
    const gap = async (strength: number) =>
      meanDifference((await draw({ steps: 10, source: { image, strength, mask: null } })).image, image);
    const [little, much] = [await gap(0.2), await gap(1)];
    expect(little).toBeLessThan(12);
    expect(much).toBeGreaterThan(little * 3);
  });

  test('with a mask, gets the thing into it and keeps the rest exactly', async () => {
    const draw = await studio();
    const image = landscape();
    const inside = (x: number, y: number) => x >= 32 && x < 96 && y >= 40 && y < 104;

    const { image: drawn } = await draw({ steps: 12, source: { image, strength: 1, mask: maskOf(inside) } });

    const changed = Array.from({ length: 128 * 128 }, (_, at) => at).filter(
      (at) => Buffer.compare(drawn.data.subarray(at * 3, at * 3 + 3), image.data.subarray(at * 3, at * 3 + 3)) !== 0,
    );
    expect(changed.every((at) => inside(at % 128, Math.floor(at / 128)))).toBe(true);
    const [red = 0, , blue = 0] = middle(drawn);
    expect(red).toBeGreaterThan(blue + 60);
  });

  test('with a mask that paints nothing, is given back', async () => {
    const draw = await studio();
    const image = landscape();
    const { image: drawn } = await draw({ source: { image, strength: 1, mask: maskOf(() => false) } });
    expect(Buffer.compare(drawn.data, image.data)).toBe(0);
  });
});

describe('invention', () => {
  test('0 gives one of the drawings, 1 something else', async () => {
    const draw = await studio();
    const ask = { prompt: 'a cat face', steps: 12 };
    const [faithful, inventive] = [await draw({ ...ask, invention: 0 }), await draw({ ...ask, invention: 1 })];
    expect(meanDifference(faithful.image, inventive.image)).toBeGreaterThan(2);
  });
});

describe('what is told on the way', () => {
  test('progress never goes back and ends at 1', async () => {
    const draw = await studio();
    const { fractions } = await draw({ prompt: 'a penguin on snow' });
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    expect(fractions.length).toBeGreaterThan(10);
  });

  test('previews turn from a blur into the colours of the picture', async () => {
    const draw = await studio();
    const { previews, image } = await draw({ steps: 12 });
    expect(previews).toHaveLength(12);
    const last = previews.at(-1);
    expect([last?.width, last?.height]).toEqual([32, 32]);
    const [shown, drawn] = [middle(last ?? image), middle(image)];
    expect(Math.max(...shown.map((value, c) => Math.abs(value - (drawn[c] ?? 0))))).toBeLessThan(40);
  });

  test('words nobody knows are named, and the picture is drawn without them', async () => {
    const draw = await studio();
    const [plain, noted] = [await draw(), await draw({ prompt: 'a red xqzzt apple' })];
    expect(plain.notes).toEqual([]);
    expect(noted.notes).toMatchObject([{ code: 'WORDS_NOT_UNDERSTOOD', values: { words: 'xqzzt' } }]);
    expect(middle(noted.image)[0]).toBeGreaterThan(150);
  });

  test('nothing but unknown words still gives a picture, another one for another seed', async () => {
    const draw = await studio();
    const [one, other] = [await draw({ prompt: 'xqzzt', seed: 1 }), await draw({ prompt: 'xqzzt', seed: 2 })];
    expect(one.notes).toHaveLength(1);
    expect(meanDifference(one.image, other.image)).toBeGreaterThan(5);
  });

  test('a cancel stops at the next model run', async () => {
    const draw = await studio();
    let checkpoints = 0;
    const checkpoint = async () => {
      checkpoints += 1;
      if (checkpoints === 3) throw new TesseraError('CANCELLED', 'Cancelled.');
    };
    await expect(draw({ checkpoint })).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(checkpoints).toBe(3);
  });
});

describe('the model folder', () => {
  test('holds exactly the files its manifest lists', () => {
    const { files, sizeBytes, family } = manifest();
    expect(family).toBe('exemplar');
    expect(files.map(({ path }) => statSync(join(folder, path)).size)).toEqual(files.map((file) => file.sizeBytes));
    expect(sizeBytes).toBe(files.reduce((sum, file) => sum + file.sizeBytes, 0));
  });

  test('a missing folder is refused by name', async () => {
    const runtime = await createOrtRuntime({ threads: 1 });
    const loading = loadExemplarPipeline({ folder: join(folder, 'nowhere'), runtime });
    await expect(loading).rejects.toMatchObject({ code: 'MODEL_MISSING_FILE', details: { file: 'sampler.json' } });
  });
});

function manifest(): ModelManifest {
  return ModelManifest.parse(JSON.parse(readFileSync(join(folder, 'tessera.json'), 'utf8')));
}
