// Small habits of the person at the screen, kept across reloads.

import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { VariationStrength } from '../../shared/domain/recipe.ts';

interface Preferences {
  /** How far V1-V4 go. */
  readonly variationStrength: VariationStrength;
  readonly inspectorOpen: boolean;
  setVariationStrength(strength: VariationStrength): void;
  setInspectorOpen(open: boolean): void;
}

export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      variationStrength: 'subtle',
      inspectorOpen: true,
      setVariationStrength: (variationStrength) => set({ variationStrength }),
      setInspectorOpen: (inspectorOpen) => set({ inspectorOpen }),
    }),
    { name: 'tessera.preferences', version: 1 },
  ),
);
