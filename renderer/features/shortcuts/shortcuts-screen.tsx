// Every key of the window: those that work everywhere, which can be changed, and those that belong to a place.

import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { shortcutCommands, useShortcuts } from '../../state/shortcuts.ts';
import { Button } from '../../ui/button.tsx';
import { ScreenTitle } from '../../ui/screen-title.tsx';
import { Keys } from './keys.tsx';
import { ShortcutRow } from './shortcut-row.tsx';

/** By place; what each does is said in the catalogues. */
const keysOfPlaces = {
  form: { enqueue: ['Mod+Enter'], history: ['Alt+ArrowUp', 'Alt+ArrowDown'], weight: ['Mod+ArrowUp', 'Mod+ArrowDown'] },
  steps: { undo: ['Mod+Z'], redo: ['Mod+Shift+Z'] },
  grid: {
    upscale: ['1', '2', '3', '4'],
    vary: ['Shift+1', 'Shift+2', 'Shift+3', 'Shift+4'],
    edit: ['E'],
    remove: ['Delete'],
  },
  queue: { move: ['Alt+ArrowUp', 'Alt+ArrowDown'] },
} as const;

export function ShortcutsScreen() {
  const { t } = useTranslation();
  const { changed, resetAll } = useShortcuts();
  return (
    <div className="mx-auto max-w-3xl px-4 py-6 md:px-8">
      <ScreenTitle title={t('shortcuts.title')}>
        {Object.keys(changed).length > 0 && (
          <Button icon={<RotateCcw />} onClick={resetAll}>
            {t('shortcuts.resetAll')}
          </Button>
        )}
      </ScreenTitle>
      <section aria-label={t('shortcuts.everywhere')} className="mb-8">
        <h2 className="mb-2 text-small font-medium text-muted">{t('shortcuts.everywhere')}</h2>
        <ul className="divide-y divide-line rounded-card border border-line bg-surface shadow-card">
          {shortcutCommands.map((command) => (
            <ShortcutRow key={command} command={command} />
          ))}
        </ul>
      </section>
      <section aria-label={t('shortcuts.fixed')}>
        <h2 className="text-small font-medium text-muted">{t('shortcuts.fixed')}</h2>
        <p className="mt-0.5 mb-2 text-small text-faint">{t('shortcuts.fixedText')}</p>
        <ul className="divide-y divide-line rounded-card border border-line bg-surface shadow-card">
          {Object.entries(keysOfPlaces).flatMap(([place, actions]) =>
            Object.entries(actions).map(([action, keys]) => (
              <li key={`${place}.${action}`} className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
                <span className="min-w-48 flex-1">{t(`shortcuts.places.${action as FixedAction}`)}</span>
                <Keys alternatives={keys} />
              </li>
            )),
          )}
        </ul>
      </section>
    </div>
  );
}

type FixedAction = {
  [Place in keyof typeof keysOfPlaces]: keyof (typeof keysOfPlaces)[Place];
}[keyof typeof keysOfPlaces];
