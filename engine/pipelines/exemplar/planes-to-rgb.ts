// What the decoder computed, as a picture.

import { TesseraError } from '../../../shared/errors.ts';
import type { RgbImage } from '../pipeline.ts';

/**
 * @param planes f32[3, height, width] in -1..1
 * @throws NUMERIC_FAILURE when a value is no number, or all are the same
 */
export function toRgb(
  planes: Float32Array,
  { width, height }: { readonly width: number; readonly height: number },
): RgbImage {
  const area = width * height;
  const data = new Uint8Array(area * 3);
  let flat = true;
  for (let i = 0; i < area; i++) {
    for (let c = 0; c < 3; c++) {
      const value = planes[c * area + i] ?? Number.NaN;
      if (Number.isNaN(value)) throw numericFailure('values that are no numbers');
      data[i * 3 + c] = Math.round(Math.max(0, Math.min(1, value / 2 + 0.5)) * 255);
      flat &&= data[i * 3 + c] === data[c];
    }
  }
  if (flat) throw numericFailure('a picture of a single colour');
  return { width, height, data };
}

function numericFailure(what: string): TesseraError {
  return new TesseraError(
    'NUMERIC_FAILURE',
    `The model computed ${what}. Try again; if it stays so, install the model again.`,
  );
}
