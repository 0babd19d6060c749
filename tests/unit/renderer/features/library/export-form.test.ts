// From the export form as it was typed to what is asked for: every fault at its field, and no quality where none is lost.

import { expect, test } from 'vitest';
import { resolveExportForm } from '../../../../../renderer/features/library/export-form.ts';
import { type ExportForm, useExporting } from '../../../../../renderer/state/exporting.ts';
import { ExportStyle, NamePattern } from '../../../../../shared/domain/export.ts';

const form: ExportForm = useExporting.getState().form;
const faultsOf = (changes: Partial<ExportForm>) => {
  const resolved = resolveExportForm({ ...form, ...changes });
  return 'faults' in resolved ? resolved.faults : [];
};

test('the form as it opens asks for what the contract takes', () => {
  const resolved = resolveExportForm(form);
  if ('faults' in resolved) throw new Error('the form opens without a fault');
  expect(ExportStyle.parse(resolved.style)).toEqual(resolved.style);
  expect(NamePattern.parse(resolved.names)).toBe(resolved.names);
  expect(resolved.style).toMatchObject({ format: 'png', metadata: 'full', aiMark: false, longestSide: null });
});

test('numbers are taken as typed, and a quality only where something is lost', () => {
  expect(resolveExportForm({ ...form, format: 'avif', quality: '55', longestSide: '800' })).toMatchObject({
    style: { format: 'avif', quality: 55, longestSide: 800 },
  });
  expect(faultsOf({ format: 'png', quality: 'much' })).toEqual([]);
});

test.each([
  [
    { format: 'jpeg', quality: '0' },
    { field: 'quality', code: 'outOfRange', min: 1, max: 100 },
  ],
  [
    { format: 'jpeg', quality: '90.5' },
    { field: 'quality', code: 'outOfRange', min: 1, max: 100 },
  ],
  [{ longestSide: '15' }, { field: 'longestSide', code: 'outOfRange', min: 16, max: 16_384 }],
  [{ longestSide: 'wide' }, { field: 'longestSide', code: 'outOfRange', min: 16, max: 16_384 }],
  [{ names: '  ' }, { field: 'names', code: 'empty' }],
  [{ names: '{date}-{sneed}' }, { field: 'names', code: 'unknownPart', part: 'sneed' }],
] satisfies [Partial<ExportForm>, object][])('%j is told at its field', (changes, fault) => {
  expect(faultsOf(changes)).toEqual([fault]);
});
