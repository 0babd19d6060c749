// What stands in the Create form, kept across reloads, with the steps that led there. Numbers stay as typed; an empty field
// means the model's default.

import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { ModelId, SourceId, StyleId } from '../../shared/domain/ids.ts';
import type { Aspect, RecipeExtend, ResolvedRecipe } from '../../shared/domain/recipe.ts';
import { loraTag, takeLoraTags } from '../../shared/prompt/lora-tags.ts';
import type { NoiseGenerator } from '../../shared/domain/noise-generator.ts';
import type { SchedulerName, SigmaSchedule } from '../../shared/domain/scheduler-name.ts';
import { redone, type UndoHistory, undone, withoutStep, withStep } from './undo-history.ts';

/** A picture to start from, as it was handed in. */
export interface StartPicture {
  readonly image: SourceId;
  /** What is painted anew; null for all of it. */
  readonly mask: SourceId | null;
  readonly extend: RecipeExtend;
}

export const noExtend: RecipeExtend = { left: 0, right: 0, top: 0, bottom: 0 };

/** Far enough to follow new words, near enough to be recognised. */
export const usualStrength = 0.75;

export interface CreateValues {
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly model: ModelId | null;
  readonly style: StyleId | null;
  /** Put around what the first style made. */
  readonly moreStyles: readonly StyleId[];
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
  readonly start: StartPicture | null;
  /** How far the pictures go from the one they start from; stays when that is taken away. */
  readonly startStrength: string;
  /** How many times larger the second pass is; empty for none. */
  readonly hires: string;
  readonly hiresDenoise: string;
}

export const emptyForm: CreateValues = {
  prompt: '',
  negativePrompt: '',
  model: null,
  style: null,
  moreStyles: [],
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
  start: null,
  startStrength: '',
  hires: '',
  hiresDenoise: '',
};

/** Typed letter by letter or dragged: what changes one of them again and again is one step to undo. */
const typedFields: ReadonlySet<string> = new Set<keyof CreateValues>([
  'prompt',
  'negativePrompt',
  'width',
  'height',
  'seed',
  'steps',
  'guidanceScale',
  'invention',
  'startStrength',
  'hiresDenoise',
]);

interface CreateForm {
  readonly values: CreateValues;
  readonly past: readonly CreateValues[];
  readonly future: readonly CreateValues[];
  /** The field whose typing is the newest step. */
  readonly typing: string | null;
  readonly advancedOpen: boolean;
  /** When something was last changed, in milliseconds since 1970; 0 for a form nobody touched. */
  readonly savedAt: number;
  /** How often something asked for the prompt to be focused; the prompt bar follows it. */
  readonly focusAsked: number;
  change(values: Partial<CreateValues>): void;
  /** A form that was kept elsewhere; what it lacks has its default. */
  takeUp(values: Partial<CreateValues>, savedAt: number): void;
  undo(): void;
  redo(): void;
  setAdvancedOpen(open: boolean): void;
  askFocus(): void;
  /** Back to the model's defaults; the words stay. */
  resetSettings(): void;
}

export const useCreateForm = create<CreateForm>()(
  persist(
    (set) => ({
      values: emptyForm,
      past: [],
      future: [],
      typing: null,
      advancedOpen: false,
      savedAt: 0,
      focusAsked: 0,
      change: (values) => set((form) => changed(form, values)),
      takeUp: (values, savedAt) => set({ values: { ...emptyForm, ...values }, savedAt }),
      undo: () => set((form) => ({ ...walked(undone(historyOf(form))), typing: null })),
      redo: () => set((form) => ({ ...walked(redone(historyOf(form))), typing: null })),
      setAdvancedOpen: (advancedOpen) => set({ advancedOpen }),
      askFocus: () => set((form) => ({ focusAsked: form.focusAsked + 1 })),
      resetSettings: () =>
        set((form) => {
          const { prompt, negativePrompt, model, style, moreStyles, start } = form.values;
          return changed(form, { ...emptyForm, prompt, negativePrompt, model, style, moreStyles, start });
        }),
    }),
    {
      name: 'tessera.create',
      version: 1,
      partialize: ({ values, advancedOpen, savedAt }) => ({ values, advancedOpen, savedAt }),
      // What an older page stored may lack fields that came later.
      merge: (stored, fresh) => {
        const kept = stored as Partial<CreateForm> | undefined;
        return { ...fresh, ...kept, values: { ...fresh.values, ...kept?.values } };
      },
    },
  ),
);

type Steps = Pick<CreateForm, 'values' | 'past' | 'future' | 'typing' | 'savedAt'>;

function changed(form: Steps, values: Partial<CreateValues>): Partial<Steps> {
  const next = { ...form.values, ...values };
  const fields = Object.keys(values) as (keyof CreateValues)[];
  if (fields.every((field) => next[field] === form.values[field])) return {};
  const [field = '', ...others] = fields;
  const typing = others.length === 0 && typedFields.has(field) ? field : null;
  const history = historyOf(form);
  const goesOn = typing !== null && typing === form.typing;
  return { ...walked(goesOn ? withoutStep(history, next) : withStep(history, next)), typing };
}

function historyOf({ values, past, future }: Pick<Steps, 'values' | 'past' | 'future'>): UndoHistory<CreateValues> {
  return { past, present: values, future };
}

function walked({ past, present, future }: UndoHistory<CreateValues>): Omit<Steps, 'typing'> {
  return { values: present, past, future, savedAt: Date.now() };
}

/** The form that would make this picture again. */
export function formOf(recipe: ResolvedRecipe): CreateValues {
  return {
    prompt: promptWithLoras(recipe),
    negativePrompt: recipe.negativePrompt,
    model: recipe.model,
    style: recipe.style,
    moreStyles: recipe.moreStyles,
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
    start: startOf(recipe),
    startStrength: recipe.source === null ? '' : String(recipe.source.strength),
    hires: recipe.hires === null ? '' : String(recipe.hires.scale),
    hiresDenoise: recipe.hires === null ? '' : String(recipe.hires.denoise),
  };
}

function startOf({ source }: ResolvedRecipe): StartPicture | null {
  if (source === null) return null;
  return { image: source.image, mask: source.mask ?? null, extend: source.extend ?? noExtend };
}

/** LoRAs that were not named in the prompt, but beside it, by a script or another tool. */
function promptWithLoras({ prompt, loras }: ResolvedRecipe): string {
  if (loras.length === 0) return prompt;
  return [takeLoraTags(prompt).prompt, ...loras.map(({ id, strength }) => loraTag({ name: id, strength }))].join(' ');
}
