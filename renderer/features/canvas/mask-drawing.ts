// What was done to a mask, step by step, and the arithmetic that needs no canvas: where a brush goes, how an edge softens.

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Places are counted in pixels of the mask. */
export type MaskStep =
  | { readonly kind: 'stroke'; readonly points: readonly Point[]; readonly size: number; readonly erase: boolean }
  | { readonly kind: 'lasso'; readonly points: readonly Point[]; readonly erase: boolean }
  | { readonly kind: 'invert' }
  | { readonly kind: 'clear' };

export interface MaskDrawing {
  readonly steps: readonly MaskStep[];
  /** Pixels over which the edge of the mask fades. */
  readonly feather: number;
}

export const emptyDrawing: MaskDrawing = { steps: [], feather: 0 };
export const featherMax = 64;
export const brushRange = { min: 4, max: 400 } as const;

/** A picture of more than this is fitted to fewer pixels by every model, and a mask has no finer lines than that. */
const longestSide = 1536;

export function maskSize(picture: Size): Size {
  const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
  return { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) };
}

/** Stays within the mask, so that the brush can always be seen. */
export function movedBrush(from: Point, by: Point, size: Size): Point {
  return {
    x: Math.min(size.width, Math.max(0, from.x + by.x)),
    y: Math.min(size.height, Math.max(0, from.y + by.y)),
  };
}

/** A brush that grows by a fifth with each press reaches every size in a few. */
export function resizedBrush(size: number, larger: boolean): number {
  const next = larger ? Math.max(size + 1, size * 1.2) : Math.min(size - 1, size / 1.2);
  return Math.round(Math.min(brushRange.max, Math.max(brushRange.min, next)));
}

/**
 * Softens a mask by three box blurs, which come close to a Gaussian; beyond its borders it goes on as it is at them.
 * @param alpha u8[height, width]
 */
export function feathered(alpha: Uint8Array, { width, height }: Size, feather: number): Uint8Array {
  const radius = Math.round(feather / 3);
  if (radius < 1) return alpha;
  let soft = alpha;
  for (let pass = 0; pass < 3; pass += 1) {
    soft = blurred(soft, { lines: height, length: width, along: 1, across: width }, radius);
    soft = blurred(soft, { lines: width, length: height, along: width, across: 1 }, radius);
  }
  return soft;
}

function blurred(
  values: Uint8Array,
  grid: { readonly lines: number; readonly length: number; readonly along: number; readonly across: number },
  radius: number,
): Uint8Array {
  const { lines, length, along, across } = grid;
  const result = new Uint8Array(values.length);
  for (let line = 0; line < lines; line += 1) {
    const start = line * across;
    const at = (place: number) => values[start + Math.min(length - 1, Math.max(0, place)) * along] ?? 0;
    let sum = 0;
    for (let place = -radius; place <= radius; place += 1) sum += at(place);
    for (let place = 0; place < length; place += 1) {
      result[start + place * along] = Math.round(sum / (2 * radius + 1));
      sum += at(place + radius + 1) - at(place - radius);
    }
  }
  return result;
}
