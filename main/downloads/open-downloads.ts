// Puts downloads together: the catalogue that ships with the app, and what was begun of it.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CatalogueEntry } from '../../shared/domain/download.ts';
import type { Store } from '../store/database.ts';
import { createDownloadTable } from '../store/download-table.ts';
import { createDownloadService, type DownloadService } from './download-service.ts';

type Parts = Omit<Parameters<typeof createDownloadService>[0], 'catalogue' | 'table'>;

export function openDownloads(parts: Parts & { readonly resources: string; readonly store: Store }): DownloadService {
  const catalogue = readCatalogue(join(parts.resources, 'catalogue.json'));
  return createDownloadService({ ...parts, catalogue, table: createDownloadTable(parts.store) });
}

function readCatalogue(file: string): readonly CatalogueEntry[] {
  if (!existsSync(file)) return [];
  return z.strictObject({ entries: z.array(CatalogueEntry) }).parse(JSON.parse(readFileSync(file, 'utf8'))).entries;
}
