// Contract name -> what leaves and enters the library, and what looks alike. Only the command line may name a folder by its path.

import { isAbsolute } from 'node:path';
import type { CallParsed } from '../../shared/contract/index.ts';
import type { JobDoor } from '../../shared/domain/job.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { Desktop } from '../desktop.ts';
import type { Handlers } from '../handler-table.ts';
import type { ExportTo } from './export-service.ts';
import type { Exchange } from './open-exchange.ts';

type ExchangeCall = Extract<
  keyof Handlers,
  `exports.${string}` | `imports.${string}` | 'desktop.chooseFolder' | 'library.similar' | 'library.duplicates'
>;

export function exchangeHandlers(
  { exports, imports, folders, likeness }: Exchange,
  desktop: () => Desktop,
): Pick<Handlers, ExchangeCall> {
  function destination({ target }: CallParsed<'exports.start'>, door: JobDoor): ExportTo {
    switch (target.kind) {
      case 'download':
        return { kind: 'download' };
      case 'chosen':
        return { kind: 'folder', path: folders.path(target.ticket) };
      case 'path':
        return { kind: 'folder', path: named(target.path, door) };
      default:
        return target satisfies never;
    }
  }

  return {
    'exports.start': ({ target, ...asked }, { door }) =>
      exports.start({ ...asked, to: destination({ target, ...asked }, door) }),
    'exports.list': () => ({ exports: exports.list() }),
    'exports.cancel': ({ id }) => exports.cancel(id),
    'exports.reveal': async ({ id }) => {
      await desktop().reveal(exports.lastFile(id));
      return {};
    },
    'imports.start': ({ folder }, { door }) =>
      imports.start(folder.kind === 'path' ? named(folder.path, door) : folders.path(folder.ticket)),
    'imports.list': () => ({ imports: imports.list() }),
    'imports.cancel': ({ id }) => imports.cancel(id),
    'library.similar': ({ image, limit }) => likeness.similar.similar(image, limit),
    'library.duplicates': ({ limit }) => likeness.duplicates.find(limit),
    'desktop.chooseFolder': async () => {
      const path = await desktop().chooseFolder();
      return { folder: path === null ? null : folders.keep(path) };
    },
  };
}

function named(path: string, door: JobDoor): string {
  if ((door === 'cli' || door === 'test') && isAbsolute(path)) return path;
  throw new TesseraError('FORBIDDEN', 'path: only the command line may name a folder. Choose one in the window.', {
    details: { field: 'path' },
  });
}
