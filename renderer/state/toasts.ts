// Short messages at the edge of the screen: at most three, each gone by itself after a while.

import { create } from 'zustand';

/** Long enough to read a sentence twice; one with an action stays longer, because it may have to be reached by keyboard. */
const shownMs = 6000;
const shownWithActionMs = 12_000;
const mostAtOnce = 3;

export interface ToastMessage {
  readonly tone: 'neutral' | 'danger';
  readonly text: string;
  readonly detail?: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

interface Toasts {
  readonly shown: readonly (ToastMessage & { readonly id: number })[];
  show(message: ToastMessage): void;
  dismiss(id: number): void;
}

export const useToasts = create<Toasts>()((set, get) => ({
  shown: [],
  show(message) {
    const id = (get().shown.at(-1)?.id ?? 0) + 1;
    set(({ shown }) => ({ shown: [...shown, { ...message, id }].slice(-mostAtOnce) }));
    setTimeout(() => get().dismiss(id), message.action === undefined ? shownMs : shownWithActionMs);
  },
  dismiss: (id) => set(({ shown }) => ({ shown: shown.filter((toast) => toast.id !== id) })),
}));
