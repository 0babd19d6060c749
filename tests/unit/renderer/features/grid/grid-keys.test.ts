// Keys on a focused grid, on keyboards of two countries.

import { describe, expect, test } from 'vitest';
import { gridAction } from '../../../../../renderer/features/grid/grid-keys.ts';

function press(
  key: string,
  code = key,
  modifiers: Partial<Record<'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey', boolean>> = {},
) {
  return { key, code, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...modifiers };
}

describe('digits', () => {
  test('upscale the picture of that number', () => {
    expect(gridAction(press('2', 'Digit2'), 0, 4, 2)).toEqual({ kind: 'upscale', index: 1 });
  });

  test('with shift vary it', () => {
    expect(gridAction(press('@', 'Digit2', { shiftKey: true }), 0, 4, 2)).toEqual({ kind: 'vary', index: 1 });
  });

  test('work where digits need shift, by their place', () => {
    expect(gridAction(press('é', 'Digit2'), 0, 4, 2)).toEqual({ kind: 'upscale', index: 1 });
  });

  test('beyond the last picture do nothing', () => {
    expect(gridAction(press('4', 'Digit4'), 0, 2, 2)).toBeNull();
    expect(gridAction(press('5', 'Digit5'), 0, 4, 2)).toBeNull();
  });

  test('with ctrl belong to the browser', () => {
    expect(gridAction(press('1', 'Digit1', { ctrlKey: true }), 0, 4, 2)).toBeNull();
  });
});

describe('arrows', () => {
  test('move along the row and between rows', () => {
    expect(gridAction(press('ArrowRight'), 0, 4, 2)).toEqual({ kind: 'move', to: 1 });
    expect(gridAction(press('ArrowDown'), 1, 4, 2)).toEqual({ kind: 'move', to: 3 });
    expect(gridAction(press('ArrowUp'), 3, 4, 2)).toEqual({ kind: 'move', to: 1 });
  });

  test('stop at the edges', () => {
    expect(gridAction(press('ArrowLeft'), 0, 4, 2)).toBeNull();
    expect(gridAction(press('ArrowDown'), 2, 4, 2)).toBeNull();
  });
});

test('delete removes', () => {
  expect(gridAction(press('Delete'), 0, 4, 2)).toEqual({ kind: 'remove' });
});

test('letters mean nothing', () => {
  expect(gridAction(press('a', 'KeyA'), 0, 4, 2)).toBeNull();
});

test('E edits a part of the picture that has the focus, and is left alone with Ctrl', () => {
  expect(gridAction(press('e', 'KeyE'), 2, 4, 2)).toEqual({ kind: 'edit', index: 2 });
  expect(gridAction(press('e', 'KeyE', { ctrlKey: true }), 2, 4, 2)).toBeNull();
});
