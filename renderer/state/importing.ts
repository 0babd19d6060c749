// The import that is followed at the edge of the window.

import { create } from 'zustand';
import type { ImportId } from '../../shared/domain/import.ts';

interface Importing {
  readonly running: ImportId | null;
  follow(id: ImportId | null): void;
}

export const useImporting = create<Importing>()((set) => ({
  running: null,
  follow: (running) => set({ running }),
}));
