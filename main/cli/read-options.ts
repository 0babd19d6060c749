// Turns words of the command line into values; what is no number is refused here, its limits are the contract's.

import { TesseraError } from '../../shared/errors.ts';

/** For commander: parses `--<name> <number>`. Throws VALIDATION_ERROR. */
export function numberOption(name: string): (text: string) => number {
  return (text) => {
    if (!/^-?\d+(\.\d+)?$/.test(text.trim())) {
      throw new TesseraError('VALIDATION_ERROR', `${name}: must be a number, and "${text.slice(0, 40)}" is none.`, {
        details: { field: name },
      });
    }
    return Number(text);
  };
}

/** For commander: an option that may be given again keeps all its values. */
export function everyValue(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

const secondsPer = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 } as const;

/** "30d" and the like, in seconds. Throws VALIDATION_ERROR. */
export function durationSeconds(text: string): number {
  const match = /^(\d{1,6})([smhdw])$/.exec(text.trim());
  const unit = match?.[2] as keyof typeof secondsPer | undefined;
  if (match?.[1] === undefined || unit === undefined) {
    throw new TesseraError(
      'VALIDATION_ERROR',
      `expires: must be a number with a unit: s, m, h, d or w, as in 30d; "${text.slice(0, 40)}" is not.`,
      { details: { field: 'expires' } },
    );
  }
  return Number(match[1]) * secondsPer[unit];
}
