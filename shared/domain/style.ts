// A style: words put around the prompt, as A1111's styles.csv has them.

import { z } from 'zod';
import { StyleId } from './ids.ts';
import { promptMaxLength } from './recipe.ts';

export const styleNameMaxLength = 100;
const StyleText = z.string().max(promptMaxLength);

export const Style = z.strictObject({
  id: StyleId,
  name: z.string().trim().min(1).max(styleNameMaxLength),
  /** `{prompt}` marks where the prompt goes; without it the text is appended after a comma. */
  prompt: StyleText,
  negativePrompt: StyleText,
});
export type Style = z.infer<typeof Style>;

/** Puts the style's words around the prompt; an empty style text leaves the prompt as it is. */
export function applyStyle(text: string, styleText: string): string {
  if (styleText === '') return text;
  if (styleText.includes('{prompt}')) return styleText.replaceAll('{prompt}', () => text);
  return text === '' ? styleText : `${text}, ${styleText}`;
}

interface StylesOfRecipe {
  readonly style?: StyleId | null | undefined;
  readonly moreStyles?: readonly StyleId[] | undefined;
}

/** Every style a recipe names, in the order they are put around the prompt. */
export function stylesOf({ style, moreStyles }: StylesOfRecipe): StyleId[] {
  return [...(style === null || style === undefined ? [] : [style]), ...(moreStyles ?? [])];
}

/** Several styles as one, each put around what those before it made; null for none. */
export function combinedStyle(styles: readonly Style[]): Style | null {
  const [first] = styles;
  if (first === undefined || styles.length === 1) return first ?? null;
  return {
    ...first,
    prompt: styles.map(({ prompt }) => prompt).reduce(around, ''),
    negativePrompt: styles.map(({ negativePrompt }) => negativePrompt).reduce(around, ''),
  };
}

function around(inner: string, outer: string): string {
  if (inner === '' || outer === '') return inner + outer;
  // Two that are only appended stay so, because the text they are appended to may be empty.
  if (!inner.includes('{prompt}') && !outer.includes('{prompt}')) return `${inner}, ${outer}`;
  return applyStyle(inner.includes('{prompt}') ? inner : `{prompt}, ${inner}`, outer);
}
