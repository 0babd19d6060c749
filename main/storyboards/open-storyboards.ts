// Puts the services of storyboards together, and keeps boards fresh when their jobs move.

import type { ProjectId } from '../../shared/domain/ids.ts';
import type { Project, Storyboard } from '../../shared/domain/storyboard.ts';
import type { ExportedFile } from '../../shared/contract/storyboard.ts';
import type { ExportFormat } from '../../shared/domain/storyboard.ts';
import { createProjectTable } from '../store/project-table.ts';
import { createSequenceTable } from '../store/sequence-table.ts';
import { createShotTable } from '../store/shot-table.ts';
import { createOllamaWriter } from './ollama-writer.ts';
import { createProjectService, projectNotFound, type ProjectService } from './project-service.ts';
import { createSequenceService, type SequenceService } from './sequence-service.ts';
import { createShotService, type ShotService } from './shot-service.ts';
import { ruleWriter, type ShotWriter } from './shot-writer.ts';
import { createStoryboardExports, type StoryboardExports } from './storyboard-export.ts';
import type { StoryboardParts } from './storyboard-parts.ts';

export interface Storyboards {
  readonly projects: ProjectService;
  readonly shots: ShotService;
  readonly sequences: SequenceService;
  readonly exports: StoryboardExports;
  /** Who writes now: the language model when one is configured. */
  writer(): ShotWriter;
  board(id: ProjectId): Storyboard;
  export(id: ProjectId, format: ExportFormat): Promise<ExportedFile>;
  /** Cancels what is under way, then moves project, shots and pictures to the trash. */
  deleteProject(id: ProjectId): Promise<void>;
  restoreProject(id: ProjectId): Project;
  start(): void;
  close(): Promise<void>;
}

export function openStoryboards(options: Omit<StoryboardParts, 'tables'>): Storyboards {
  const { store, events } = options;
  const tables = {
    projects: createProjectTable(store),
    sequences: createSequenceTable(store),
    shots: createShotTable(store),
  };
  const parts: StoryboardParts = { ...options, tables };
  const projects = createProjectService(parts);
  const shots = createShotService(parts, projects);
  const sequences = createSequenceService(parts, { projects, shots, writer });
  const exports = createStoryboardExports(parts);

  function writer(): ShotWriter {
    const { ollamaUrl, ollamaModel } = parts.settings();
    return ollamaUrl === null
      ? ruleWriter
      : createOllamaWriter({ network: parts.network, url: ollamaUrl, model: ollamaModel });
  }

  const unsubscribe = events.subscribe((event) => {
    if (event.name !== 'job.changed' && event.name !== 'job.deleted') return;
    const project = tables.shots.projectOfJob(event.data.id);
    if (project !== null) events.announce('storyboard.changed', { project });
  });

  function board(id: ProjectId): Storyboard {
    return { project: projects.get(id), shots: shots.ofProject(id), sequences: sequences.shownOn(id) };
  }

  return {
    projects,
    shots,
    sequences,
    exports,
    writer,
    board,
    export: (id, format) => exports.write(board(id), format),
    async deleteProject(id) {
      projects.get(id);
      await sequences.cancelAll(id);
      for (const shot of shots.ofProject(id)) await shots.trashPictures(shot.id);
      tables.projects.setDeleted(id, parts.now(), parts.now());
      events.announce('storyboard.changed', { project: id });
    },
    restoreProject(id) {
      if (!tables.projects.isTrashed(id)) throw projectNotFound(id);
      tables.projects.setDeleted(id, null, parts.now());
      for (const shot of shots.ofProject(id)) shots.restorePictures(shot.id);
      events.announce('storyboard.changed', { project: id });
      return projects.get(id);
    },
    start: sequences.start,
    async close() {
      unsubscribe();
      await sequences.close();
    },
  };
}
