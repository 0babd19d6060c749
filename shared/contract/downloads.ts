// Calls and events about models that can be downloaded.

import { z } from 'zod';
import { CatalogueEntry, Download } from '../domain/download.ts';
import { ModelId } from '../domain/ids.ts';
import { call } from './call.ts';

const byId = z.strictObject({ id: ModelId });

export const downloadCalls = {
  'downloads.list': call({
    summary: 'The models one can download, which of them are here, and the downloads under way.',
    access: 'read',
    input: z.strictObject({}),
    output: z.strictObject({
      catalogue: z.array(z.strictObject({ ...CatalogueEntry.shape, isInstalled: z.boolean() })),
      downloads: z.array(Download),
    }),
  }),
  'downloads.start': call({
    summary: 'Download a model of the catalogue, or go on with one that was paused or failed.',
    access: 'admin',
    input: byId,
    output: Download,
  }),
  'downloads.pause': call({
    summary: 'Stop a download and keep what has come.',
    access: 'admin',
    input: byId,
    output: Download,
  }),
  'downloads.cancel': call({
    summary: 'Give a download up and remove what has come.',
    access: 'admin',
    input: byId,
    output: byId,
  }),
} as const;

export const downloadEvents = {
  /** All that are not done, at most four times a second. */
  'downloads.changed': z.strictObject({ downloads: z.array(Download) }),
} as const;
