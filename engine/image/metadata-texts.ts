// The texts of one picture as they are found, within bounds: a small file may unfold to any size.

import type { PictureText } from '../../shared/domain/recalled.ts';

/** Larger than any workflow seen; a text beyond it is left out, for half of a JSON says nothing. */
export const textBytesMax = 2 * 1024 * 1024;
const allBytesMax = 8 * 1024 * 1024;
const textsMax = 64;
const keyLengthMax = 200;

export interface MetadataTexts {
  /** How large the next text may be; 0 when there is no more room. */
  room(): number;
  add(text: PictureText): void;
  /** A text was there and could not be taken. */
  leaveOut(): void;
  readonly found: readonly PictureText[];
  readonly leftOut: boolean;
}

export function createMetadataTexts(): MetadataTexts {
  const found: PictureText[] = [];
  let bytes = 0;
  let leftOut = false;
  const room = () => (found.length >= textsMax ? 0 : Math.min(textBytesMax, allBytesMax - bytes));
  return {
    room,
    add({ place, key, text }) {
      const size = Buffer.byteLength(text);
      if (size > room()) leftOut = true;
      else if (size > 0) {
        bytes += size;
        found.push({ place, key: key.slice(0, keyLengthMax), text });
      }
    },
    leaveOut() {
      leftOut = true;
    },
    found,
    get leftOut() {
      return leftOut;
    },
  };
}
