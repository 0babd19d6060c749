// Theme and language as this page last knew them, so that a start shows the right ones before the settings arrive.

import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { Settings } from '../../shared/domain/settings.ts';

type Appearance = Pick<Settings, 'theme' | 'language'>;

interface KnownAppearance extends Appearance {
  learn(appearance: Appearance): void;
}

export const useAppearance = create<KnownAppearance>()(
  persist(
    (set) => ({ theme: 'system', language: 'system', learn: ({ theme, language }) => set({ theme, language }) }),
    { name: 'tessera.appearance', version: 1, partialize: ({ theme, language }) => ({ theme, language }) },
  ),
);
