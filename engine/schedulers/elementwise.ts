// Arithmetic over whole samples, one number at a time, rounded to float32 as torch rounds it.

import { TesseraError } from '../../shared/errors.ts';

/** A new sample from two of the same size; `combine` sees float32 values and its answer is rounded to float32. */
export function combineTwo(
  first: Float32Array,
  second: Float32Array,
  combine: (first: number, second: number) => number,
): Float32Array {
  assertSameLength(first, second);
  const combined = new Float32Array(first.length);
  for (let index = 0; index < combined.length; index += 1) {
    // Equal lengths were asserted above.
    combined[index] = combine(first[index]!, second[index]!);
  }
  return combined;
}

/** The sum of weight * values over all terms, in double, rounded once to float32; a new sample. */
export function weightedSum(
  terms: readonly { readonly weight: number; readonly values: Float32Array }[],
): Float32Array {
  const sums = new Float64Array(terms[0]?.values.length ?? 0);
  for (const { weight, values } of terms) {
    assertSameLength(values, sums);
    // Equal lengths were asserted above.
    for (let index = 0; index < sums.length; index += 1) sums[index] = sums[index]! + weight * values[index]!;
  }
  return new Float32Array(sums);
}

/**
 * The value of a schedule at one step.
 * @throws INTERNAL when the step lies outside it: a wrong index must not turn into NaN pictures
 */
export function valueAt<Value>(values: ArrayLike<Value>, index: number): Value {
  const value = values[index];
  if (value === undefined) {
    throw new TesseraError('INTERNAL', 'A sampling step was asked for that the schedule does not have.', {
      details: { index, length: values.length },
    });
  }
  return value;
}

function assertSameLength(first: ArrayLike<number>, second: ArrayLike<number>): void {
  if (first.length === second.length) return;
  throw new TesseraError('INTERNAL', 'Samples of different sizes met in one sampling step.', {
    details: { first: first.length, second: second.length },
  });
}
