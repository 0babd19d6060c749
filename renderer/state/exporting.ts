// Which pictures are about to be exported, the export under way, and how the last one was set up.

import { create } from 'zustand';
import { defaultNamePattern, defaultQuality, type ExportId, type ExportStyle } from '../../shared/domain/export.ts';
import type { PictureSelection } from '../../shared/domain/selection.ts';

/** As the form holds it: numbers as they were typed. */
export interface ExportForm {
  readonly format: ExportStyle['format'];
  readonly quality: string;
  readonly longestSide: string;
  readonly metadata: ExportStyle['metadata'];
  readonly aiMark: boolean;
  readonly names: string;
}

interface Exporting {
  readonly chosen: { readonly selection: PictureSelection; readonly total: number } | null;
  readonly running: ExportId | null;
  readonly form: ExportForm;
  /** Opens the dialog; one export is followed at a time. */
  open(selection: PictureSelection, total: number): void;
  change(values: Partial<ExportForm>): void;
  follow(id: ExportId | null): void;
  close(): void;
}

export const useExporting = create<Exporting>()((set) => ({
  chosen: null,
  running: null,
  form: {
    format: 'png',
    quality: String(defaultQuality),
    longestSide: '',
    metadata: 'full',
    aiMark: false,
    names: defaultNamePattern,
  },
  open: (selection, total) => set({ chosen: { selection, total } }),
  change: (values) => set(({ form }) => ({ form: { ...form, ...values } })),
  follow: (running) => set({ running }),
  close: () => set({ chosen: null }),
}));
