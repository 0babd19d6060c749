// The models table: folders a person registered, with what the engine read from them.

import { z } from 'zod';
import { ModelId } from '../../shared/domain/ids.ts';
import { ModelManifest } from '../../shared/domain/model.ts';
import { json } from './json-column.ts';
import type { Store } from './database.ts';

const Row = z.object({ id: ModelId, folder: z.string(), manifest: json(ModelManifest), createdAt: z.string() });
export type RegisteredModel = z.infer<typeof Row>;

export type ModelTable = ReturnType<typeof createModelTable>;

export function createModelTable(store: Store) {
  const sql = store.database;
  const insert = sql.prepare(
    'INSERT INTO models (id, folder, manifest, created_at) VALUES (@id, @folder, @manifest, @createdAt)',
  );
  const update = sql.prepare('UPDATE models SET manifest = @manifest WHERE id = @id');
  const all = sql.prepare('SELECT id, folder, manifest, created_at AS createdAt FROM models ORDER BY created_at, id');
  const remove = sql.prepare('DELETE FROM models WHERE id = ?');
  return {
    insert(model: RegisteredModel): void {
      insert.run({ ...model, manifest: JSON.stringify(model.manifest) });
    },
    setManifest(id: ModelId, manifest: ModelManifest): void {
      update.run({ id, manifest: JSON.stringify(manifest) });
    },
    all(): RegisteredModel[] {
      return z.array(Row).parse(all.all());
    },
    remove(id: ModelId): boolean {
      return remove.run(id).changes > 0;
    },
  };
}
