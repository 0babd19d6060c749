// The styles table: a person's own styles, and those taken away, which can be brought back.

import { z } from 'zod';
import type { StyleId } from '../../shared/domain/ids.ts';
import { Style } from '../../shared/domain/style.ts';
import type { Store } from './database.ts';

const Row = z
  .object({ id: z.string(), name: z.string(), prompt: z.string(), negative_prompt: z.string() })
  .transform(({ negative_prompt: negativePrompt, ...row }) => Style.parse({ ...row, negativePrompt }));

export type StyleTable = ReturnType<typeof createStyleTable>;

export function createStyleTable({ database }: Store) {
  const columns = 'id, name, prompt, negative_prompt';
  const all = database.prepare(
    `SELECT ${columns} FROM styles WHERE removed_at IS NULL ORDER BY name COLLATE NOCASE, id`,
  );
  const find = database.prepare(`SELECT ${columns} FROM styles WHERE id = ? AND removed_at IS NULL`);
  const put = database.prepare(
    `INSERT INTO styles (id, name, prompt, negative_prompt) VALUES (@id, @name, @prompt, @negativePrompt)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, prompt = excluded.prompt,
       negative_prompt = excluded.negative_prompt, removed_at = NULL`,
  );
  const remove = database.prepare('UPDATE styles SET removed_at = @removedAt WHERE id = @id AND removed_at IS NULL');
  const restore = database.prepare('UPDATE styles SET removed_at = NULL WHERE id = ?');
  return {
    all: (): Style[] => z.array(Row).parse(all.all()),
    find(id: StyleId): Style | null {
      const row = find.get(id);
      return row === undefined ? null : Row.parse(row);
    },
    put(style: Style): void {
      put.run(style);
    },
    remove: (id: StyleId, removedAt: string): boolean => remove.run({ id, removedAt }).changes > 0,
    restore: (id: StyleId): boolean => restore.run(id).changes > 0,
  };
}
