// A library of a hundred thousand generated pictures: words, models, styles, kinds and sizes in every mixture.

import type { LibraryRow } from '../fixtures/library-rows.ts';

export const picturesInLargeLibrary = 100_000;

const looks = ['a red', 'a small blue', 'an old', 'a golden', 'a sleeping', 'a paper', 'a striped', 'a glass'];
const things = ['cat', 'castle', 'apple', 'lighthouse', 'robot', 'forest', 'teapot', 'whale', 'bicycle', 'owl'];
const places = ['at night', 'in the snow', 'by the sea', 'in a garden', 'on a shelf', 'under the rain', 'in the sun'];
const models = ['tessera-mini', 'sd15', 'sdxl-turbo', 'sticker', 'flux-schnell'];
const kinds = ['generated', 'generated', 'generated', 'variation', 'upscale'] as const;

export function* largeLibrary(): Generator<LibraryRow> {
  for (let n = 0; n < picturesInLargeLibrary; n += 1) {
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
