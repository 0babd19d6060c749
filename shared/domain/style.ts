// A style: words put around the prompt, as A1111's styles.csv has them.

import { z } from 'zod';
import { StyleId } from './ids.ts';

export const Style = z.strictObject({
  id: StyleId,
  name: z.string().min(1).max(100),
  /** `{prompt}` marks where the prompt goes; without it the text is appended after a comma. */
  prompt: z.string(),
  negativePrompt: z.string(),
});
export type Style = z.infer<typeof Style>;

/** Puts the style's words around the prompt; an empty style text leaves the prompt as it is. */
export function applyStyle(text: string, styleText: string): string {
  if (styleText === '') return text;
  if (styleText.includes('{prompt}')) return styleText.replaceAll('{prompt}', () => text);
  return text === '' ? styleText : `${text}, ${styleText}`;
}
