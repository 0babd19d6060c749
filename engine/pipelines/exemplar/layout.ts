// Decides where the subjects stand: by chance of the seed in a scene, in the middle of a plain sheet.

import type { Place } from './composition.ts';
import { groundLine, type Scene } from './scene-drawing.ts';
import type { RandomStream } from './seeded-random.ts';

/** On a plain sheet nothing is left to chance, so that pictures of one prompt share their encoded drawings. */
const plainShare = 0.86;
const sceneShareMin = 0.52;
const sceneShareSpread = 0.16;
/** How far from the middle a subject may stand, as a share of the free room. */
const wander = 0.5;
/** Two subjects: each has its half, and a little of it stays free. */
const pairShare = 0.9;

export function placeSubjects(
  scene: Scene,
  options: {
    readonly width: number;
    readonly height: number;
    readonly things: readonly unknown[];
    readonly random: RandomStream;
  },
): Place[] {
  const { width, height, random } = options;
  const count = options.things.length;
  const ground = groundLine(scene);
  const plain = scene.place === 'plain' && ground === null;
  const column = width / count;
  const share = plain ? plainShare : sceneShareMin + random() * sceneShareSpread;
  const side = Math.min(share * Math.min(width, height), count > 1 ? column * pairShare : column);
  // All subjects of a picture move together: two of them must not walk into each other.
  const shiftX = plain ? 0 : (random() - 0.5) * wander * (column - side);
  const shiftY = plain ? 0 : (random() - 0.5) * wander * (height - side);
  const top = ground === null ? (height - side) / 2 + shiftY : ground * height - side;
  return Array.from({ length: count }, (_, i) => ({
    left: column * (i + 0.5) - side / 2 + shiftX,
    top,
    width: side,
    height: side,
    stands: ground !== null || count > 1,
    depth: 0,
  }));
}
