// Contract name -> storyboard services.

import { TesseraError } from '../../shared/errors.ts';
import type { Desktop } from '../desktop.ts';
import type { Handlers } from '../handler-table.ts';
import type { Storyboards } from './open-storyboards.ts';

type StoryboardCall = Extract<keyof Handlers, `storyboards.${string}` | `shots.${string}` | `sequences.${string}`>;

export function storyboardHandlers(boards: Storyboards, desktop: () => Desktop): Pick<Handlers, StoryboardCall> {
  const { projects, shots, sequences } = boards;
  return {
    'storyboards.list': () => ({ projects: projects.list() }),
    'storyboards.get': ({ id }) => boards.board(id),
    'storyboards.create': (input) => projects.create(input),
    'storyboards.update': ({ id, ...changes }) => projects.update(id, changes),
    'storyboards.delete': async ({ id }) => {
      await boards.deleteProject(id);
      return { id };
    },
    'storyboards.restore': ({ id }) => boards.restoreProject(id),
    'storyboards.export': ({ id, format }) => boards.export(id, format),
    'storyboards.reveal': async ({ file }) => {
      const path = boards.exports.path(file);
      if (path === null) throw new TesseraError('FILE_NOT_FOUND', 'This export is no longer there. Export it again.');
      await desktop().reveal(path);
      return {};
    },
    'storyboards.write': async ({ prompt, task, shotCount }) => {
      const writer = boards.writer();
      const { signal } = new AbortController();
      const by = { writer: writer.kind, model: writer.model };
      return task === 'enhance'
        ? { ...by, prompt: await writer.enhance(prompt, signal), shots: [] }
        : { ...by, prompt, shots: await writer.write(prompt, shotCount, signal) };
    },
    'shots.get': ({ id }) => shots.get(id),
    'shots.create': ({ name, orderIndex, ...input }, { door }) => shots.create({ ...input, name, orderIndex }, door),
    'shots.update': ({ id, ...changes }) => shots.update(id, changes),
    'shots.reroll': ({ id }, { door }) => shots.draw(id, door),
    'shots.delete': async ({ id }) => {
      await shots.delete(id);
      return { id };
    },
    'shots.restore': ({ id }) => shots.restore(id),
    'sequences.generate': ({ id, name, ...input }, { door }) => sequences.generate({ ...input, id, name }, door),
    'sequences.get': ({ id }) => sequences.get(id),
    'sequences.cancel': ({ id }) => sequences.cancel(id),
  };
}
