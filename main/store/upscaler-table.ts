// The upscalers table: networks a person registered, with what the engine found out about them.

import { z } from 'zod';
import { UpscalerId, UpscalerManifest } from '../../shared/domain/upscaler.ts';
import type { Store } from './database.ts';
import { json } from './json-column.ts';

const Row = z.object({ id: UpscalerId, folder: z.string(), manifest: json(UpscalerManifest) });
export type RegisteredUpscaler = z.infer<typeof Row>;

export type UpscalerTable = ReturnType<typeof createUpscalerTable>;

export function createUpscalerTable({ database }: Store) {
  const insert = database.prepare(
    'INSERT INTO upscalers (id, folder, manifest, created_at) VALUES (@id, @folder, @manifest, @createdAt)',
  );
  const all = database.prepare('SELECT id, folder, manifest FROM upscalers ORDER BY created_at, id');
  const remove = database.prepare('DELETE FROM upscalers WHERE id = ?');
  return {
    insert(upscaler: RegisteredUpscaler & { readonly createdAt: string }): void {
      insert.run({ ...upscaler, manifest: JSON.stringify(upscaler.manifest) });
    },
    all(): RegisteredUpscaler[] {
      return z.array(Row).parse(all.all());
    },
    remove(id: UpscalerId): boolean {
      return remove.run(id).changes > 0;
    },
  };
}
