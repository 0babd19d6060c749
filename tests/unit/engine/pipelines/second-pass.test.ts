// Two passes around a pipeline that says what it was asked: sizes, shares of the progress, and what was known before.

import { expect, test } from 'vitest';
import type { Picture, PictureRequest, Pipeline } from '../../../../engine/pipelines/pipeline.ts';
import { withSecondPass } from '../../../../engine/pipelines/second-pass.ts';
import type { DrawnFrom } from '../../../../shared/domain/exemplar-source.ts';
import { pictureRequest } from '../../../fixtures/picture-requests.ts';

const hires = { scale: 2, denoise: 0.5, steps: 3, upscaler: 'lanczos', width: 128, height: 128 };

function plain({ width, height }: { width: number; height: number }) {
  return { width, height, data: new Uint8Array(width * height * 3).fill(width) };
}

/** Draws nothing, tells half and all of its progress, and remembers what it was asked. */
function recording(drawnFrom: (request: PictureRequest) => DrawnFrom | undefined = () => undefined) {
  const asked: PictureRequest[] = [];
  const pipeline: Pipeline = {
    draw(request) {
      asked.push(request);
      request.report.step('sampling', 0.5);
      request.report.step('decoding', 1);
      const lent = drawnFrom(request);
      const picture: Picture = { image: plain(request.recipe), latents: null };
      return Promise.resolve(lent === undefined ? picture : { ...picture, drawnFrom: lent });
    },
    close: () => Promise.resolve(),
  };
  return { asked, twice: withSecondPass(pipeline, (_, size) => Promise.resolve(plain(size))) };
}

test('without a second pass nothing is changed', async () => {
  const { asked, twice } = recording();
  const request = pictureRequest();
  await twice.draw(request);
  expect(asked).toEqual([request]);
});

test('the second pass starts from the enlarged picture of the first, with its own steps', async () => {
  const { asked, twice } = recording();
  const { image } = await twice.draw(pictureRequest({ hires, steps: 8 }));
  expect([image.width, image.height]).toEqual([128, 128]);
  const [first, second] = asked;
  expect(first).toMatchObject({ source: null, recipe: { width: 64, height: 64, steps: 8, hires: null } });
  expect(second?.recipe).toMatchObject({ width: 128, height: 128, steps: 3, hires: null });
  expect(second?.source).toEqual({ image: plain(hires), strength: 0.5, mask: null, takesAllSteps: true });
});

test('its progress never goes back, ends at all of it, and leaves the larger pass the larger share', async () => {
  const { twice } = recording();
  const request = pictureRequest({ hires, steps: 3 });
  await twice.draw(request);
  const fractions = request.steps.map(([, fraction]) => fraction);
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  expect(fractions.at(-1)).toBe(1);
  expect(fractions[1]).toBeCloseTo(0.95 / 5);
});

test('what is known of either pass reaches that pass, and what is new reaches the journal', async () => {
  const { asked, twice } = recording();
  const [small, large] = [Float32Array.of(1, 2), Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8)];
  const added: Float32Array[] = [];
  const journal = { known: [small, small, large], add: (answer: Float32Array) => void added.push(answer) };
  await twice.draw(pictureRequest({ hires, journal }));
  expect(asked.map((request) => request.journal?.known)).toEqual([[small, small], [large]]);
  for (const request of asked) request.journal?.add(small);
  expect(added).toEqual([small, small]);
});

test('drawings that lent to either pass are named once', async () => {
  const set = { title: 'Set', licence: 'CC0', author: 'A', source: null };
  const drawing = (name: string) => ({ name, label: name, leads: true });
  const { twice } = recording(({ source }) =>
    source === null
      ? [
          { ...set, name: 'one', drawings: [drawing('a'), drawing('b')] },
          { ...set, name: 'two', drawings: [drawing('c')] },
        ]
      : [{ ...set, name: 'one', drawings: [drawing('b')] }],
  );
  const { drawnFrom } = await twice.draw(pictureRequest({ hires }));
  const names = drawnFrom?.map(({ name, drawings }) => [name, ...drawings.map((one) => one.name)]);
  expect(names).toEqual([
    ['one', 'b', 'a'],
    ['two', 'c'],
  ]);
});
