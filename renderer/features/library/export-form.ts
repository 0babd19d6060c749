// From the export form as it was typed to what is asked for, or to the fault of each field.

import {
  type ExportStyle,
  longestSideMax,
  longestSideMin,
  NamePattern,
  unknownParts,
} from '../../../shared/domain/export.ts';
import type { ExportForm } from '../../state/exporting.ts';

export type ExportFault =
  | {
      readonly field: 'quality' | 'longestSide';
      readonly code: 'outOfRange';
      readonly min: number;
      readonly max: number;
    }
  | { readonly field: 'names'; readonly code: 'unknownPart'; readonly part: string }
  | { readonly field: 'names'; readonly code: 'empty' };

export function resolveExportForm(
  form: ExportForm,
): { readonly style: ExportStyle; readonly names: string } | { readonly faults: readonly ExportFault[] } {
  const lossy = form.format !== 'png';
  const quality = Number(form.quality);
  const side = form.longestSide === '' ? null : Number(form.longestSide);
  const faults: ExportFault[] = [];
  if (lossy && !isWithin(quality, 1, 100)) faults.push({ field: 'quality', code: 'outOfRange', min: 1, max: 100 });
  if (side !== null && !isWithin(side, longestSideMin, longestSideMax)) {
    faults.push({ field: 'longestSide', code: 'outOfRange', min: longestSideMin, max: longestSideMax });
  }
  if (!NamePattern.safeParse(form.names).success) {
    const [part] = unknownParts(form.names);
    faults.push(part === undefined ? { field: 'names', code: 'empty' } : { field: 'names', code: 'unknownPart', part });
  }
  if (faults.length > 0) return { faults };
  const { format, metadata, aiMark, names } = form;
  const style = { format, metadata, aiMark, longestSide: side, quality: lossy ? quality : 100 };
  return { style, names };
}

function isWithin(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}
