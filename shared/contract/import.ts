// Calls about pictures that enter the library from a folder.

import { z } from 'zod';
import { ImportId, LibraryImport } from '../domain/import.ts';
import { call } from './call.ts';

export const importCalls = {
  'imports.start': call({
    summary:
      'Copies the pictures of a folder and of those below it into the library, with what they say of how they were made. Answers at once; goes on after a restart.',
    access: 'write',
    input: z.strictObject({
      folder: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('chosen'), ticket: z.string().min(1).max(100) }),
        z.strictObject({ kind: z.literal('path'), path: z.string().min(1).max(4000) }),
      ]),
    }),
    output: LibraryImport,
  }),
  'imports.list': call({
    summary: 'The last imports, the newest first.',
    access: 'read',
    input: z.strictObject({}),
    output: z.strictObject({ imports: z.array(LibraryImport) }),
  }),
  'imports.cancel': call({
    summary: 'Stops an import; pictures that were taken stay.',
    access: 'write',
    input: z.strictObject({ id: ImportId }),
    output: LibraryImport,
  }),
} as const;

export const importEvents = {
  /** An import began, went on or ended. */
  'import.changed': LibraryImport,
} as const;
