// Whether the canvas stands over the window, and what it is open for: painting a part of the start picture, or drawing around it.

import { create } from 'zustand';

export type CanvasTask = 'paint' | 'extend';

interface Canvas {
  readonly task: CanvasTask | null;
  open(task: CanvasTask): void;
  close(): void;
}

export const useCanvas = create<Canvas>()((set) => ({
  task: null,
  open: (task) => set({ task }),
  close: () => set({ task: null }),
}));
