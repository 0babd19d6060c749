// The loras table: files a person registered, with what the engine read from them.

import { z } from 'zod';
import { LoraFacts, LoraId } from '../../shared/domain/lora.ts';
import type { Store } from './database.ts';
import { json } from './json-column.ts';

const Row = z.object({ id: LoraId, path: z.string(), facts: json(LoraFacts) });
export type RegisteredLora = z.infer<typeof Row>;

export type LoraTable = ReturnType<typeof createLoraTable>;

export function createLoraTable({ database }: Store) {
  const insert = database.prepare(
    'INSERT INTO loras (id, path, facts, created_at) VALUES (@id, @path, @facts, @createdAt)',
  );
  const all = database.prepare('SELECT id, path, facts FROM loras ORDER BY created_at, id');
  const remove = database.prepare('DELETE FROM loras WHERE id = ?');
  return {
    insert(lora: RegisteredLora & { readonly createdAt: string }): void {
      insert.run({ ...lora, facts: JSON.stringify(lora.facts) });
    },
    all(): RegisteredLora[] {
      return z.array(Row).parse(all.all());
    },
    remove(id: LoraId): boolean {
      return remove.run(id).changes > 0;
    },
  };
}
