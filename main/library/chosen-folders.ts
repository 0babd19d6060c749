// Folders that a person chose in a dialog, under tickets: a page can use one, and can never name another.

import { basename } from 'node:path';
import { TesseraError } from '../../shared/errors.ts';

export interface ChosenFolders {
  keep(path: string): { readonly ticket: string; readonly name: string };
  /** @throws FILE_NOT_FOUND for a ticket from before the app was started anew */
  path(ticket: string): string;
}

export function createChosenFolders(newId: () => string): ChosenFolders {
  const paths = new Map<string, string>();
  return {
    keep(path) {
      const ticket = newId();
      paths.set(ticket, path);
      return { ticket, name: basename(path) || path };
    },
    path(ticket) {
      const path = paths.get(ticket);
      if (path !== undefined) return path;
      throw new TesseraError('FILE_NOT_FOUND', 'This folder was not chosen here. Choose it again.', {
        details: { field: 'ticket' },
      });
    },
  };
}
