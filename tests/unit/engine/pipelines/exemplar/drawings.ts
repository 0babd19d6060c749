// Small drawings for tests of what is done with drawings.

import type { Drawing } from '../../../../../engine/pipelines/exemplar/composition.ts';
import type { Exemplar } from '../../../../../engine/pipelines/exemplar/exemplar-collection.ts';

export type Rgb = readonly [number, number, number];

export function exemplar(id: number, more: Partial<Exemplar> = {}): Exemplar {
  return {
    id,
    set: 'twemoji',
    name: `drawing-${id}`,
    label: 'dog',
    labelWords: ['thing'],
    tagWords: [],
    style: 'flat',
    colour: 'red',
    mirrors: true,
    group: 'Objects',
    isSign: false,
    offset: 0,
    length: 1,
    ...more,
  };
}

/** 16 px, one colour in the middle half, clear around it. */
export function square(colour: Rgb): Drawing {
  return painted(16, (x, y) => (x >= 4 && x < 12 && y >= 4 && y < 12 ? colour : null));
}

/** A square sheet of `side` pixels, clear where `colourAt` says null; its ink is the box around the rest. */
export function painted(side: number, colourAt: (x: number, y: number) => Rgb | null): Drawing {
  const data = new Uint8Array(side * side * 4);
  const inked: { x: number; y: number }[] = [];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const colour = colourAt(x, y);
      if (colour === null) continue;
      data.set([...colour, 255], (y * side + x) * 4);
      inked.push({ x, y });
    }
  }
  const [left, top] = [Math.min(...inked.map(({ x }) => x)), Math.min(...inked.map(({ y }) => y))];
  const [right, bottom] = [Math.max(...inked.map(({ x }) => x)), Math.max(...inked.map(({ y }) => y))];
  return {
    picture: { width: side, height: side, data },
    ink: { left, top, width: right - left + 1, height: bottom - top + 1 },
  };
}
