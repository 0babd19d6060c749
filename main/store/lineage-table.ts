// Where pictures come from: the family around one, and which picture a picture to start from was.

import { z } from 'zod';
import { ImageId, type JobId, type SourceId } from '../../shared/domain/ids.ts';
import { JobTask } from '../../shared/domain/job.ts';
import type { Store } from './database.ts';
import { json } from './json-column.ts';

const MemberRow = z.object({ id: ImageId });

export type LineageTable = ReturnType<typeof createLineageTable>;

export function createLineageTable({ database }: Store) {
  // A picture may be its own ancestor in a database that was tampered with: UNION stops where it has been.
  const eldest = database
    .prepare(
      `WITH RECURSIVE line (id, parent) AS (
         SELECT id, parent FROM images WHERE id = ?
         UNION SELECT images.id, images.parent FROM images JOIN line ON images.id = line.parent
       )
       SELECT id FROM line WHERE parent IS NULL OR NOT EXISTS (SELECT 1 FROM images WHERE images.id = line.parent)`,
    )
    .pluck();
  const family = `WITH RECURSIVE family (id, number, depth) AS (
      SELECT id, number, 0 FROM images WHERE id = @eldest
      UNION SELECT images.id, images.number, depth + 1 FROM images JOIN family ON images.parent = family.id
      WHERE images.state != 'planned' AND depth < 1000
    )`;
  const members = database.prepare(`${family} SELECT id FROM family ORDER BY depth, number LIMIT @limit`);
  const size = database.prepare(`${family} SELECT count(*) FROM family`).pluck();
  const taskOf = database.prepare('SELECT task FROM jobs WHERE id = ?').pluck();
  const setOrigin = database.prepare(
    'INSERT INTO source_origins (source, image) VALUES (?, ?) ON CONFLICT DO UPDATE SET image = excluded.image',
  );
  const origin = database.prepare('SELECT image FROM source_origins WHERE source = ?').pluck();

  return {
    /** The first picture of the line that leads to this one; the picture itself when it comes from none that is there. */
    eldest(id: ImageId): ImageId {
      return ImageId.parse(eldest.get(id) ?? id);
    },
    /** It and all that was made of it, the nearest first. */
    family(of: ImageId, limit: number): { readonly ids: readonly ImageId[]; readonly total: number } {
      const rows = z.array(MemberRow).parse(members.all({ eldest: of, limit }));
      return { ids: rows.map(({ id }) => id), total: z.int().parse(size.get({ eldest: of })) };
    },
    /** null for the job of an import, which drew nothing. */
    task(job: JobId): JobTask | null {
      return json(JobTask.nullable()).parse(taskOf.get(job));
    },
    /** Remembers which picture of the library a picture to start from was. */
    setOrigin(source: SourceId, image: ImageId): void {
      setOrigin.run(source, image);
    },
    origin(source: SourceId): ImageId | null {
      return ImageId.nullable().parse(origin.get(source) ?? null);
    },
  };
}
