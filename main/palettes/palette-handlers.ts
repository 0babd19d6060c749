// Contract name -> palette service.

import { TesseraError } from '../../shared/errors.ts';
import type { Desktop } from '../desktop.ts';
import type { Handlers } from '../handler-table.ts';
import type { SourceService } from '../sources/source-service.ts';
import type { PaletteService } from './palette-service.ts';

type PaletteCall = Extract<keyof Handlers, `palettes.${string}`>;

export function paletteHandlers(options: {
  readonly palettes: PaletteService;
  readonly sources: SourceService;
  readonly desktop: () => Desktop;
}): Pick<Handlers, PaletteCall> {
  const { palettes, sources, desktop } = options;
  return {
    'palettes.list': () => ({ palettes: palettes.list() }),
    'palettes.create': ({ base, ticket, pictures, ...facts }) =>
      palettes.create({
        ...facts,
        base,
        ticket,
        pictures: pictures.map(({ source, name, caption }) => ({ path: () => sources.path(source), name, caption })),
      }),
    'palettes.cancel': ({ ticket }) => {
      palettes.cancel(ticket);
      return {};
    },
    'palettes.update': ({ id, ...changes }) => palettes.update(id, changes),
    'palettes.remove': async ({ id }) => {
      await palettes.remove(id);
      return { id };
    },
    'palettes.restore': ({ id }) => palettes.restore(id),
    'palettes.export': ({ id }) => palettes.export(id),
    'palettes.reveal': async ({ file }) => {
      const path = palettes.exportPath(file);
      if (path === null) throw new TesseraError('FILE_NOT_FOUND', 'This export is no longer there. Export it again.');
      await desktop().reveal(path);
      return {};
    },
  };
}
