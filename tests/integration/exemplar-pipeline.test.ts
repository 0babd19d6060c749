// The embedded model as the engine draws with it: real files, real graphs, real runtime.

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { loadExemplarPipeline } from '../../engine/pipelines/exemplar/pipeline.ts';
import { createOrtRuntime } from '../../engine/runtime/ort-runtime.ts';
import { ModelManifest } from '../../shared/domain/model.ts';
import { TesseraError } from '../../shared/errors.ts';
import { closeStudios, meanDifference, middle, modelFolder as folder, studio } from '../fixtures/exemplar-studio.ts';

afterEach(closeStudios);

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
