// Dresses the page in the theme and language of the settings, or of the system where they leave it to it.

import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../data/queries.ts';
import { languageFor } from '../i18n/start-i18n.ts';
import { useAppearance } from '../state/appearance.ts';

function watchSystemTheme(listener: () => void): () => void {
  const light = globalThis.matchMedia('(prefers-color-scheme: light)');
  light.addEventListener('change', listener);
  return () => light.removeEventListener('change', listener);
}

function systemPrefersLight(): boolean {
  return globalThis.matchMedia('(prefers-color-scheme: light)').matches;
}

/** Sets the theme on the document; also called before the first drawing, so that nothing flashes. */
export function dress(theme: 'system' | 'dark' | 'light'): void {
  const light = theme === 'light' || (theme === 'system' && systemPrefersLight());
  document.documentElement.dataset['theme'] = light ? 'light' : 'dark';
}

export function useFollowAppearance(): void {
  const { i18n } = useTranslation();
  const { data: settings } = useSettings();
  const { theme, language, learn } = useAppearance();
  const prefersLight = useSyncExternalStore(watchSystemTheme, systemPrefersLight);

  useEffect(() => {
    if (settings !== undefined) learn(settings);
  }, [settings, learn]);

  // The system's preference is an input too: a change of it must dress the page anew.
  useEffect(() => dress(theme), [theme, prefersLight]);

  useEffect(() => {
    const spoken = languageFor(language, navigator.languages);
    document.documentElement.lang = spoken;
    if (i18n.language !== spoken) void i18n.changeLanguage(spoken);
  }, [language, i18n]);
}
