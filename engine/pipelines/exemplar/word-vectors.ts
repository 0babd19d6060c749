// Word vectors: how near two words are in meaning, by the cosine of their GloVe vectors.
// Pennington, Socher & Manning, GloVe: Global Vectors for Word Representation (EMNLP 2014).

import { z } from 'zod';
import { corrupt, readModelFile, readModelJson } from './exemplar-collection.ts';

const WordList = z.array(z.string()).min(3);

/** Rows 0 and 1 stand for padding and the unknown word; neither means anything. */
const firstWordRow = 2;

export interface WordVectors {
  knows(word: string): boolean;
  /** Cosine of every word of the table to `word`, asked for by word; 0 when either is unknown. */
  similarityTo(word: string): (other: string) => number;
}

/** @throws MODEL_MISSING_FILE, MODEL_CORRUPT */
export async function loadWordVectors(folder: string): Promise<WordVectors> {
  const words = WordList.safeParse(await readModelJson(folder, 'words.json'));
  if (!words.success) throw corrupt('words.json', words.error);
  const bytes = await readModelFile(folder, 'words.f16');
  const dimensions = bytes.byteLength / 2 / words.data.length;
  if (!Number.isInteger(dimensions)) throw corrupt('words.f16', undefined);
  const rows = new Map(words.data.map((word, row) => [word, row] as const).slice(firstWordRow));
  const halves = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const unit = new Map<number, Float32Array>();

  /** Most of the table is never asked for, so a row is widened to f32 of length 1 at its first use. */
  function unitVector(row: number): Float32Array {
    const ready = unit.get(row);
    if (ready !== undefined) return ready;
    const vector = new Float32Array(dimensions);
    for (let i = 0; i < dimensions; i++) vector[i] = halfToNumber(halves.getUint16((row * dimensions + i) * 2, true));
    const length = Math.hypot(...vector);
    if (length > 0) for (let i = 0; i < dimensions; i++) vector[i] = (vector[i] ?? 0) / length;
    unit.set(row, vector);
    return vector;
  }

  function cosine(a: Float32Array, b: Float32Array): number {
    let sum = 0;
    for (let i = 0; i < dimensions; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
    return sum;
  }

  return {
    knows: (word) => rows.has(word),
    similarityTo(word) {
      const row = rows.get(word);
      const known = new Map<string, number>();
      return (other) => {
        const seen = known.get(other);
        if (seen !== undefined) return seen;
        const otherRow = rows.get(other);
        const value = row === undefined || otherRow === undefined ? 0 : cosine(unitVector(row), unitVector(otherRow));
        known.set(other, value);
        return value;
      };
    },
  };
}

/** IEEE 754 binary16: 1 sign bit, 5 of exponent (bias 15), 10 of fraction. */
function halfToNumber(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
