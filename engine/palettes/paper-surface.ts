// The light on a sheet of paper: brighter under the lamp, darker in the corners. Least squares of a quadratic surface over
// what looks like paper, three times, each time with less that is not.

import type { RgbaPicture } from '../pipelines/exemplar/recolouring.ts';

export type Rgb = readonly [number, number, number];
export type ColourAt = (x: number, y: number) => Rgb;

/** Levels of 8 bits within which a pixel still counts as paper, round by round. */
const rounds = [45, 24, 16] as const;
/** Every third pixel of every third row tells the light. */
const stride = 3;
/** Less paper than this share of the picture says nothing about the rest of it. */
const leastPaper = 0.15;
const terms = 6;

/** @param first what the paper is taken for before anything is known of its middle */
export function paperSurface(picture: RgbaPicture, first: ColourAt): ColourAt {
  return rounds.reduce<ColourAt>((surface, reach) => fitted(picture, { surface, reach }), first);
}

function fitted(picture: RgbaPicture, options: { readonly surface: ColourAt; readonly reach: number }): ColourAt {
  const { width, height, data } = picture;
  // Normal equations, the three colours as right-hand sides.
  const rows = Array.from({ length: terms }, () => new Float64Array(terms + 3));
  let seen = 0;
  let paper = 0;
  for (let y = 0; y < height; y += stride) {
    for (let x = 0; x < width; x += stride) {
      seen += 1;
      const at = (y * width + x) * 4;
      const colour: Rgb = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
      if (apart(colour, options.surface(x, y)) > options.reach) continue;
      paper += 1;
      const basis = basisAt(x / width, y / height);
      for (const [i, row] of rows.entries()) {
        for (const [j, value] of [...basis, ...colour].entries()) row[j] = (row[j] ?? 0) + (basis[i] ?? 0) * value;
      }
    }
  }
  if (paper < leastPaper * seen) return options.surface;
  const solved = solve(rows);
  if (solved === null) return options.surface;
  const level = (basis: readonly number[], c: 0 | 1 | 2) =>
    basis.reduce((sum, value, i) => sum + value * (solved[i]?.[terms + c] ?? 0), 0);
  return (x, y) => {
    const basis = basisAt(x / width, y / height);
    return [level(basis, 0), level(basis, 1), level(basis, 2)];
  };
}

function basisAt(across: number, down: number): number[] {
  const [u, v] = [2 * across - 1, 2 * down - 1];
  return [1, u, v, u * u, u * v, v * v];
}

/** Gauss and Jordan with pivots, in place; null when the paper lies along one line and tells no surface. */
function solve(rows: Float64Array[]): Float64Array[] | null {
  for (let column = 0; column < terms; column++) {
    const size = (at: number) => Math.abs(rows[at]?.[column] ?? 0);
    let best = column;
    for (let at = column + 1; at < terms; at++) if (size(at) > size(best)) best = at;
    const [pivot, other] = [rows[best], rows[column]];
    if (pivot === undefined || other === undefined || size(best) < 1e-6) return null;
    [rows[column], rows[best]] = [pivot, other];
    const scale = pivot[column] ?? 1;
    for (let i = 0; i < pivot.length; i++) pivot[i] = (pivot[i] ?? 0) / scale;
    for (const row of rows) {
      const share = row === pivot ? 0 : (row[column] ?? 0);
      if (share !== 0) for (let i = 0; i < row.length; i++) row[i] = (row[i] ?? 0) - share * (pivot[i] ?? 0);
    }
  }
  return rows;
}

export function apart(one: Rgb, other: Rgb): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}
