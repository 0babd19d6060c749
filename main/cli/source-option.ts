// --from, --mask, --strength and --extend: pictures read from disk, and what is to be done with them.

import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { SourceId } from '../../shared/domain/ids.ts';
import type { RecipeExtend, RecipeSource } from '../../shared/domain/recipe.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { Studio } from './open-studio.ts';

/** Drawn around a picture there is nothing to keep; otherwise A1111's own. */
const usualStrength = { around: 1, anew: 0.75 } as const;

interface SourceOptions {
  readonly from?: string;
  readonly strength?: number;
  readonly mask?: string;
  readonly extend?: string;
}

/** @throws VALIDATION_ERROR for options without --from, FILE_NOT_FOUND, as the store of sources does */
export async function sourceOption(options: SourceOptions, studio: Studio): Promise<RecipeSource | undefined> {
  const { from, mask } = options;
  if (from === undefined) {
    const alone = (['strength', 'mask', 'extend'] as const).find((name) => options[name] !== undefined);
    if (alone === undefined) return undefined;
    throw new TesseraError('VALIDATION_ERROR', `${alone}: says what to do with a picture. Name it with --from.`, {
      details: { field: alone },
    });
  }
  const extend = options.extend === undefined ? undefined : sidesOf(options.extend);
  const image = await handedIn(from, studio);
  return {
    image,
    strength: options.strength ?? (extend === undefined ? usualStrength.anew : usualStrength.around),
    ...(mask === undefined ? {} : { mask: await handedIn(mask, studio) }),
    ...(extend === undefined ? {} : { extend }),
  };
}

async function handedIn(path: string, studio: Studio): Promise<SourceId> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new TesseraError('FILE_NOT_FOUND', `There is no picture ${basename(path)} that can be read.`, { cause });
  });
  return (await studio.core.sources.put(bytes)).id;
}

function sidesOf(text: string): RecipeExtend {
  const numbers = text.split(',').map((side) => (side.trim() === '' ? Number.NaN : Number(side)));
  const [left = Number.NaN, right = left, top = left, bottom = left] = numbers;
  if ((numbers.length === 1 || numbers.length === 4) && numbers.every(Number.isFinite))
    return { left, right, top, bottom };
  throw new TesseraError(
    'VALIDATION_ERROR',
    `extend: one number for all sides, or four as left,right,top,bottom; "${text.slice(0, 40)}" is neither.`,
    { details: { field: 'extend' } },
  );
}
