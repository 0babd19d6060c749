// Which pictures of a list are chosen: some by name, or all that were found but for a few.

import type { ImageId } from '../../../shared/domain/ids.ts';
import { type PictureSelection, picturesPerCall } from '../../../shared/domain/selection.ts';

export type Selection =
  | { readonly kind: 'some'; readonly ids: ReadonlySet<ImageId> }
  | { readonly kind: 'all'; readonly except: ReadonlySet<ImageId> };

export const nothing: Selection = { kind: 'some', ids: new Set() };
export const everything: Selection = { kind: 'all', except: new Set() };

export function isChosen(selection: Selection, id: ImageId): boolean {
  return selection.kind === 'some' ? selection.ids.has(id) : !selection.except.has(id);
}

/** @param total how many there are in the list */
export function countOf(selection: Selection, total: number): number {
  return selection.kind === 'some' ? selection.ids.size : Math.max(0, total - selection.except.size);
}

/** Chooses one, or lets it go. */
export function toggled(selection: Selection, id: ImageId): Selection {
  const { kind } = selection;
  const listed = new Set(kind === 'some' ? selection.ids : selection.except);
  if (!listed.delete(id)) listed.add(id);
  return kind === 'some' ? { kind, ids: listed } : { kind, except: listed };
}

/** Chooses a stretch beside what was chosen before. */
export function withAll(selection: Selection, ids: readonly ImageId[]): Selection {
  if (selection.kind === 'some') return { kind: 'some', ids: new Set([...selection.ids, ...ids]) };
  const except = new Set(selection.except);
  for (const id of ids) except.delete(id);
  return { kind: 'all', except };
}

/** The selection in the words of calls, in as many parts as it takes. */
export function partsOf(selection: Selection, search: string): PictureSelection[] {
  if (selection.kind === 'all') return [{ kind: 'search', search, except: [...selection.except] }];
  const ids = [...selection.ids];
  return Array.from({ length: Math.ceil(ids.length / idsPerCall) }, (_, part) => ({
    kind: 'pictures',
    ids: ids.slice(part * idsPerCall, (part + 1) * idsPerCall),
  }));
}

/** A message of the window may be a megabyte; ids of programs can be long. */
const idsPerCall = picturesPerCall / 2;
