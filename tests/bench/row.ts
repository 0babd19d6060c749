// One line of the benchmark: what was measured, against which bar, and whether it holds here and now.

export interface Row {
  readonly what: string;
  /** Medians of several runs; ratios compare things measured in the same run. */
  readonly value: number;
  readonly unit: 'ratio' | 'ms' | 's' | 'MP/s' | 'MB' | 'runs';
  /** null for what is only told. */
  readonly bar: number | null;
  readonly runs: number;
  /** What a reader needs to judge the number. */
  readonly detail: string;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1));
  const value = sorted[place];
  if (value === undefined) throw new Error('nothing was measured');
  return value;
}
