// The shots table: shots in their order, each joined with the state of the job that draws it.

import { z } from 'zod';
import { ImageId, JobId, ProjectId, SequenceId, ShotId } from '../../shared/domain/ids.ts';
import { JobError, JobState } from '../../shared/domain/job.ts';
import { Shot, ShotType, type WrittenShot } from '../../shared/domain/storyboard.ts';
import type { Store } from './database.ts';
import { json } from './json-column.ts';

const Row = z.object({
  id: ShotId,
  project: ProjectId,
  sequence: SequenceId.nullable(),
  place: z.int(),
  name: z.string(),
  prompt: z.string(),
  duration_seconds: z.number(),
  shot_type: ShotType,
  take: z.int(),
  job: JobId.nullable(),
  kept_job: JobId.nullable(),
  job_state: JobState.nullable(),
  job_progress: z.number().nullable(),
  job_error: json(JobError).nullable(),
  image: ImageId.nullable(),
  created_at: z.string(),
  updated_at: z.string(),
});

/** What only the service needs to know of a shot. */
export interface ShotTakes {
  readonly take: number;
  /** The jobs whose pictures go to the trash with it. */
  readonly jobs: readonly JobId[];
}

export type ShotTable = ReturnType<typeof createShotTable>;

export function createShotTable(store: Store) {
  const sql = store.database;
  // A job in the trash counts as none: its picture is not to be had.
  const select = `SELECT shots.*, jobs.state AS job_state, jobs.progress AS job_progress, jobs.error AS job_error,
      coalesce(
        (SELECT id FROM images WHERE job = shots.job AND state = 'ready' ORDER BY place LIMIT 1),
        (SELECT id FROM images WHERE job = shots.kept_job AND state = 'ready' ORDER BY place LIMIT 1)
      ) AS image
    FROM shots LEFT JOIN jobs ON jobs.id = shots.job AND jobs.deleted_at IS NULL`;
  const insert = sql.prepare(
    `INSERT INTO shots (id, project, sequence, place, name, prompt, duration_seconds, shot_type, created_at, updated_at)
     VALUES (@id, @project, @sequence, @place, @name, @prompt, @durationSeconds, @shotType, @createdAt, @createdAt)`,
  );
  const byId = sql.prepare(`${select} WHERE shots.id = ? AND shots.deleted_at IS NULL`);
  const ofProject = sql.prepare(`${select} WHERE shots.project = ? AND shots.deleted_at IS NULL ORDER BY place`);
  const ofSequence = sql.prepare(`${select} WHERE shots.sequence = ? AND shots.deleted_at IS NULL ORDER BY place`);
  const count = sql.prepare('SELECT count(*) FROM shots WHERE project = ? AND deleted_at IS NULL').pluck();
  const projectOfJob = sql.prepare('SELECT project FROM shots WHERE job = @job OR kept_job = @job').pluck();
  const takes = sql.prepare('SELECT take, job, kept_job FROM shots WHERE id = ?');
  const setJob = sql.prepare(
    'UPDATE shots SET job = @job, kept_job = @keptJob, take = @take, updated_at = @updatedAt WHERE id = @id',
  );
  const update = sql.prepare(
    `UPDATE shots SET name = coalesce(@name, name), prompt = coalesce(@prompt, prompt),
       duration_seconds = coalesce(@durationSeconds, duration_seconds), shot_type = coalesce(@shotType, shot_type),
       updated_at = @updatedAt WHERE id = @id`,
  );
  const setPlace = sql.prepare('UPDATE shots SET place = @place WHERE id = @id AND place <> @place');
  const setDeleted = sql.prepare('UPDATE shots SET deleted_at = @deletedAt WHERE id = @id');
  const trashed = sql.prepare('SELECT project FROM shots WHERE id = ? AND deleted_at IS NOT NULL').pluck();

  return {
    insert(
      shot: WrittenShot & {
        readonly id: ShotId;
        readonly project: ProjectId;
        readonly sequence: SequenceId | null;
        readonly place: number;
        readonly createdAt: string;
      },
    ): void {
      insert.run(shot);
    },
    find(id: ShotId): Shot | null {
      const row = byId.get(id);
      return row === undefined ? null : parse(row);
    },
    ofProject(project: ProjectId): Shot[] {
      return ofProject.all(project).map(parse);
    },
    ofSequence(sequence: SequenceId): Shot[] {
      return ofSequence.all(sequence).map(parse);
    },
    count(project: ProjectId): number {
      return z.int().parse(count.get(project));
    },
    /** The project a job draws for, or null when it draws for none. */
    projectOfJob(job: JobId): ProjectId | null {
      return ProjectId.nullable().parse(projectOfJob.get({ job }) ?? null);
    },
    takes(id: ShotId): ShotTakes {
      const row = z.object({ take: z.int(), job: JobId.nullable(), kept_job: JobId.nullable() }).parse(takes.get(id));
      const jobs = [row.job, row.kept_job].filter((job) => job !== null);
      return { take: row.take, jobs: [...new Set(jobs)] };
    },
    setJob(
      id: ShotId,
      job: { readonly job: JobId; readonly keptJob: JobId | null; readonly take: number },
      updatedAt: string,
    ): void {
      setJob.run({ id, ...job, updatedAt });
    },
    update(
      id: ShotId,
      changes: { [Key in keyof WrittenShot]?: WrittenShot[Key] | undefined },
      updatedAt: string,
    ): void {
      const { name, prompt, durationSeconds, shotType } = changes;
      update.run({
        id,
        name: name ?? null,
        prompt: prompt ?? null,
        durationSeconds: durationSeconds ?? null,
        shotType: shotType ?? null,
        updatedAt,
      });
    },
    /** Gives the shots the places 0, 1, 2, ... in the order of their ids here. Call within a transaction. */
    order(ids: readonly ShotId[]): void {
      for (const [place, id] of ids.entries()) setPlace.run({ id, place });
    },
    setDeleted(id: ShotId, deletedAt: string | null): void {
      setDeleted.run({ id, deletedAt });
    },
    /** The project of a shot in the trash; null when it is not there. */
    projectOfTrashed(id: ShotId): ProjectId | null {
      return ProjectId.nullable().parse(trashed.get(id) ?? null);
    },
  };
}

function parse(raw: unknown): Shot {
  const row = Row.parse(raw);
  return Shot.parse({
    id: row.id,
    project: row.project,
    sequence: row.sequence,
    orderIndex: row.place,
    name: row.name,
    prompt: row.prompt,
    durationSeconds: row.duration_seconds,
    shotType: row.shot_type,
    job: row.job,
    state: row.job_state ?? 'empty',
    progress: row.job_progress ?? 0,
    error: row.job_error,
    image: row.image,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  });
}
