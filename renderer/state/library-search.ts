// The search line of the library, kept while other screens are looked at and written by those that lead there.

import { create } from 'zustand';

interface LibrarySearch {
  readonly line: string;
  setLine(line: string): void;
}

export const useLibrarySearch = create<LibrarySearch>()((set) => ({
  line: '',
  setLine: (line) => set({ line }),
}));
