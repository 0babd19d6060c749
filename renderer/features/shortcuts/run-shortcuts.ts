// Does what the keys say that work everywhere, unless one types or a dialog is open.

import { useEffect } from 'react';
import { useQueueActions, useQueueLine } from '../../data/queue.ts';
import { useCreateForm } from '../../state/create-form.ts';
import { goTo } from '../../state/screen.ts';
import { commandOf, pressedKeys, type ShortcutCommand, useShortcuts } from '../../state/shortcuts.ts';

export function useRunShortcuts(): void {
  const changed = useShortcuts((shortcuts) => shortcuts.changed);
  const askFocus = useCreateForm((form) => form.askFocus);
  const { setPaused } = useQueueActions();
  const isPaused = useQueueLine().data?.paused ?? false;

  useEffect(() => {
    function run(command: ShortcutCommand): void {
      switch (command) {
        case 'prompt':
          goTo('create');
          return askFocus();
        case 'pause':
          return setPaused(!isPaused);
        default:
          return goTo(command);
      }
    }

    function onKey(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.repeat || document.querySelector('dialog[open]') !== null) return;
      const keys = pressedKeys(event);
      const command = keys === null ? null : commandOf(changed, keys);
      if (command === null) return;
      const types = event.target instanceof HTMLElement && event.target.matches('input, textarea, select');
      if (types && !event.altKey && !event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      run(command);
    }
    globalThis.addEventListener('keydown', onKey);
    return () => globalThis.removeEventListener('keydown', onKey);
  });
}
