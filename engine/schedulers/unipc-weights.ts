// One step of UniPC, predicted or corrected, as weights on the sample and on the predictions so far.
//
// Zhao et al. 2023, "UniPC", https://arxiv.org/abs/2302.04867, algorithms 5 and 6 and equation 5, for a model that predicts
// the clean sample:
//   t_(i-1), t_i -> visited[0], target   h_i -> stride   r_m -> ratios   B(h) -> scale   phi_k(h) k! / B(h) -> moments
//   a_p, a_c -> shares   R_p(h) -> the powers of the ratios
// Weights are in double: the higher terms are small differences of nearly equal numbers.

import { TesseraError } from '../../shared/errors.ts';
import { valueAt } from './elementwise.ts';
import type { Level } from './solver-space.ts';

export interface UniPcWeights {
  readonly sample: number;
  /** Newest first, as many as the order of the step. */
  readonly predictions: readonly number[];
  /** On the prediction at the target, which only the corrector has. */
  readonly arrived: number;
}

/**
 * @param args.visited the levels of the predictions used, newest first; their number is the order of the step, 1 to 3
 * @param args.corrects whether the prediction at the target is known already
 */
export function uniPcWeights(args: {
  readonly target: Level;
  readonly visited: readonly Level[];
  readonly solverType: 'bh1' | 'bh2';
  readonly corrects: boolean;
}): UniPcWeights {
  const { target, visited, corrects } = args;
  const [newest] = visited;
  if (newest === undefined) throw new TesseraError('INTERNAL', 'A sampling step was taken without a prediction.');
  const stride = target.lambda - newest.lambda;
  const decay = Math.expm1(-stride);
  const sample = target.sigma / newest.sigma;
  const base = -target.alpha * decay;
  const older = visited.slice(1).map((level) => (level.lambda - newest.lambda) / stride);
  // A schedule that repeats its last level, and one that ends at zero, have no differences to weigh.
  if (stride === 0 || (older.length === 0 && !corrects)) {
    return { sample, predictions: [base, ...older.map(() => 0)], arrived: 0 };
  }

  const scale = args.solverType === 'bh1' ? -stride : decay;
  const shares = corrects ? correctorShares(older, { stride, scale }) : predictorShares(older, { stride, scale });
  const factor = -target.alpha * scale;
  const weights = older.map((ratio, place) => (factor * valueAt(shares, place)) / ratio);
  const arrived = corrects ? factor * valueAt(shares, older.length) : 0;
  const newestWeight = base - weights.reduce((sum, weight) => sum + weight, 0) - arrived;
  return { sample, predictions: [newestWeight, ...weights], arrived };
}

interface Stride {
  readonly stride: number;
  readonly scale: number;
}

/** At order two the authors take one half in place of the solution, which tends to it. */
function predictorShares(ratios: readonly number[], stride: Stride): number[] {
  return ratios.length === 1 ? [1 / 2] : solve(powers(ratios), moments(ratios.length, stride));
}

/** The same at order one. */
function correctorShares(ratios: readonly number[], stride: Stride): number[] {
  if (ratios.length === 0) return [1 / 2];
  const all = [...ratios, 1];
  return solve(powers(all), moments(all.length, stride));
}

function powers(ratios: readonly number[]): number[][] {
  return ratios.map((_, power) => ratios.map((ratio) => ratio ** power));
}

function moments(count: number, { stride, scale }: Stride): number[] {
  const result: number[] = [];
  let factorial = 1;
  let integral = Math.expm1(-stride) / -stride - 1;
  for (let order = 1; order <= count; order += 1) {
    result.push((integral * factorial) / scale);
    factorial *= order + 1;
    integral = integral / -stride - 1 / factorial;
  }
  return result;
}

/** Gauss-Jordan elimination of a small square system; its ratios are all different, so it has one solution. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, place) => [...row, valueAt(right, place)]);
  for (let column = 0; column < rows.length; column += 1) {
    const candidates = rows.slice(column);
    const pivot = candidates.reduce((best, row) =>
      Math.abs(valueAt(row, column)) > Math.abs(valueAt(best, column)) ? row : best,
    );
    const place = rows.indexOf(pivot);
    rows[place] = valueAt(rows, column);
    rows[column] = pivot.map((value) => value / valueAt(pivot, column));
    const reduced = valueAt(rows, column);
    rows.forEach((row, index) => {
      const factor = valueAt(row, column);
      if (index !== column) rows[index] = row.map((value, at) => value - factor * valueAt(reduced, at));
    });
  }
  return rows.map((row) => valueAt(row, rows.length));
}
