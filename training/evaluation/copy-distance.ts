// How far a picture is from the exemplars it was made of, measured where either of them shows more than the scene.

/** Everything here is f32[3, height, width] in -1..1. */
interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly scene: Float32Array;
}

export interface CopyDistance {
  /** Place of the nearest exemplar in the list. */
  readonly nearest: number;
  /** Root mean square difference to it, as composed, in units of the full range of a channel. */
  readonly composed: number;
}

/** Differences from the scene below this (of the full range) are the autoencoder's, not a drawing's. */
const inkDifference = 0.12;

/** Half size: a soft edge is the autoencoder's and not a difference that counts. */
function halved(planes: Float32Array, { width, height }: Canvas): Float32Array {
  const [columns, rows] = [width >> 1, height >> 1];
  const half = new Float32Array(3 * rows * columns);
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < columns; x++) {
        const at = c * width * height + 2 * y * width + 2 * x;
        const sum = (planes[at] ?? 0) + (planes[at + 1] ?? 0) + (planes[at + width] ?? 0) + (planes[at + width + 1] ?? 0);
        half[(c * rows + y) * columns + x] = sum / 4;
      }
    }
  }
  return half;
}

function inkOf(half: Float32Array, scene: Float32Array): Uint8Array {
  const area = half.length / 3;
  const ink = new Uint8Array(area);
  for (let i = 0; i < half.length; i++) {
    if (Math.abs((half[i] ?? 0) - (scene[i] ?? 0)) / 2 > inkDifference) ink[i % area] = 1;
  }
  return ink;
}

interface Inked {
  readonly half: Float32Array;
  readonly ink: Uint8Array;
}

function difference(a: Inked, b: Inked): number {
  const area = a.ink.length;
  let sum = 0;
  let covered = 0;
  for (let i = 0; i < area; i++) {
    if (a.ink[i] === 0 && b.ink[i] === 0) continue;
    covered += 3;
    for (let c = 0; c < 3; c++) {
      const by = ((a.half[c * area + i] ?? 0) - (b.half[c * area + i] ?? 0)) / 2;
      sum += by * by;
    }
  }
  return covered === 0 ? 0 : Math.sqrt(sum / covered);
}

/** Measures pictures of one scene against each other. */
export function createCopyRuler(canvas: Canvas) {
  const scene = halved(canvas.scene, canvas);
  const inked = (planes: Float32Array): Inked => {
    const half = halved(planes, canvas);
    return { half, ink: inkOf(half, scene) };
  };
  return {
    between(a: Float32Array, b: Float32Array): number {
      return difference(inked(a), inked(b));
    },
    /** The exemplar that `picture` is nearest to. */
    nearest(picture: Float32Array, exemplars: readonly Float32Array[]): CopyDistance {
      const drawn = inked(picture);
      const distances = exemplars.map((exemplar) => difference(drawn, inked(exemplar)));
      const composed = Math.min(...distances);
      return { nearest: distances.indexOf(composed), composed };
    },
    /** For every exemplar, how far its nearest other exemplar is. */
    neighbours(exemplars: readonly Float32Array[]): number[] {
      const all = exemplars.map(inked);
      return all.map((one, i) => Math.min(...all.filter((_, j) => j !== i).map((other) => difference(one, other))));
    },
  };
}
