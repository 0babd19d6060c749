// Decides where the things of a picture stand: by chance of the seed in a scene, in the middle of a plain sheet, and beside,
// on, under, before or behind one another as the prompt says.

import type { Place } from './composition.ts';
import { type Traits, traitsOf } from './drawing-traits.ts';
import type { ExemplarGroup } from './exemplar-group.ts';
import type { RelationName } from './prompt-vocabulary.ts';
import { effectivePlace, groundLine, type Scene } from './scene-drawing.ts';
import type { RandomStream } from './seeded-random.ts';

/** One thing of the picture. */
export interface Thing {
  readonly group: ExemplarGroup;
  readonly relation: RelationName | null;
}

interface Sheet {
  readonly width: number;
  readonly height: number;
  /** Where feet stand, in pixels; null where nothing stands. */
  readonly ground: number | null;
  readonly plain: boolean;
  readonly onWater: boolean;
  readonly random: RandomStream;
}

/** On a plain sheet nothing is left to chance, so that pictures of one prompt share their encoded drawings. */
const plainShare = 0.86;
const sceneShareMin = 0.52;
const sceneShareSpread = 0.16;
/** How far from the middle a thing may stand, as a share of the free room. */
const wander = 0.5;
/** A head fills a scene from its lower edge, and this much of it lies below. */
const headShare = 0.72;
const headHidden = 0.06;

export function placeSubjects(
  scene: Scene,
  options: {
    readonly width: number;
    readonly height: number;
    readonly things: readonly Thing[];
    readonly random: RandomStream;
  },
): Place[] {
  const { width, height, things, random } = options;
  const line = groundLine(scene);
  const sheet: Sheet = {
    width,
    height,
    random,
    ground: line === null ? null : line * height,
    plain: effectivePlace(scene) === 'plain',
    onWater: scene.place === 'sea',
  };
  const traits = things.map(({ group }) => traitsOf(group));
  const [only] = things;
  if (only === undefined) return [];
  if (things.length === 1) return [alone(sheet, traits[0])];
  const joined = things[1]?.relation ?? 'beside';
  if (things.length === 2 && joined !== 'beside' && joined !== 'with')
    return related(sheet, joined, { traits, aspects: things.map(({ group }) => group.aspect) });
  return rowOf(sheet, traits);
}

function alone(sheet: Sheet, traits: Traits | undefined): Place {
  const { width, height, ground, plain, random } = sheet;
  const short = Math.min(width, height);
  if (plain) return box(width / 2, height / 2, plainShare * short, { stands: false });
  const share = sceneShareMin + random() * sceneShareSpread;
  const side = share * short;
  const shift = (random() - 0.5) * wander;
  const middle = width / 2 + shift * (width - side);
  if (traits?.carriage === 'head' && ground !== null) return head(sheet, width / 2 + shift * 0.4 * (width - side), 1);
  if (ground === null || traits?.carriage === 'flies') {
    const drift = (random() - 0.5) * wander * (height - side);
    const rise = ground === null ? 0 : 0.1 * height;
    return box(middle, Math.max(side / 2, height / 2 + drift - rise), side, { stands: false });
  }
  return standing(middle, ground, side);
}

function head({ width, height }: Sheet, middle: number, scale: number): Place {
  const side = headShare * scale * Math.min(width, height);
  return {
    left: middle - side / 2,
    top: height - side * (1 - headHidden),
    width: side,
    height: side,
    stands: true,
    depth: 1,
  };
}

/** Side by side; three and more on a plain sheet in two rows, in a scene the outer ones a step back. */
function rowOf(sheet: Sheet, traits: readonly Traits[]): Place[] {
  const { width, height, ground, plain, random } = sheet;
  const count = traits.length;
  const sizes = relativeSizes(traits);
  const rows = plain && count > 2 && width < height * 1.7 ? 2 : 1;
  if (rows === 2) {
    const [column, line] = [width / 2, height / 2];
    return traits.map((_, i) => {
      const last = i === count - 1 && count % 2 === 1;
      const x = last ? width / 2 : column * ((i % 2) + 0.5);
      return box(x, line * (Math.floor(i / 2) + 0.5), Math.min(column, line) * 0.92, { stands: false });
    });
  }
  const total = sizes.reduce((sum, size) => sum + size, 0);
  // In a scene neighbours may overlap a little; on a plain sheet they are kept apart.
  const overlap = plain ? 0.96 : count > 2 ? 1.2 : 1.02;
  const shift = plain ? 0 : (random() - 0.5) * 0.1 * width;
  let from = 0;
  return traits.map(({ carriage }, i) => {
    const share = (sizes[i] ?? 1) / total;
    const x = (from + share / 2) * width + shift;
    from += share;
    const side = Math.min(share * width * overlap, (plain ? 0.8 : 0.66) * height);
    if (ground === null) return box(x, height / 2, side, { stands: plain });
    if (carriage === 'flies') return box(x, height * 0.36, side * 0.9, { stands: false });
    if (carriage === 'head' && !plain) return head(sheet, x, Math.min(1, side / (headShare * Math.min(width, height))));
    const back = count > 2 && i % 2 === 0 ? 0.06 * height : 0;
    return { ...standing(x, ground - back + 0.02 * height, side), depth: back > 0 ? 0 : 1 };
  });
}

/** Two things of which one is on, in, under, above, before or behind the other. */
function related(
  sheet: Sheet,
  relation: RelationName,
  { traits, aspects }: { readonly traits: readonly Traits[]; readonly aspects: readonly number[] },
): Place[] {
  const { width, height, plain, random } = sheet;
  const short = Math.min(width, height);
  const foot = sheet.ground ?? height * (plain ? 0.95 : 0.88);
  const [one = 1, other = 1] = relativeSizes(traits);
  const ratio = Math.max(0.6, Math.min(1.6, one / other));
  const x = width / 2 + (plain ? 0 : (random() - 0.5) * 0.12 * width);
  const aside = (random() < 0.5 ? -1 : 1) * 0.16 * width;
  switch (relation) {
    case 'on':
    case 'above': {
      const [upper, lower] = relation === 'on' ? [0.46, 0.5] : [0.42, 0.44];
      const base = standing(x, foot, lower * short);
      // What is wide is not as high as its place.
      const top = foot - Math.min(lower, lower / (aspects[1] ?? 1)) * short;
      const sunk = relation === 'on' ? 0.09 * short : -0.04 * short;
      return [{ ...standing(x, top + sunk, upper * short), depth: 2 }, base];
    }
    case 'under': {
      const over = box(x, foot - 0.68 * short, 0.46 * short, { stands: false });
      return [
        { ...standing(x, foot, 0.4 * short), depth: 2 },
        { ...over, depth: 1 },
      ];
    }
    case 'in':
      return [
        { ...standing(x, foot - 0.1 * short, 0.4 * short), depth: 2 },
        { ...standing(x, foot, 0.74 * short), depth: 1 },
      ];
    case 'front':
      return [
        { ...standing(x - aside, foot + 0.04 * height, Math.min(0.56, 0.44 * ratio) * short), depth: 2 },
        { ...standing(x + aside * 0.5, foot - 0.03 * height, 0.7 * short), depth: 1 },
      ];
    case 'behind':
      return [
        { ...standing(x + aside, foot - 0.05 * height, Math.min(0.74, 0.6 * ratio) * short), depth: 1 },
        { ...standing(x - aside * 0.6, foot + 0.03 * height, 0.5 * short), depth: 2 },
      ];
    case 'beside':
    case 'with':
      return rowOf(sheet, traits);
    default:
      return relation satisfies never;
  }
}

/** Sizes of things beside one another, the difference softened: both must be seen. */
function relativeSizes(traits: readonly Traits[]): number[] {
  return traits.map(({ size }) => size ** 0.7);
}

function standing(x: number, foot: number, side: number): Place {
  return { left: x - side / 2, top: foot - side, width: side, height: side, stands: true, depth: 0 };
}

function box(x: number, y: number, side: number, { stands }: { readonly stands: boolean }): Place {
  return { left: x - side / 2, top: y - side / 2, width: side, height: side, stands, depth: 0 };
}
