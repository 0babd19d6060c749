// The projects table: storyboards by name, with what their shots add up to.

import { z } from 'zod';
import { ImageId, ProjectId } from '../../shared/domain/ids.ts';
import { Project, ProjectLook } from '../../shared/domain/storyboard.ts';
import type { Store } from './database.ts';
import { json } from './json-column.ts';

const Row = z.object({
  id: ProjectId,
  name: z.string(),
  description: z.string(),
  look: json(ProjectLook),
  shot_count: z.int(),
  total_duration: z.number(),
  cover: ImageId.nullable(),
  created_at: z.string(),
  updated_at: z.string(),
});

export type ProjectTable = ReturnType<typeof createProjectTable>;

export function createProjectTable(store: Store) {
  const sql = store.database;
  const insert = sql.prepare(
    `INSERT INTO projects (id, name, description, look, created_at, updated_at)
     VALUES (@id, @name, @description, @look, @createdAt, @createdAt)`,
  );
  const columns = `projects.*,
    (SELECT count(*) FROM shots WHERE project = projects.id AND deleted_at IS NULL) AS shot_count,
    (SELECT coalesce(sum(duration_seconds), 0) FROM shots WHERE project = projects.id AND deleted_at IS NULL) AS total_duration,
    (SELECT images.id FROM shots JOIN images ON images.job = shots.job AND images.state = 'ready'
      WHERE shots.project = projects.id AND shots.deleted_at IS NULL ORDER BY shots.place LIMIT 1) AS cover`;
  const all = sql.prepare(
    `SELECT ${columns} FROM projects WHERE deleted_at IS NULL ORDER BY updated_at DESC, id LIMIT 1000`,
  );
  const byId = sql.prepare(`SELECT ${columns} FROM projects WHERE id = ? AND deleted_at IS NULL`);
  const update = sql.prepare(
    `UPDATE projects SET name = coalesce(@name, name), description = coalesce(@description, description),
       look = coalesce(@look, look), updated_at = @updatedAt WHERE id = @id`,
  );
  const setDeleted = sql.prepare('UPDATE projects SET deleted_at = @deletedAt, updated_at = @now WHERE id = @id');
  const isTrashed = sql.prepare('SELECT 1 FROM projects WHERE id = ? AND deleted_at IS NOT NULL').pluck();

  return {
    insert(project: Pick<Project, 'id' | 'name' | 'description' | 'look' | 'createdAt'>): void {
      insert.run({ ...project, look: JSON.stringify(project.look) });
    },
    all(): Project[] {
      return all.all().map(parse);
    },
    find(id: ProjectId): Project | null {
      const row = byId.get(id);
      return row === undefined ? null : parse(row);
    },
    /** Without changes it only notes that something on the board is new. */
    update(
      id: ProjectId,
      updatedAt: string,
      changes: { name?: string | undefined; description?: string | undefined; look?: ProjectLook | undefined } = {},
    ): void {
      update.run({
        id,
        updatedAt,
        name: changes.name ?? null,
        description: changes.description ?? null,
        look: changes.look === undefined ? null : JSON.stringify(changes.look),
      });
    },
    setDeleted(id: ProjectId, deletedAt: string | null, now: string): void {
      setDeleted.run({ id, deletedAt, now });
    },
    isTrashed(id: ProjectId): boolean {
      return isTrashed.get(id) !== undefined;
    },
  };
}

function parse(raw: unknown): Project {
  const { shot_count, total_duration, created_at, updated_at, ...row } = Row.parse(raw);
  return Project.parse({
    ...row,
    shotCount: shot_count,
    // Sums of tenths carry the noise of binary fractions.
    totalDuration: Math.round(total_duration * 1000) / 1000,
    createdAt: created_at,
    updatedAt: updated_at,
  });
}
