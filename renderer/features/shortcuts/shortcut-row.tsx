// One command with its keys, and the way to give it others: press them, and they are taken unless somebody has them.

import { RotateCcw } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keysOf, ownerOf, pressedKeys, type ShortcutCommand, useShortcuts } from '../../state/shortcuts.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Keys, useKeyWords } from './keys.tsx';

export function ShortcutRow({ command }: { readonly command: ShortcutCommand }) {
  const { t } = useTranslation();
  const { changed, bind, reset } = useShortcuts();
  const [isListening, setIsListening] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const words = useKeyWords();
  const name = t(`shortcuts.commands.${command}`);
  const keys = keysOf(changed, command);

  function end(): void {
    setIsListening(false);
    setRefused(null);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (!isListening || event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return end();
    const pressed = pressedKeys(event);
    if (pressed === null) return;
    const owner = ownerOf(changed, pressed, command);
    if (owner === null) {
      bind(command, pressed);
      return end();
    }
    const by = owner === 'taken' ? t('shortcuts.place') : t(`shortcuts.commands.${owner}`);
    setRefused(t('shortcuts.taken', { keys: words(pressed), name: by }));
  }

  return (
    <li className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
      <span className="min-w-48 flex-1">{name}</span>
      {isListening ? (
        <span className="text-small text-accent">{t('shortcuts.press')}</span>
      ) : (
        <Keys alternatives={[keys]} />
      )}
      <Button
        ref={button}
        size="small"
        aria-label={t('shortcuts.changeOne', { name })}
        aria-pressed={isListening}
        onClick={() => (isListening ? end() : setIsListening(true))}
        onKeyDown={onKeyDown}
        onBlur={end}
      >
        {t(isListening ? 'shortcuts.stop' : 'shortcuts.change')}
      </Button>
      {changed[command] !== undefined && (
        <IconButton
          size="small"
          label={t('shortcuts.resetOne', { name })}
          icon={<RotateCcw />}
          onClick={() => {
            reset(command);
            button.current?.focus();
          }}
        />
      )}
      <p role="status" className="basis-full text-small text-danger empty:hidden">
        {refused}
      </p>
    </li>
  );
}
