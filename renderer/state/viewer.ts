// Which picture the viewer shows, and the row of pictures it was opened from.

import { create } from 'zustand';
import type { ImageId } from '../../shared/domain/ids.ts';

interface Viewer {
  readonly image: ImageId | null;
  readonly row: readonly ImageId[];
  open(image: ImageId, row: readonly ImageId[]): void;
  /** More of the same row is known now. */
  widen(row: readonly ImageId[]): void;
  /** Moves along the row; stays at its ends. */
  move(by: -1 | 1): void;
  close(): void;
}

export const useViewer = create<Viewer>()((set) => ({
  image: null,
  row: [],
  open: (image, row) => set({ image, row: row.includes(image) ? row : [image] }),
  widen: (row) => set({ row }),
  move: (by) =>
    set(({ image, row }) => {
      if (image === null) return {};
      return { image: row[row.indexOf(image) + by] ?? image };
    }),
  close: () => set({ image: null }),
}));
