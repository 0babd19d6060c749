// Starts translation with both catalogues inside the page: nothing is fetched, and switching is instant.

import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import english from '../../resources/locales/en.json';
import french from '../../resources/locales/fr.json';
import type { Settings } from '../../shared/domain/settings.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof english };
    returnNull: false;
    contextSeparator: '|';
  }
}

export type Language = 'en' | 'fr';

/** The language to speak: the chosen one, else the first of the system's that we know, else English. */
export function languageFor(setting: Settings['language'], system: readonly string[]): Language {
  if (setting !== 'system') return setting;
  const known = system.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === 'en' || tag === 'fr');
  return known === 'fr' ? 'fr' : 'en';
}

export async function startI18n(language: Language): Promise<i18n> {
  const instance = createInstance();
  await instance.use(initReactI18next).init({
    resources: { en: { translation: english }, fr: { translation: french } },
    lng: language,
    fallbackLng: 'en',
    // Error codes have underscores in their names, which would otherwise part off a context.
    contextSeparator: '|',
    // React escapes what it renders.
    interpolation: { escapeValue: false },
  });
  return instance;
}
