// The few colours a drawing is made of, and how to draw it with the colours of another one.
// Where drawings of one thing agree on its colours, their parts can be put together without a seam.

import type { RgbaPicture } from './recolouring.ts';

/** Emoji are drawn with four to six flat colours and their shades. */
const colours = 6;
const rounds = 6;
/** Every second pixel of every second row tells the palette. */
const stride = 2;
/** Less ink than this has no colour of its own. */
const solidAlpha = 128;
/** How far, in CIELAB's unit of just noticeable difference, a colour may be moved to meet its counterpart. */
const farthestMove = 48;
/** Reds may become other reds, never greens: degrees on CIELAB's circle of hues. */
const widestTurn = 50;
/** Below this chroma a colour has no hue worth comparing. */
const colourlessChroma = 14;
/** Outlines and pupils, whites of eyes and lights: moved by nobody, or faces lose their look. */
const darkest = 28;
const lightest = 92;
/** From this lightness on a white sheet swallows a colour, and a drawing of which it covers this much. */
const whiteLightness = 90;
const whiteShare = 0.4;
/** A pixel between two colours of the palette moves with both; in CIELAB units. */
const softness = 14;

/** One colour of a drawing. */
interface PaletteColour {
  /** CIELAB, D65. */
  readonly lab: readonly [number, number, number];
  /** Share of the ink. */
  readonly share: number;
  /** Where it lies on average and how far it spreads, as shares of the sheet. */
  readonly x: number;
  readonly y: number;
}

export type Palette = readonly PaletteColour[];

/** @returns the colours by the share of ink they cover, most first; deterministic */
export function paletteOf({ width, height, data }: RgbaPicture): Palette {
  const points: { lab: Lab; x: number; y: number }[] = [];
  for (let y = 0; y < height; y += stride) {
    for (let x = 0; x < width; x += stride) {
      const at = (y * width + x) * 4;
      if ((data[at + 3] ?? 0) < solidAlpha) continue;
      points.push({ lab: toLab(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0), x: x / width, y: y / height });
    }
  }
  if (points.length === 0) return [];
  let centres = spreadCentres(points.map(({ lab }) => lab));
  let found: PaletteColour[] = [];
  for (let round = 0; round < rounds; round++) {
    const sums = centres.map(() => ({ l: 0, a: 0, b: 0, x: 0, y: 0, n: 0 }));
    for (const { lab, x, y } of points) {
      const sum = sums[nearest(centres, lab)];
      if (sum === undefined) continue;
      sum.l += lab[0];
      sum.a += lab[1];
      sum.b += lab[2];
      sum.x += x;
      sum.y += y;
      sum.n += 1;
    }
    found = sums
      .filter(({ n }) => n > 0)
      .map(({ l, a, b, x, y, n }) => ({ lab: [l / n, a / n, b / n], share: n / points.length, x: x / n, y: y / n }));
    centres = found.map(({ lab }) => lab);
  }
  return found.sort((one, other) => other.share - one.share);
}

/** Whether a drawing is white for the most part, and would be lost on a white sheet. */
export function isMostlyWhite(palette: Palette): boolean {
  const white = palette.filter(({ lab: [l, a, b] }) => l > whiteLightness && Math.hypot(a, b) < colourlessChroma);
  return white.reduce((sum, { share }) => sum + share, 0) > whiteShare;
}

/** A copy of `picture`, drawn with `palette` instead of its own colours as far as the two have counterparts. */
export function withPalette(
  picture: RgbaPicture,
  options: { readonly own: Palette; readonly palette: Palette },
): RgbaPicture {
  const { own, palette } = options;
  const moves = own.map((colour, rank) => moveOf(colour, { palette, isMain: rank === 0 }));
  const data = new Uint8Array(picture.data);
  const seen = new Map<number, number>();
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] === 0) continue;
    const rgb = ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
    const moved = seen.get(rgb) ?? movedColour(rgb, { own, moves });
    seen.set(rgb, moved);
    data[at] = moved >> 16;
    data[at + 1] = (moved >> 8) & 255;
    data[at + 2] = moved & 255;
  }
  return { ...picture, data };
}

/** The same colours, all a little lighter and turned on the circle of hues. */
export function shifted(palette: Palette, by: { readonly lightness: number; readonly turn: number }): Palette {
  const turn = (by.turn * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return palette.map((colour) => {
    const [l, a, b] = colour.lab;
    return { ...colour, lab: [l + by.lightness, a * cos - b * sin, a * sin + b * cos] };
  });
}

export type Lab = readonly [number, number, number];

/** #rrggbb */
export function toHex(lab: Lab): string {
  return `#${fromLab(lab).toString(16).padStart(6, '0')}`;
}

/** @param colour #rrggbb */
export function labOf(colour: string): Lab {
  const rgb = Number.parseInt(colour.slice(1), 16);
  return toLab(rgb >> 16, (rgb >> 8) & 255, rgb & 255);
}

/** Where a colour goes: to the nearest counterpart that is alike in colour, place and size, or nowhere. */
function moveOf(colour: PaletteColour, { palette, isMain }: { palette: Palette; isMain: boolean }): Lab {
  if (colour.lab[0] < darkest || colour.lab[0] > lightest) return [0, 0, 0];
  let best: PaletteColour | undefined;
  let lowest = Number.POSITIVE_INFINITY;
  for (const [rank, other] of palette.entries()) {
    const far = distance(colour.lab, other.lab);
    if (far > farthestMove || turnBetween(colour.lab, other.lab) > widestTurn) continue;
    const cost =
      far / farthestMove +
      Math.hypot(colour.x - other.x, colour.y - other.y) +
      0.25 * Math.abs(Math.log(colour.share / other.share)) -
      (isMain && rank === 0 ? 1 : 0);
    if (cost < lowest) [best, lowest] = [other, cost];
  }
  if (best === undefined) return [0, 0, 0];
  return [best.lab[0] - colour.lab[0], best.lab[1] - colour.lab[1], best.lab[2] - colour.lab[2]];
}

function movedColour(rgb: number, { own, moves }: { own: Palette; moves: readonly Lab[] }): number {
  const lab = toLab(rgb >> 16, (rgb >> 8) & 255, rgb & 255);
  const nearby = own.map((colour) => distance(lab, colour.lab) ** 2);
  const closest = Math.min(...nearby);
  let total = 0;
  const move = [0, 0, 0];
  for (const [rank, squared] of nearby.entries()) {
    const weight = Math.exp((closest - squared) / (2 * softness * softness));
    total += weight;
    for (const c of [0, 1, 2] as const) move[c] = (move[c] ?? 0) + weight * (moves[rank]?.[c] ?? 0);
  }
  const [l, a, b] = lab;
  return fromLab([l + (move[0] ?? 0) / total, a + (move[1] ?? 0) / total, b + (move[2] ?? 0) / total]);
}

/** The first colour, then again and again the one farthest from all chosen so far. */
function spreadCentres(labs: readonly Lab[]): Lab[] {
  const centres: Lab[] = [labs[Math.floor(labs.length / 2)] ?? [0, 0, 0]];
  const gap = labs.map(() => Number.POSITIVE_INFINITY);
  while (centres.length < colours) {
    const last = centres.at(-1) ?? [0, 0, 0];
    let farthest = 0;
    for (const [i, lab] of labs.entries()) {
      gap[i] = Math.min(gap[i] ?? 0, distance(lab, last));
      if ((gap[i] ?? 0) > (gap[farthest] ?? 0)) farthest = i;
    }
    if ((gap[farthest] ?? 0) < 1) break;
    centres.push(labs[farthest] ?? last);
  }
  return centres;
}

function nearest(centres: readonly Lab[], lab: Lab): number {
  let best = 0;
  for (const [i, centre] of centres.entries()) {
    if (distance(centre, lab) < distance(centres[best] ?? centre, lab)) best = i;
  }
  return best;
}

/** Degrees between two hues; none where either is grey, unless only one of them is: grey and colour never meet. */
function turnBetween(one: Lab, other: Lab): number {
  const [chroma, otherChroma] = [Math.hypot(one[1], one[2]), Math.hypot(other[1], other[2])];
  if (chroma < colourlessChroma && otherChroma < colourlessChroma) return 0;
  if (chroma < colourlessChroma || otherChroma < colourlessChroma) return Math.abs(chroma - otherChroma) * 2;
  const turn = Math.abs(Math.atan2(one[2], one[1]) - Math.atan2(other[2], other[1])) * (180 / Math.PI);
  return Math.min(turn, 360 - turn);
}

function distance(one: Lab, other: Lab): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

/** sRGB to CIELAB under D65 (IEC 61966-2-1, CIE 15). */
function toLab(red: number, green: number, blue: number): Lab {
  const [r, g, b] = [linear[red] ?? 0, linear[green] ?? 0, linear[blue] ?? 0];
  const x = compress((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
  const y = compress(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = compress((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function fromLab([l, a, b]: Lab): number {
  const y = (l + 16) / 116;
  const [xs, ys, zs] = [expand(y + a / 500) * 0.9505, expand(y), expand(y - b / 200) * 1.089];
  const red = toSrgb(3.2406 * xs - 1.5372 * ys - 0.4986 * zs);
  const green = toSrgb(-0.9689 * xs + 1.8758 * ys + 0.0415 * zs);
  const blue = toSrgb(0.0557 * xs - 0.204 * ys + 1.057 * zs);
  return (red << 16) | (green << 8) | blue;
}

const linear: readonly number[] = Array.from({ length: 256 }, (_, level) => {
  const value = level / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});

function toSrgb(value: number): number {
  const bounded = Math.max(0, Math.min(1, value));
  return Math.round(255 * (bounded <= 0.0031308 ? 12.92 * bounded : 1.055 * bounded ** (1 / 2.4) - 0.055));
}

function compress(value: number): number {
  return value > 216 / 24389 ? Math.cbrt(value) : (24389 / 27) * (value / 116) + 16 / 116;
}

function expand(value: number): number {
  return value ** 3 > 216 / 24389 ? value ** 3 : (116 * value - 16) / (24389 / 27);
}
