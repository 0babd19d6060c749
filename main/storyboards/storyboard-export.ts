// Exports: the board as a contact sheet or an animatic, drawn by the imaging host into the exports folder.

import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ExportedFile } from '../../shared/contract/storyboard.ts';
import type { ExportFormat, Project, Shot } from '../../shared/domain/storyboard.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { StoryboardParts } from './storyboard-parts.ts';

/** Only names that this file gives; nothing else in the folder, and nothing outside it, can be asked for. */
const exportName = /^[\p{L}\p{N}][\p{L}\p{N}-]{0,79}-\d{8}-\d{9}\.(?:png|pdf|webp)$/u;

export interface StoryboardExports {
  /** @throws INVALID_INPUT for a board without anything to show */
  write(
    board: { readonly project: Project; readonly shots: readonly Shot[] },
    format: ExportFormat,
  ): Promise<ExportedFile>;
  /** Absolute path of an exported file; null when there is none by that name. */
  path(file: string): string | null;
}

export function createStoryboardExports(parts: StoryboardParts): StoryboardExports {
  const folder = join(parts.home, 'exports');

  function picture(shot: Shot): string | null {
    return shot.image === null ? null : parts.files.path(shot.image);
  }

  return {
    async write({ project, shots }, format) {
      const frames = shots.flatMap((shot) => {
        const file = picture(shot);
        return file === null ? [] : [{ picture: file, durationMs: Math.round(shot.durationSeconds * 1000) }];
      });
      if (frames.length === 0) {
        throw new TesseraError('INVALID_INPUT', 'id: this project has no finished picture yet. Draw a shot first.', {
          details: { field: 'id' },
        });
      }
      mkdirSync(folder, { recursive: true });
      const file = `${fileWords(project.name)}-${stamp(parts.now())}.${format}`;
      const output = join(folder, file);
      if (format === 'webp') await parts.engine.animation({ frames, output });
      else {
        const cells = shots.map((shot) => ({ picture: picture(shot), ...wordsOf(shot) }));
        // Numbers alone, which need no translation on paper.
        const subtitle = `1–${shots.length} · ${seconds(project.totalDuration)}`;
        await parts.engine.contactSheet({ format, title: project.name, subtitle, cells, output });
      }
      return { file, format, sizeBytes: statSync(output).size };
    },
    path(file) {
      if (!exportName.test(file)) return null;
      const path = join(folder, file);
      return existsSync(path) ? path : null;
    },
  };
}

function wordsOf(shot: Shot): { readonly title: string; readonly caption: string } {
  return { title: `${shot.orderIndex + 1}. ${shot.name} · ${seconds(shot.durationSeconds)}`, caption: shot.prompt };
}

function seconds(value: number): string {
  return `${Math.round(value * 10) / 10} s`;
}

function fileWords(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu)?.join('-') ?? 'storyboard';
  return words.slice(0, 60).replace(/-+$/, '');
}

/** 20261121-101530123: in order of time, and two exports of one board never take the same name. */
function stamp(moment: string): string {
  const digits = moment.replace(/\D/g, '');
  return `${digits.slice(0, 8)}-${digits.slice(8, 17)}`;
}
