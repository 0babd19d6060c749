// --hires and what goes with it: a second pass at a larger size.

import { TesseraError } from '../../shared/errors.ts';

/** A1111's own. */
const usualDenoise = 0.75;

export interface HiresOptions {
  readonly hires?: number;
  readonly hiresDenoise?: number;
  readonly hiresSteps?: number;
  readonly hiresUpscaler?: string;
}

/** Ranges are the contract's to check. @throws VALIDATION_ERROR for options without --hires */
export function hiresOption(options: HiresOptions) {
  const { hires: scale, hiresDenoise: denoise = usualDenoise, hiresSteps: steps, hiresUpscaler: upscaler } = options;
  if (scale !== undefined) return { scale, denoise, steps, upscaler };
  const alone = (['hiresDenoise', 'hiresSteps', 'hiresUpscaler'] as const).find((name) => options[name] !== undefined);
  if (alone === undefined) return undefined;
  const option = `hires-${alone.slice('hires'.length).toLowerCase()}`;
  throw new TesseraError('VALIDATION_ERROR', `${option}: says how to draw a second pass. Ask for one with --hires.`, {
    details: { field: option },
  });
}
