// Makes one drawing of several that lie over each other: a part of this one, a part of that one. The boundary between two
// runs where they show the same, so that it cannot be seen.
// Kwatra et al., Graphcut textures (SIGGRAPH 2003), section 3: the cost of a seam between two neighbouring places is how far
// the two pictures differ at both of them.

import type { Drawing } from './composition.ts';
import { enlargeField } from './drawing-bending.ts';
import {
  blurred,
  drawingOf,
  type DrawingLayer,
  enlarged,
  layerChannels,
  layerMeans,
  layerOf,
} from './drawing-layer.ts';
import { leastCut } from './least-cut.ts';
import type { RandomStream } from './seeded-random.ts';

/** Cells per side of the grid on which seams are looked for: an eye of an emoji is three of them. */
const cells = 32;
const area = cells * cells;
/** Ways to mix that are tried for one mixture. */
const tries = 6;
/** Knots per side of the field by which chance says what it wants: parts are a third of a drawing or more. */
const knots = 3;
/** How strongly a place wants what chance has for it, against what a seam beside it would show. */
const wish = 0.4;
/** What any boundary costs, however well hidden: fewer and rounder parts. */
const boundary = 0.02;
/** Differences of neighbours along a seam that no eye finds. */
const unseen = 0.05;
/** How much a visible seam spoils, in units of novelty. */
const spoiling = 1.4;
/** Root mean square difference from every drawing from which more is not better. */
const enough = 0.14;
/** What a mixture must gain to be made at all. */
const least = 0.02;
/** Share of what differs that comes from the other drawing, at amount 0 and 1, and how far chance spreads it. */
const shares = { low: 0.25, high: 0.6, spread: 0.2 };
/** Pixels over which two parts fade into one another: wide for what differs less than `slight`, narrow for the rest. */
const fading = { narrow: 1, wide: 7, slight: 0.1 };
/** Less cover than this is the rim of a shadow. */
const inked = 0.1;

/** A drawing and its means in f32[layerChannels, cells, cells]. */
interface Part {
  readonly layer: DrawingLayer;
  readonly grid: Float32Array;
}

export type Mixer = (options: {
  /** 0..1: how much of the others is wanted. */
  readonly amount: number;
  readonly random: RandomStream;
}) => Drawing;

/**
 * @param drawings the first is the one that the others were laid over
 * @param options.isSymmetric whether left and right of the first one are alike, and are to stay so
 * @returns makes a drawing of the first one's size, or gives the first one itself when no seam can be hidden
 */
export function createMixer(drawings: readonly Drawing[], { isSymmetric }: { readonly isSymmetric: boolean }): Mixer {
  const [first] = drawings;
  if (first === undefined) throw new RangeError('there is nothing to mix');
  const parts = drawings.map((drawing) => {
    const layer = layerOf(drawing, first.ink);
    return { layer, grid: layerMeans(layer, cells) };
  });
  return ({ amount, random }) => {
    let mixture = parts[0];
    let worth = 0;
    const rounds = parts.length > 1 && amount > 0 ? 1 + Math.round(amount) : 0;
    for (let round = 0; round < rounds && mixture !== undefined; round++) {
      const found = bestExchange(mixture, { parts, amount, isSymmetric, random });
      if (found === null || found.worth < worth + least) break;
      mixture = exchanged(mixture, found);
      worth = found.worth;
    }
    return mixture === undefined || mixture === parts[0] ? first : drawingOf(mixture.layer);
  };
}

interface Exchange {
  readonly other: Part;
  /** 1 where the other shows, by cell. */
  readonly mask: Uint8Array;
  readonly worth: number;
}

/** Of some exchanges tried by chance the one that makes most of a difference and shows least of a seam. */
function bestExchange(
  mixture: Part,
  options: {
    readonly parts: readonly Part[];
    readonly amount: number;
    readonly isSymmetric: boolean;
    readonly random: RandomStream;
  },
): Exchange | null {
  const { parts, amount, isSymmetric, random } = options;
  const others = parts.slice(1);
  const from = Math.floor(random() * others.length);
  let best: Exchange | null = null;
  for (let attempt = 0; attempt < tries; attempt++) {
    const other = others[(from + attempt) % others.length];
    if (other === undefined) continue;
    const found = differences(mixture.grid, other.grid);
    const difference = isSymmetric ? withMirrored(found) : found;
    const share = shares.low + (shares.high - shares.low) * amount + shares.spread * random();
    const wanted = softField(random);
    const pull = pulls(difference, { share, wanted: isSymmetric ? withMirrored(wanted) : wanted });
    const mask = leastCut({ columns: cells, rows: cells, pull, ...seamCosts(difference) });
    const mixed = exchangedGrid(mixture.grid, { other, mask });
    const novelty = Math.min(...parts.map(({ grid }) => distance(mixed, grid)));
    const worth = Math.min(novelty, enough) - spoiling * visibleSeam(difference, { mask, mixed });
    if (worth > (best?.worth ?? 0)) best = { other, mask, worth };
  }
  return best;
}

function softField(random: RandomStream): Float32Array {
  const knot = Float32Array.from({ length: knots * knots }, () => random() - 0.5);
  return enlargeField({ cells: knots, dx: knot, dy: knot }, cells).dx;
}

/** The greater of each place and its mirror image. */
function withMirrored(grid: Float32Array): Float32Array {
  return grid.map((value, cell) => Math.max(value, grid[cell - 2 * (cell % cells) + cells - 1] ?? value));
}

/** Towards the other where it is wanted most, for `share` of all that differs; the more, the more it differs. */
function pulls(
  difference: Float32Array,
  { share, wanted }: { readonly share: number; readonly wanted: Float32Array },
): Float32Array {
  const ranked = Array.from(wanted.keys()).sort((one, other) => (wanted[other] ?? 0) - (wanted[one] ?? 0));
  let left = share * difference.reduce((sum, value) => sum + value * value, 0);
  let level = 0;
  for (const cell of ranked) {
    left -= (difference[cell] ?? 0) ** 2;
    level = wanted[cell] ?? 0;
    if (left <= 0) break;
  }
  return wanted.map((value, cell) => {
    const strength = Math.max(-1, Math.min(1, (value - level) * 8));
    return strength * wish * (difference[cell] ?? 0);
  });
}

function seamCosts(difference: Float32Array): { readonly across: Float32Array; readonly down: Float32Array } {
  const beside = (by: number) =>
    difference.map((value, cell) => (value + (difference[cell + by] ?? value)) / 2 + boundary);
  return { across: beside(1), down: beside(cells) };
}

/** What of the boundary shows, in sides of the drawing. */
function visibleSeam(
  difference: Float32Array,
  { mask, mixed }: { readonly mask: Uint8Array; readonly mixed: Float32Array },
): number {
  let seen = 0;
  let ink = 0;
  for (let cell = 0; cell < area; cell++) {
    ink += mixed[3 * area + cell] ?? 0;
    for (const by of cell % cells === cells - 1 ? [cells] : [1, cells]) {
      if (cell + by >= area || mask[cell] === mask[cell + by]) continue;
      seen += Math.max(0, ((difference[cell] ?? 0) + (difference[cell + by] ?? 0)) / 2 - unseen);
    }
  }
  return seen / Math.sqrt(Math.max(1, ink));
}

/** How far each cell of one is from the other's. */
function differences(one: Float32Array, other: Float32Array): Float32Array {
  return Float32Array.from({ length: area }, (_, cell) => {
    let sum = 0;
    for (let c = 0; c < layerChannels; c++) sum += ((one[c * area + cell] ?? 0) - (other[c * area + cell] ?? 0)) ** 2;
    return Math.sqrt(sum / 3);
  });
}

/** Root mean square over the cells in which either has ink. */
function distance(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  let covered = 0;
  for (const [cell, by] of differences(one, other).entries()) {
    if (Math.max(one[3 * area + cell] ?? 0, other[3 * area + cell] ?? 0) < inked) continue;
    sum += by * by;
    covered += 1;
  }
  return Math.sqrt(sum / Math.max(1, covered));
}

function exchangedGrid(grid: Float32Array, { other, mask }: Pick<Exchange, 'other' | 'mask'>): Float32Array {
  return grid.map((value, at) => (mask[at % area] === 1 ? (other.grid[at] ?? 0) : value));
}

/** The mixture with the other one inside the mask. */
function exchanged({ layer, grid }: Part, { other, mask }: Exchange): Part {
  const { width, height, planes } = layer;
  // Bilinear and cut at a half, so that boundaries are smooth lines and no stairs.
  const share = enlarged(Float32Array.from(mask), { from: { width: cells, height: cells }, to: layer }).map((value) =>
    value >= 0.5 ? 1 : 0,
  );
  const sharp = blurred(share, { width, height, radius: fading.narrow });
  const soft = blurred(share, { width, height, radius: fading.wide });
  const mixed = planes.map((value, at) => {
    const place = at % share.length;
    const gap = (other.layer.planes[at] ?? 0) - value;
    const slight = Math.max(-fading.slight, Math.min(fading.slight, gap));
    return value + gap * (sharp[place] ?? 0) + slight * ((soft[place] ?? 0) - (sharp[place] ?? 0));
  });
  return { layer: { width, height, planes: mixed }, grid: exchangedGrid(grid, { other, mask }) };
}
