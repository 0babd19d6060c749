// The words of the dialects that are not the contract's: a style by name or in free words, a size as WxH, a quality.

import { z } from 'zod';
import type { StyleId } from '../../../shared/domain/ids.ts';
import { promptMaxLength, Recipe, sideMax, sideMin, sideMultiple } from '../../../shared/domain/recipe.ts';
import { errorCatalogue, TesseraError } from '../../../shared/errors.ts';
import type { Door } from './endpoint.ts';

export const Prompt = Recipe.shape.prompt;

export const StyleWords = z.string().max(200);

/**
 * A style of the studio by its id or name; any other words are put after the prompt, for the systems these dialects
 * come from took any.
 */
export async function withStyle(
  door: Door,
  { prompt, style }: { readonly prompt: string; readonly style?: string | null | undefined },
): Promise<{ prompt: string; style?: StyleId }> {
  const words = style?.trim() ?? '';
  if (words === '') return { prompt };
  const { styles } = await door.call('styles.list', {});
  const known = styles.find(({ id, name }) => [id, name].some((own) => own.toLowerCase() === words.toLowerCase()));
  if (known !== undefined) return { prompt, style: known.id };
  const together = `${prompt}, ${words}`;
  if (together.length > promptMaxLength) {
    throw new TesseraError(
      'VALIDATION_ERROR',
      `style: prompt and style together must have at most ${promptMaxLength} characters; they have ${together.length}.`,
      { details: { field: 'style', maximum: promptMaxLength } },
    );
  }
  return { prompt: together };
}

/** Several styles, each by its id, its name or in free words, put around the prompt in their order. */
export async function withStyles(
  door: Door,
  { prompt, styles }: { readonly prompt: string; readonly styles: readonly string[] },
): Promise<{ prompt: string; style?: StyleId; moreStyles?: StyleId[] }> {
  let words = prompt;
  const known: StyleId[] = [];
  for (const asked of styles) {
    const found = await withStyle(door, { prompt: words, style: asked });
    words = found.prompt;
    if (found.style !== undefined) known.push(found.style);
  }
  const [style, ...moreStyles] = known;
  if (style === undefined) return { prompt: words };
  return moreStyles.length === 0 ? { prompt: words, style } : { prompt: words, style, moreStyles };
}

export const Size = z
  .string()
  .regex(/^\d{1,5}x\d{1,5}$/, 'must be width x height in pixels, such as 512x512')
  .superRefine((text, context) => {
    const fault = sideFault(sidesOf(text));
    if (fault !== null) context.addIssue({ code: 'custom', message: fault });
  });

export function sidesOf(size: string): { width: number; height: number } {
  const [width = 0, height = 0] = size.split('x').map(Number);
  return { width, height };
}

function sideFault({ width, height }: { width: number; height: number }): string | null {
  const nearest = [width, height].map((side) =>
    Math.min(Math.max(Math.round(side / sideMultiple) * sideMultiple, sideMin), sideMax),
  );
  if (nearest[0] === width && nearest[1] === height) return null;
  return `both sides must be ${sideMin} to ${sideMax} pixels and multiples of ${sideMultiple}; the nearest valid value is ${nearest.join('x')}`;
}

/** Runs the work and says what it refuses by the names of the dialect's own fields; '' stands for a refusal of no field. */
export async function namingFields<Result>(
  names: Readonly<Record<string, string>>,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw renamed(error, names);
  }
}

function renamed(error: unknown, names: Readonly<Record<string, string>>): unknown {
  if (!(error instanceof TesseraError)) return error;
  const field = error.details?.['field'] ?? (errorCatalogue[error.code].http < 500 ? names[''] : undefined);
  if (typeof field !== 'string') return error;
  const contractName = field.replace(/^request\.(?:recipe\.)?/, '');
  const name = names[contractName] ?? contractName;
  const said = error.message.startsWith(`${field}:`)
    ? error.message.slice(field.length + 1).trimStart()
    : error.message;
  return new TesseraError(error.code, `${name}: ${said}`, { cause: error, details: { ...error.details, field: name } });
}
