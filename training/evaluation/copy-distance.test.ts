// The copy ruler on pictures whose distance is known. Run by `node --test "training/evaluation/*.test.ts"`.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCopyRuler } from './copy-distance.ts';

const side = 16;

/** A grey sheet with a square of `level` from `left`. */
function square(left: number, level: number): Float32Array {
  return Float32Array.from({ length: 3 * side * side }, (_, i) => {
    const x = i % side;
    const y = Math.floor(i / side) % side;
    return x >= left && x < left + 8 && y >= 4 && y < 12 ? level : 0;
  });
}

const ruler = createCopyRuler({ width: side, height: side, scene: new Float32Array(3 * side * side) });

test('a picture is at no distance from itself, and its copy is found among others', () => {
  const picture = square(4, 1);
  assert.deepEqual(ruler.nearest(picture, [square(8, 1), square(4, -1), square(4, 1)]), { nearest: 2, composed: 0 });
});

test('a change of half the range over all the ink measures a half, however small the ink', () => {
  assert.ok(Math.abs(ruler.between(square(4, 1), square(4, 0.5)) - 0.25) < 1e-6);
  assert.ok(Math.abs(ruler.between(square(4, 1), square(4, -1)) - 1) < 1e-6);
});

test('ink that moved counts in both places', () => {
  // Half of the union is ink in both, a quarter each only in one: sqrt(2/3 * 0.25) of the range.
  assert.ok(Math.abs(ruler.between(square(4, 1), square(8, 1)) - Math.sqrt((2 / 3) * 0.25)) < 1e-6);
});

test('every exemplar is told how far its nearest other one is', () => {
  const [first, second, third] = ruler.neighbours([square(4, 1), square(4, 0.5), square(4, -1)]);
  assert.equal(first, second);
  assert.ok((third ?? 0) > (first ?? 0));
});
