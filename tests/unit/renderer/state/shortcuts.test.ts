// Keys as they are pressed on keyboards of two countries and two systems, and who has them.

import { describe, expect, test } from 'vitest';
import { commandOf, ownerOf, pressedKeys, shortcutCommands, usualKeys } from '../../../../renderer/state/shortcuts.ts';

function press(key: string, code: string, held: readonly ('ctrl' | 'meta' | 'alt' | 'shift')[] = []) {
  const has = (modifier: (typeof held)[number]) => held.includes(modifier);
  return { key, code, ctrlKey: has('ctrl'), metaKey: has('meta'), altKey: has('alt'), shiftKey: has('shift') };
}

describe('what was pressed', () => {
  test.each([
    [press('1', 'Digit1', ['alt']), 'Alt+1'],
    [press('&', 'Digit1', ['alt']), 'Alt+1'],
    [press('π', 'KeyP', ['alt']), 'Alt+P'],
    [press('p', 'KeyP', ['alt']), 'Alt+P'],
    [press('?', 'Slash', ['shift']), '?'],
    [press('?', 'Comma', ['shift']), '?'],
    [press('k', 'KeyK', ['ctrl']), 'Mod+K'],
    [press('k', 'KeyK', ['meta']), 'Mod+K'],
    [press('K', 'KeyK', ['ctrl', 'shift']), 'Mod+Shift+K'],
    [press(' ', 'Space'), 'Space'],
    [press('ArrowUp', 'ArrowUp', ['alt']), 'Alt+ArrowUp'],
  ])('%o is %s', (event, keys) => {
    expect(pressedKeys(event)).toBe(keys);
  });

  test('is nothing while only modifiers are held', () => {
    expect(pressedKeys(press('Alt', 'AltLeft', ['alt']))).toBeNull();
  });
});

describe('the usual keys', () => {
  test('are each of one command, and of no place', () => {
    expect(shortcutCommands.map((command) => ownerOf({}, usualKeys[command], command))).toEqual(
      shortcutCommands.map(() => null),
    );
  });

  test('give way to changed ones', () => {
    const changed = { queue: 'Alt+Q' };
    expect([commandOf(changed, 'Alt+Q'), commandOf(changed, usualKeys.queue)]).toEqual(['queue', null]);
  });
});

describe('keys that somebody has', () => {
  test('are told by their command', () => {
    expect(ownerOf({}, usualKeys.library, 'queue')).toBe('library');
    expect(ownerOf({ library: 'Alt+L' }, usualKeys.library, 'queue')).toBeNull();
  });

  test('of a place are never given away', () => {
    expect(ownerOf({}, 'Mod+Enter', 'queue')).toBe('taken');
  });
});
