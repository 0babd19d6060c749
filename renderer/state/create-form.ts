// What stands in the Create form, kept across reloads. Numbers stay as typed; an empty field means the model's default.

import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { ModelId, StyleId } from '../../shared/domain/ids.ts';
import type { Aspect, ResolvedRecipe } from '../../shared/domain/recipe.ts';
import { loraTag, takeLoraTags } from '../../shared/prompt/lora-tags.ts';
import type { NoiseGenerator } from '../../shared/domain/noise-generator.ts';
import type { SchedulerName, SigmaSchedule } from '../../shared/domain/scheduler-name.ts';

export interface CreateValues {
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly model: ModelId | null;
  readonly style: StyleId | null;
  readonly aspect: Aspect | null;
  readonly width: string;
  readonly height: string;
  readonly seed: string;
  /** A locked seed is used as it stands; an open one is drawn anew for each job. */
  readonly seedLocked: boolean;
  readonly steps: string;
  readonly guidanceScale: string;
  readonly invention: string;
  readonly scheduler: SchedulerName | '';
  readonly sigmas: SigmaSchedule;
  readonly noise: NoiseGenerator;
  readonly count: number;
}

export const emptyForm: CreateValues = {
  prompt: '',
  negativePrompt: '',
  model: null,
  style: null,
  aspect: null,
  width: '',
  height: '',
  seed: '',
  seedLocked: false,
  steps: '',
  guidanceScale: '',
  invention: '',
  scheduler: '',
  sigmas: 'default',
  noise: 'torch-cpu',
  count: 4,
};

interface CreateForm {
  readonly values: CreateValues;
  readonly advancedOpen: boolean;
  /** How often something asked for the prompt to be focused; the prompt bar follows it. */
  readonly focusAsked: number;
  change(values: Partial<CreateValues>): void;
  setAdvancedOpen(open: boolean): void;
  askFocus(): void;
  /** Back to the model's defaults; the words stay. */
  resetSettings(): void;
}

export const useCreateForm = create<CreateForm>()(
  persist(
    (set) => ({
      values: emptyForm,
      advancedOpen: false,
      focusAsked: 0,
      change: (values) => set((form) => ({ values: { ...form.values, ...values } })),
      setAdvancedOpen: (advancedOpen) => set({ advancedOpen }),
      askFocus: () => set((form) => ({ focusAsked: form.focusAsked + 1 })),
      resetSettings: () =>
        set(({ values: { prompt, negativePrompt, model, style } }) => ({
          values: { ...emptyForm, prompt, negativePrompt, model, style },
        })),
    }),
    {
      name: 'tessera.create',
      version: 1,
      partialize: ({ values, advancedOpen }) => ({ values, advancedOpen }),
      // What an older page stored may lack fields that came later.
      merge: (stored, fresh) => {
        const kept = stored as Partial<CreateForm> | undefined;
        return { ...fresh, ...kept, values: { ...fresh.values, ...kept?.values } };
      },
    },
  ),
);

/** The form that would make this picture again. */
export function formOf(recipe: ResolvedRecipe): CreateValues {
  return {
    prompt: promptWithLoras(recipe),
    negativePrompt: recipe.negativePrompt,
    model: recipe.model,
    style: recipe.style,
    aspect: null,
    width: String(recipe.width),
    height: String(recipe.height),
    seed: String(recipe.seed),
    seedLocked: true,
    steps: String(recipe.steps),
    guidanceScale: String(recipe.guidanceScale),
    invention: recipe.invention === null ? '' : String(recipe.invention),
    scheduler: recipe.scheduler,
    sigmas: recipe.sigmas,
    noise: recipe.noise,
    count: recipe.count,
  };
}

/** LoRAs that were not named in the prompt, but beside it, by a script or another tool. */
function promptWithLoras({ prompt, loras }: ResolvedRecipe): string {
  if (loras.length === 0) return prompt;
  return [takeLoraTags(prompt).prompt, ...loras.map(({ id, strength }) => loraTag({ name: id, strength }))].join(' ');
}
