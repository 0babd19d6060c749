// Small habits of the person at the screen, kept across reloads.

import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { UpscaleFactor } from '../../shared/domain/upscaler.ts';
import type { VariationStrength } from '../../shared/domain/recipe.ts';

interface Preferences {
  /** How far V1-V4 go. */
  readonly variationStrength: VariationStrength;
  /** How many times as large U1-U4 make a picture. */
  readonly upscaleFactor: UpscaleFactor;
  readonly inspectorOpen: boolean;
  /** Whether one has said that the first picture's hints were read. */
  readonly nextStepsSeen: boolean;
  setVariationStrength(strength: VariationStrength): void;
  setUpscaleFactor(factor: UpscaleFactor): void;
  setInspectorOpen(open: boolean): void;
  setNextStepsSeen(seen: boolean): void;
}

export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      variationStrength: 'subtle',
      upscaleFactor: 2,
      inspectorOpen: true,
      nextStepsSeen: false,
      setVariationStrength: (variationStrength) => set({ variationStrength }),
      setUpscaleFactor: (upscaleFactor) => set({ upscaleFactor }),
      setInspectorOpen: (inspectorOpen) => set({ inspectorOpen }),
      setNextStepsSeen: (nextStepsSeen) => set({ nextStepsSeen }),
    }),
    { name: 'tessera.preferences', version: 1 },
  ),
);
