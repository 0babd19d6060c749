// What a key means while a grid of pictures has the focus.

export type GridAction =
  | { readonly kind: 'move'; readonly to: number }
  | { readonly kind: 'upscale'; readonly index: number }
  | { readonly kind: 'vary'; readonly index: number }
  | { readonly kind: 'edit'; readonly index: number }
  | { readonly kind: 'remove' };

interface Pressed {
  readonly key: string;
  /** The place on the keyboard: the digits stand there unshifted on some layouts and shifted on others. */
  readonly code: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** @param columns tiles in a row. */
export function gridAction(pressed: Pressed, from: number, count: number, columns: number): GridAction | null {
  if (pressed.ctrlKey || pressed.altKey || pressed.metaKey) return null;
  const digit = /^(?:Digit|Numpad)([1-4])$/.exec(pressed.code)?.[1];
  if (digit !== undefined) {
    const index = Number(digit) - 1;
    if (index >= count) return null;
    return { kind: pressed.shiftKey ? 'vary' : 'upscale', index };
  }
  if (pressed.key === 'e') return { kind: 'edit', index: from };
  if (pressed.key === 'Delete') return { kind: 'remove' };
  const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[pressed.key];
  if (by === undefined) return null;
  const to = from + by;
  return to >= 0 && to < count ? { kind: 'move', to } : null;
}
