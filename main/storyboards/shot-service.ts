// Shots: added, changed, moved, drawn and drawn again, trashed and brought back. Each picture is a job of the queue.

import { JobId, type ProjectId, ShotId, type SequenceId } from '../../shared/domain/ids.ts';
import { type JobDoor, isFinished } from '../../shared/domain/job.ts';
import { maxShotsPerProject, type Shot, type WrittenShot } from '../../shared/domain/storyboard.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { ProjectService } from './project-service.ts';
import { shotGrammar } from './shot-rules.ts';
import type { StoryboardParts } from './storyboard-parts.ts';

export interface ShotService {
  /** @throws SHOT_NOT_FOUND */
  get(id: ShotId): Shot;
  ofProject(project: ProjectId): Shot[];
  ofSequence(sequence: SequenceId): Shot[];
  /** @throws INVALID_INPUT when the project cannot hold so many shots more */
  assertRoom(project: ProjectId, more: number): void;
  create(
    shot: Omit<WrittenShot, 'name'> & {
      readonly project: ProjectId;
      readonly name: string | undefined;
      readonly orderIndex: number | undefined;
      readonly draw: boolean;
    },
    door: JobDoor,
  ): Shot;
  /** Puts written shots at the end of a project, without drawing. Call within a transaction. */
  append(project: ProjectId, sequence: SequenceId, written: readonly WrittenShot[]): void;
  update(
    id: ShotId,
    changes: { [Key in keyof WrittenShot]?: WrittenShot[Key] | undefined } & {
      readonly orderIndex?: number | undefined;
    },
  ): Shot;
  /** Queues the first or next take of a shot's picture; one still under way is cancelled. */
  draw(id: ShotId, door: JobDoor): Promise<Shot>;
  /** Queues the first take of a shot that has none. Doing it twice is one job. */
  drawFirst(id: ShotId, door: JobDoor): void;
  delete(id: ShotId): Promise<void>;
  restore(id: ShotId): Shot;
  /** Cancels what is drawn for these shots. */
  cancel(shots: readonly Shot[]): Promise<void>;
  trashPictures(id: ShotId): Promise<void>;
  restorePictures(id: ShotId): void;
}

export function createShotService(parts: StoryboardParts, projects: ProjectService): ShotService {
  const { tables, jobs, store, now } = parts;
  const { shots } = tables;

  function get(id: ShotId): Shot {
    const shot = shots.find(id);
    if (shot === null) {
      throw new TesseraError('SHOT_NOT_FOUND', `There is no shot ${id}. It may be in the trash.`, { details: { id } });
    }
    return shot;
  }

  /** The job's id names shot and take, so that a take asked for twice, by a retry or after a crash, is drawn once. */
  function submit(shot: Shot, take: number, keptJob: JobId | null, door: JobDoor): void {
    const { look } = projects.get(shot.project);
    const job = jobs.submit({
      id: JobId.parse(`shot-${shot.id}-${take}`),
      door,
      saveLatents: undefined,
      request: {
        kind: 'generate',
        recipe: {
          prompt: shot.prompt,
          count: 1,
          style: look.style,
          ...(look.model === null ? {} : { model: look.model }),
          ...(look.aspect === null ? {} : { aspect: look.aspect }),
        },
      },
    });
    shots.setJob(shot.id, { job: job.id, keptJob, take }, now());
  }

  function move(shot: Shot, to: number): void {
    const others = shots.ofProject(shot.project).filter((other) => other.id !== shot.id);
    if (to > others.length) throw placeOutOfRange(to, others.length);
    shots.order([...others.slice(0, to), shot, ...others.slice(to)].map((other) => other.id));
  }

  return {
    get,
    ofProject: (project) => shots.ofProject(project),
    ofSequence: (sequence) => shots.ofSequence(sequence),
    assertRoom: (project, more) => assertRoom(shots.count(project), more),
    create({ project, name, orderIndex, draw, ...words }, door) {
      projects.get(project);
      const count = shots.count(project);
      assertRoom(count, 1);
      if (orderIndex !== undefined && orderIndex > count) throw placeOutOfRange(orderIndex, count);
      const id = ShotId.parse(parts.newId());
      store.transaction('shots.create', () => {
        const named = name?.trim() ?? shotGrammar[words.shotType].name;
        shots.insert({ ...words, name: named, id, project, sequence: null, place: count, createdAt: now() });
        if (orderIndex !== undefined) move(get(id), orderIndex);
      });
      if (draw) submit(get(id), 1, null, door);
      projects.touch(project);
      return get(id);
    },
    append(project, sequence, written) {
      const count = shots.count(project);
      assertRoom(count, written.length);
      for (const [place, shot] of written.entries()) {
        const id = ShotId.parse(parts.newId());
        shots.insert({ ...shot, id, project, sequence, place: count + place, createdAt: now() });
      }
    },
    update(id, { orderIndex, ...changes }) {
      const shot = get(id);
      store.transaction('shots.update', () => {
        shots.update(id, { ...changes, name: changes.name?.trim() }, now());
        if (orderIndex !== undefined) move(shot, orderIndex);
      });
      projects.touch(shot.project);
      return get(id);
    },
    async draw(id, door) {
      await this.cancel([get(id)]);
      const shot = get(id);
      const { take, jobs: known } = shots.takes(id);
      // While the new take is drawn, and if it fails, the board shows the last one that brought a picture.
      const kept = shot.image === null ? null : (known.find((job) => hasPicture(job, shot)) ?? null);
      submit(shot, take + 1, kept, door);
      projects.touch(shot.project);
      return get(id);
    },
    drawFirst(id, door) {
      const shot = get(id);
      if (shot.job === null) submit(shot, 1, null, door);
    },
    async delete(id) {
      const { project } = get(id);
      await this.trashPictures(id);
      store.transaction('shots.delete', () => {
        shots.setDeleted(id, now());
        shots.order(shots.ofProject(project).map((shot) => shot.id));
      });
      projects.touch(project);
    },
    restore(id) {
      const project = shots.projectOfTrashed(id);
      if (project === null) return get(id);
      projects.get(project);
      assertRoom(shots.count(project), 1);
      const rest = shots.ofProject(project).map((shot) => shot.id);
      store.transaction('shots.restore', () => {
        shots.setDeleted(id, null);
        shots.order([...rest, id]);
      });
      this.restorePictures(id);
      projects.touch(project);
      return get(id);
    },
    async cancel(cancelled) {
      for (const shot of cancelled) {
        if (shot.job !== null && shot.state !== 'empty' && !isFinished(shot.state)) await jobs.cancel(shot.job);
      }
    },
    async trashPictures(id) {
      for (const job of shots.takes(id).jobs) await jobs.delete(job);
    },
    restorePictures(id) {
      for (const job of shots.takes(id).jobs) jobs.restore(job);
    },
  };

  function hasPicture(job: JobId, shot: Shot): boolean {
    return jobs.get(job).images.some((image) => image.id === shot.image);
  }
}

function assertRoom(count: number, more: number): void {
  if (count + more <= maxShotsPerProject) return;
  throw new TesseraError(
    'INVALID_INPUT',
    `shotCount: a project holds at most ${maxShotsPerProject} shots; there is room for ${maxShotsPerProject - count} more. Begin another project.`,
    { details: { field: 'shotCount', maximum: maxShotsPerProject - count } },
  );
}

function placeOutOfRange(place: number, last: number): TesseraError {
  return new TesseraError(
    'INVALID_INPUT',
    `orderIndex: ${place} is past the end of the board; the nearest valid value is ${last}.`,
    { details: { field: 'orderIndex', minimum: 0, maximum: last, nearest: [last] } },
  );
}
