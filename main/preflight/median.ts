// The middle of what was measured: one slow run on a busy machine does not move it.

/** The higher of both where there are two; null of nothing. */
export function median(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;
}
