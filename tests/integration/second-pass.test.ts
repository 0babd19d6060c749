// A second pass through the real studio and a real model: its size, what its file says, and that it goes on where it was broken off.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPngText } from '../../engine/image/png-text.ts';
import { loadPipeline } from '../../engine/pipelines/load-pipeline.ts';
import type { Pipeline } from '../../engine/pipelines/pipeline.ts';
import { withSecondPass } from '../../engine/pipelines/second-pass.ts';
import { createOrtRuntime } from '../../engine/runtime/ort-runtime.ts';
import { enlargePicture } from '../../engine/upscale/enlarge-picture.ts';
import type { ModelId } from '../../shared/domain/ids.ts';
import { parseInfotext } from '../../shared/prompt/infotext.ts';
import { openStudio, type Studio } from '../bench/studio.ts';
import { pictureRequest } from '../fixtures/picture-requests.ts';

const folder = join(import.meta.dirname, '../conformance/models/sd1');

describe('in the studio', () => {
  let studio: Studio;
  let model: ModelId;
  beforeAll(async () => {
    studio = await openStudio();
    studio.core.start();
    ({ id: model } = await studio.call('models.add', { folder }));
  });
  afterAll(() => studio.close());

  const submit = (hires: { scale: number; denoise: number; steps?: number; upscaler?: string }) => {
    const recipe = { prompt: 'a red apple', model, seed: 7, steps: 3, count: 1, width: 64, height: 64, hires } as const;
    return studio.call('generation.submit', { request: { kind: 'generate', recipe } });
  };

  test.each([
    ['lanczos', 'Lanczos', 1.5],
    ['esrgan-slim', 'ESRGAN slim', 2],
  ])(
    'the picture that %s enlarged has the size of the second pass, and says so in the words of A1111',
    async (upscaler, name, scale) => {
      const { id } = await submit({ scale, denoise: 0.5, steps: 2, upscaler });
      const [image] = (await studio.finished(id)).images;
      expect(image).toMatchObject({ state: 'ready', width: 64 * scale, height: 64 * scale });
      const text = readPngText(readFileSync(studio.core.images.path(image?.id as never) ?? '')).get('parameters') ?? '';
      expect(Object.fromEntries(parseInfotext(text).fields)).toMatchObject({
        Size: '64x64',
        'Denoising strength': '0.5',
        'Hires upscale': String(scale),
        'Hires steps': '2',
        'Hires upscaler': name,
      });
      const { recalled } = await studio.call('recall.read', { source: { kind: 'image', image: image?.id as never } });
      expect(recalled.fields.hires?.value).toEqual({ scale, steps: 2, upscaler, denoisingStrength: 0.5 });
    },
  );

  test('an upscaler nobody knows is refused before anything is drawn', async () => {
    await expect(submit({ scale: 2, denoise: 0.5, upscaler: 'nobody' })).rejects.toMatchObject({
      code: 'UPSCALER_NOT_FOUND',
    });
  });
});

describe('in the pipeline', () => {
  const hires = { scale: 2, denoise: 0.6, steps: 3, upscaler: 'lanczos', width: 128, height: 128 };
  let once: Pipeline;
  let twice: Pipeline;
  let enlarge: (
    image: Parameters<typeof enlargePicture>[0],
    size: { width: number; height: number },
  ) => ReturnType<typeof enlargePicture>;
  beforeAll(async () => {
    const runtime = await createOrtRuntime();
    const model = { family: 'stable-diffusion', folder, name: 'tiny' } as const;
    once = await loadPipeline({ model, runtime, note: () => {} });
    enlarge = (image, size) =>
      enlargePicture(image, { ...size, upscaler: null, runtime, onTile: () => Promise.resolve() });
    twice = withSecondPass(once, enlarge);
  });
  afterAll(() => once.close());

  test('is the first picture, enlarged, and drawn from with as many steps as were asked for', async () => {
    const both = await twice.draw(pictureRequest({ hires, steps: 4 }));
    const first = await once.draw(pictureRequest({ steps: 4 }));
    const image = await enlarge(first.image, { width: 128, height: 128 });
    const source = { image, strength: 0.6, mask: null };
    // Of five steps, six tenths are three.
    const second = await once.draw(pictureRequest({ width: 128, height: 128, steps: 5, source }));
    expect(both.image).toEqual(second.image);
  });

  test.each([2, 4, 6])('goes on after %i answers of the model as if it had never stopped', async (kept) => {
    const answers: Float32Array[] = [];
    const whole = await twice.draw(
      pictureRequest({ hires, steps: 4, journal: { known: [], add: (answer) => void answers.push(answer) } }),
    );
    expect(answers).toHaveLength(7);
    const rest: Float32Array[] = [];
    const journal = { known: answers.slice(0, kept), add: (answer: Float32Array) => void rest.push(answer) };
    const resumed = await twice.draw(pictureRequest({ hires, steps: 4, journal }));
    expect(resumed.image).toEqual(whole.image);
    expect(rest).toEqual(answers.slice(kept));
  });
});
