// Cuts what was drawn out of a plain background: the paper of a sketchbook, a white sheet, an even sky.

import { apart, type ColourAt, paperSurface, type Rgb } from './paper-surface.ts';
import type { RgbaPicture } from '../pipelines/exemplar/recolouring.ts';

export interface CutPicture {
  /** The same size; clear where the background was, its colour taken out of the soft rim. */
  readonly picture: RgbaPicture;
  /** #rrggbb; null when the picture came cut out already. */
  readonly paper: string | null;
}

/** The rim that is looked at for a background, as a share of the shorter side. */
const rimShare = 0.025;
/** Levels of 8 bits. Sides of one sheet differ by the lamp beside it; of two things, by more. */
const widestSideGap = 80;
/** So much of the rim must be background: a drawing may touch an edge, not fill it. */
const plainRim = 0.72;
/** A background pixel is this near to it: noise and paper grain, but at least and at most so many levels. */
const nearest = 14;
const farthest = 34;
const grain = 4;
/** Specks of dust and scanner dirt, as a share of the picture. */
const speckShare = 0.0003;
/** What is drawn is somewhere this much further from the background than what still passes for it. */
const leastContrast = 1.7;
/** Less ink is a texture with a smudge on it, more has no background worth the name. */
const leastInk = 0.008;
const mostInk = 0.94;
/** A picture that brings its own transparency has this much of its rim clear. */
const clearRim = 0.6;
const clearAlpha = 32;

/** @returns null where there is no plain background, or nothing on it */
export function cutOut(picture: RgbaPicture): CutPicture | null {
  const rim = rimOf(picture);
  const { data } = picture;
  const clear = rim.filter((at) => (data[at * 4 + 3] ?? 0) < clearAlpha).length / rim.length;
  if (clear >= clearRim) {
    const ink = inkShare(picture, (at) => (data[at * 4 + 3] ?? 0) >= clearAlpha);
    return ink < leastInk || ink > mostInk ? null : { picture, paper: null };
  }
  const background = backgroundOf(picture);
  if (background === null) return null;
  const distances = distancesTo(picture, background.at);
  const onRim = rim.map((at) => distances[at] ?? 0).sort((a, b) => a - b);
  const reach = Math.min(farthest, Math.max(nearest, grain * (onRim[Math.floor(onRim.length / 2)] ?? 0)));
  if (onRim.filter((distance) => distance <= reach).length < plainRim * onRim.length) return null;
  const outside = floodFrom(rim, { picture, isBackground: (at) => (distances[at] ?? 0) <= reach });
  clearSpecks(outside, { picture, distances, faintest: reach * leastContrast });
  const ink = inkShare(picture, (at) => outside[at] === 0);
  if (ink < leastInk || ink > mostInk) return null;
  return { picture: withoutBackground(picture, { outside, distances, background }), paper: hex(background.mean) };
}

function rimOf({ width, height }: RgbaPicture): number[] {
  const thick = Math.max(1, Math.round(Math.min(width, height) * rimShare));
  const places: number[] = [];
  for (let y = 0; y < height; y++) {
    const inner = y >= thick && y < height - thick;
    for (let x = 0; x < width; x++) {
      if (inner && x === thick && width - thick > thick) x = width - thick;
      places.push(y * width + x);
    }
  }
  return places;
}

interface Background {
  readonly mean: Rgb;
  readonly at: ColourAt;
}

/** Between its four sides the background is taken to change evenly, until its light is known better. */
function backgroundOf(picture: RgbaPicture): Background | null {
  const { width, height } = picture;
  const thick = Math.max(1, Math.round(Math.min(width, height) * rimShare));
  const strip = (left: number, top: number, right: number, bottom: number): Rgb => {
    const levels: [number[], number[], number[]] = [[], [], []];
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) {
        for (const c of [0, 1, 2] as const) levels[c].push(picture.data[(y * width + x) * 4 + c] ?? 0);
      }
    }
    return [median(levels[0]), median(levels[1]), median(levels[2])];
  };
  const top = strip(0, 0, width, thick);
  const bottom = strip(0, height - thick, width, height);
  const left = strip(0, 0, thick, height);
  const right = strip(width - thick, 0, width, height);
  const sides = [top, bottom, left, right];
  if (sides.some((one) => sides.some((other) => apart(one, other) > widestSideGap))) return null;
  const mix = (one: Rgb, other: Rgb, share: number): Rgb => [
    one[0] * (1 - share) + other[0] * share,
    one[1] * (1 - share) + other[1] * share,
    one[2] * (1 - share) + other[2] * share,
  ];
  const mean = mix(mix(top, bottom, 0.5), mix(left, right, 0.5), 0.5);
  const even: ColourAt = (x, y) => {
    const [down, across] = [mix(top, bottom, y / height), mix(left, right, x / width)];
    return [down[0] + across[0] - mean[0], down[1] + across[1] - mean[1], down[2] + across[2] - mean[2]];
  };
  return { mean, at: paperSurface(picture, even) };
}

function distancesTo({ width, height, data }: RgbaPicture, at: Background['at']): Float32Array {
  const distances = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const place = y * width + x;
      const colour: Rgb = [data[place * 4] ?? 0, data[place * 4 + 1] ?? 0, data[place * 4 + 2] ?? 0];
      distances[place] = apart(colour, at(x, y));
    }
  }
  return distances;
}

/** @returns u8[height * width]: 1 where the background is reached from the rim; what lines enclose stays */
function floodFrom(
  rim: readonly number[],
  { picture: { width, height }, isBackground }: { picture: RgbaPicture; isBackground: (at: number) => boolean },
): Uint8Array {
  const outside = new Uint8Array(width * height);
  const waiting: number[] = [];
  const visit = (at: number): void => {
    if (outside[at] === 1 || !isBackground(at)) return;
    outside[at] = 1;
    waiting.push(at);
  };
  for (const at of rim) visit(at);
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const x = at % width;
    if (x > 0) visit(at - 1);
    if (x < width - 1) visit(at + 1);
    if (at >= width) visit(at - width);
    if (at < width * (height - 1)) visit(at + width);
  }
  return outside;
}

/** Gives islands of ink that are too small or too faint to be meant to the background: dust, and where the lamp shone. */
function clearSpecks(
  outside: Uint8Array,
  options: { readonly picture: RgbaPicture; readonly distances: Float32Array; readonly faintest: number },
): void {
  const { width, height } = options.picture;
  const smallest = Math.max(6, speckShare * width * height);
  const seen = Uint8Array.from(outside);
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] === 1) continue;
    const island = [start];
    seen[start] = 1;
    for (let next = 0; next < island.length; next++) {
      const at = island[next] ?? 0;
      const x = at % width;
      for (const [dx, dy] of neighbours) {
        const other = at + dy * width + dx;
        if (x + dx < 0 || x + dx >= width || other < 0 || other >= seen.length || seen[other] === 1) continue;
        seen[other] = 1;
        island.push(other);
      }
    }
    const isFaint = island.every((at) => (options.distances[at] ?? 0) < options.faintest);
    if (island.length < smallest || isFaint) for (const at of island) outside[at] = 1;
  }
}

const neighbours = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy) => [dx, dy] as const));

/** A pixel at the rim is ink over background: as much ink as it is away from the background, seen beside the full ink next to it. */
function withoutBackground(
  { width, height, data: from }: RgbaPicture,
  options: { readonly outside: Uint8Array; readonly distances: Float32Array; readonly background: Background },
): RgbaPicture {
  const { outside, distances, background } = options;
  const data = new Uint8Array(from);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      if (outside[at] === 1) {
        data.fill(0, at * 4, at * 4 + 4);
        continue;
      }
      let touches = false;
      let full = distances[at] ?? 0;
      for (const [dx, dy] of neighbours) {
        if (x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height) continue;
        const other = at + dy * width + dx;
        touches ||= outside[other] === 1;
        full = Math.max(full, distances[other] ?? 0);
      }
      if (!touches || full === 0) continue;
      const share = Math.min(1, (distances[at] ?? 0) / full);
      const paper = background.at(x, y);
      for (const c of [0, 1, 2] as const) {
        const ink = ((from[at * 4 + c] ?? 0) - (1 - share) * paper[c]) / Math.max(share, 0.05);
        data[at * 4 + c] = Math.round(Math.max(0, Math.min(255, ink)));
      }
      data[at * 4 + 3] = Math.round(255 * share);
    }
  }
  return { width, height, data };
}

function inkShare({ width, height }: RgbaPicture, isInk: (at: number) => boolean): number {
  let ink = 0;
  for (let at = 0; at < width * height; at++) if (isInk(at)) ink += 1;
  return ink / (width * height);
}

function median(levels: number[]): number {
  levels.sort((a, b) => a - b);
  return levels[Math.floor(levels.length / 2)] ?? 0;
}

function hex(colour: Rgb): string {
  return `#${colour.map((level) => Math.round(level).toString(16).padStart(2, '0')).join('')}`;
}
