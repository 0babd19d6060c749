// Calls about pictures that leave the library: into a folder, or as a file to download.

import { z } from 'zod';
import { defaultNamePattern, ExportId, ExportStyle, LibraryExport, NamePattern } from '../domain/export.ts';
import { PictureSelection } from '../domain/selection.ts';
import { call } from './call.ts';

const ById = z.strictObject({ id: ExportId });

/** Where pictures go. No page and no program may name a folder: a person chose it in a dialog, or typed it. */
const ExportTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('download') }),
  z.strictObject({ kind: z.literal('chosen'), ticket: z.string().min(1).max(100) }),
  z.strictObject({ kind: z.literal('path'), path: z.string().min(1).max(4000) }),
]);

export const exportCalls = {
  'exports.start': call({
    summary:
      'Exports pictures in a format, a size and with as much of their metadata as is asked for; one picture to download is itself, several are a zip. Answers at once.',
    access: 'write',
    input: z.strictObject({
      selection: PictureSelection,
      style: ExportStyle.prefault({}),
      names: NamePattern.default(defaultNamePattern),
      target: ExportTarget.default({ kind: 'download' }),
    }),
    output: LibraryExport,
  }),
  'exports.list': call({
    summary: 'The exports since the studio was started, the last one first.',
    access: 'read',
    input: z.strictObject({}),
    output: z.strictObject({ exports: z.array(LibraryExport) }),
  }),
  'exports.cancel': call({
    summary: 'Stops an export; files that stand in a folder stay there.',
    access: 'write',
    input: ById,
    output: LibraryExport,
  }),
  'exports.reveal': call({
    summary: 'Show what was exported in the file manager.',
    access: 'desktop',
    input: ById,
    output: z.strictObject({}),
  }),
  'desktop.chooseFolder': call({
    summary:
      'Lets the person choose a folder; the ticket stands for it until the app is closed, null when none was chosen.',
    access: 'desktop',
    input: z.strictObject({}),
    output: z.strictObject({ folder: z.strictObject({ ticket: z.string(), name: z.string() }).nullable() }),
  }),
} as const;

export const exportEvents = {
  /** An export began, went on or ended. */
  'export.changed': LibraryExport,
} as const;
