// Keys that work everywhere in the window: which command each has, and what the person changed of that.

import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { screens } from './screen.ts';

export const shortcutCommands = [...screens, 'prompt', 'pause', 'shortcuts'] as const;
export type ShortcutCommand = (typeof shortcutCommands)[number];

/** Written as they are pressed: `Mod` is Ctrl, or Cmd on a Mac. */
export const usualKeys: Readonly<Record<ShortcutCommand, string>> = {
  create: 'Alt+1',
  library: 'Alt+2',
  queue: 'Alt+3',
  models: 'Alt+4',
  palettes: 'Alt+5',
  storyboards: 'Alt+6',
  settings: 'Alt+7',
  prompt: '/',
  pause: 'Alt+P',
  shortcuts: '?',
};

/** Keys that have a meaning of their own in a place or for the system, so that no command can take them. */
const takenKeys: ReadonlySet<string> = new Set(
  [
    'Enter Space Tab Shift+Tab Escape Delete Backspace Home End PageUp PageDown',
    'ArrowUp ArrowDown ArrowLeft ArrowRight Alt+ArrowUp Alt+ArrowDown Mod+ArrowUp Mod+ArrowDown',
    '1 2 3 4 Shift+1 Shift+2 Shift+3 Shift+4 E F F11',
    'Mod+Enter Mod+Z Mod+Shift+Z Mod+A Mod+C Mod+V Mod+X Mod+Q Mod+W Mod+R Mod+T Mod+N',
  ].flatMap((keys) => keys.split(' ')),
);

interface Shortcuts {
  /** Only what differs from the usual. */
  readonly changed: Readonly<Partial<Record<ShortcutCommand, string>>>;
  bind(command: ShortcutCommand, keys: string): void;
  reset(command: ShortcutCommand): void;
  resetAll(): void;
}

export const useShortcuts = create<Shortcuts>()(
  persist(
    (set) => ({
      changed: {},
      bind: (command, keys) => set(({ changed }) => ({ changed: { ...changed, [command]: keys } })),
      reset: (command) =>
        set(({ changed }) => {
          const { [command]: _usual, ...others } = changed;
          return { changed: others };
        }),
      resetAll: () => set({ changed: {} }),
    }),
    { name: 'tessera.shortcuts', version: 1, partialize: ({ changed }) => ({ changed }) },
  ),
);

export function keysOf(changed: Shortcuts['changed'], command: ShortcutCommand): string {
  return changed[command] ?? usualKeys[command];
}

export function commandOf(changed: Shortcuts['changed'], keys: string): ShortcutCommand | null {
  return shortcutCommands.find((command) => keysOf(changed, command) === keys) ?? null;
}

/** Who has these keys already: another command, or a place of the window itself. */
export function ownerOf(
  changed: Shortcuts['changed'],
  keys: string,
  asking: ShortcutCommand,
): ShortcutCommand | 'taken' | null {
  if (takenKeys.has(keys)) return 'taken';
  const owner = commandOf(changed, keys);
  return owner === asking ? null : owner;
}

export interface PressedKeys {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** null while only modifiers are held. Digits go by their place, which stays the same on keyboards that shift them. */
export function pressedKeys(event: PressedKeys): string | null {
  if (['Control', 'Meta', 'Alt', 'Shift', 'AltGraph', 'Dead', 'Unidentified'].includes(event.key)) return null;
  const digit = /^Digit(\d)$/.exec(event.code)?.[1];
  // With Alt held, some systems make another letter of the key.
  const letter = event.altKey ? /^Key([A-Z])$/.exec(event.code)?.[1] : undefined;
  const isSign = digit === undefined && event.key.length === 1 && event.key.toLowerCase() === event.key.toUpperCase();
  const plain = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const modifiers = [
    ...(event.ctrlKey || event.metaKey ? ['Mod'] : []),
    ...(event.altKey ? ['Alt'] : []),
    // A sign such as ? is what it is, however it is reached.
    ...(event.shiftKey && !isSign ? ['Shift'] : []),
  ];
  return [...modifiers, digit ?? letter ?? plain].join('+');
}
