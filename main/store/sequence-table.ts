// The sequences table: prompts on their way to becoming shots, and how that went.

import { z } from 'zod';
import { ProjectId, SequenceId } from '../../shared/domain/ids.ts';
import { JobError } from '../../shared/domain/job.ts';
import { ShotWriterKind } from '../../shared/domain/storyboard.ts';
import type { Store } from './database.ts';
import { json } from './json-column.ts';

/**
 * writing: no shot exists yet. written: every shot exists, not every picture is queued. drawing: the jobs know the
 * rest. A phase is left only when what follows it is stored, so a killed app takes up where the phase says.
 */
const SequencePhase = z.enum(['writing', 'written', 'drawing', 'failed', 'cancelled']);
export type SequencePhase = z.infer<typeof SequencePhase>;

const Row = z.object({
  id: SequenceId,
  project: ProjectId,
  name: z.string(),
  prompt: z.string(),
  shot_count: z.int(),
  phase: SequencePhase,
  writer: ShotWriterKind.nullable(),
  error: json(JobError).nullable(),
  created_at: z.string(),
});

export interface StoredSequence {
  readonly id: SequenceId;
  readonly project: ProjectId;
  readonly name: string;
  readonly prompt: string;
  readonly shotCount: number;
  readonly phase: SequencePhase;
  readonly writer: ShotWriterKind | null;
  readonly error: JobError | null;
  readonly createdAt: string;
}

export type SequenceTable = ReturnType<typeof createSequenceTable>;

export function createSequenceTable(store: Store) {
  const sql = store.database;
  const insert = sql.prepare(
    `INSERT INTO sequences (id, project, name, prompt, shot_count, phase, created_at)
     VALUES (@id, @project, @name, @prompt, @shotCount, 'writing', @createdAt)`,
  );
  const byId = sql.prepare('SELECT * FROM sequences WHERE id = ?');
  const ofProject = sql.prepare('SELECT * FROM sequences WHERE project = ? ORDER BY created_at, id');
  const unfinished = sql.prepare(
    "SELECT * FROM sequences WHERE phase IN ('writing', 'written') ORDER BY created_at, id",
  );
  const setPhase = sql.prepare(
    'UPDATE sequences SET phase = @phase, writer = coalesce(@writer, writer), error = @error WHERE id = @id',
  );

  return {
    insert(sequence: Omit<StoredSequence, 'phase' | 'writer' | 'error'>): void {
      insert.run(sequence);
    },
    find(id: SequenceId): StoredSequence | null {
      const row = byId.get(id);
      return row === undefined ? null : parse(row);
    },
    ofProject(project: ProjectId): StoredSequence[] {
      return ofProject.all(project).map(parse);
    },
    unfinished(): StoredSequence[] {
      return unfinished.all().map(parse);
    },
    setPhase(
      id: SequenceId,
      phase: SequencePhase,
      changes: { readonly writer?: ShotWriterKind; readonly error?: JobError } = {},
    ): void {
      const error = changes.error === undefined ? null : JSON.stringify(changes.error);
      setPhase.run({ id, phase, writer: changes.writer ?? null, error });
    },
  };
}

function parse(raw: unknown): StoredSequence {
  const { shot_count, created_at, ...row } = Row.parse(raw);
  return { ...row, shotCount: shot_count, createdAt: created_at };
}
