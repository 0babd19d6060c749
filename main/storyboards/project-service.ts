// Projects: begun, renamed, trashed and brought back together with their shots.

import { ProjectId } from '../../shared/domain/ids.ts';
import type { Project, ProjectLook } from '../../shared/domain/storyboard.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { StoryboardParts } from './storyboard-parts.ts';

export interface ProjectService {
  list(): Project[];
  /** @throws PROJECT_NOT_FOUND */
  get(id: ProjectId): Project;
  /** @throws what a model or style that does not exist throws */
  create(project: { readonly name: string; readonly description: string; readonly look: ProjectLook }): Project;
  update(
    id: ProjectId,
    changes: {
      readonly name?: string | undefined;
      readonly description?: string | undefined;
      readonly look?: ProjectLook | undefined;
    },
  ): Project;
  /** Notes that something on the board is new, and tells it. */
  touch(id: ProjectId): void;
}

export function createProjectService(parts: StoryboardParts): ProjectService {
  const { tables, events, now } = parts;

  function get(id: ProjectId): Project {
    const project = tables.projects.find(id);
    if (project === null) throw projectNotFound(id);
    return project;
  }

  return {
    list: () => tables.projects.all(),
    get,
    create({ name, description, look }) {
      parts.assertLook(look);
      const id = ProjectId.parse(parts.newId());
      tables.projects.insert({ id, name: name.trim(), description, look, createdAt: now() });
      events.announce('storyboard.changed', { project: id });
      return get(id);
    },
    update(id, changes) {
      get(id);
      if (changes.look !== undefined) parts.assertLook(changes.look);
      tables.projects.update(id, now(), { ...changes, name: changes.name?.trim() });
      events.announce('storyboard.changed', { project: id });
      return get(id);
    },
    touch(id) {
      tables.projects.update(id, now());
      events.announce('storyboard.changed', { project: id });
    },
  };
}

export function projectNotFound(id: string): TesseraError {
  return new TesseraError('PROJECT_NOT_FOUND', `There is no project ${id}. It may be in the trash.`, {
    details: { id },
  });
}
