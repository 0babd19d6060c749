// The library of the fake studio: words of the prompt, models, favourites and collections are searched as the studio does.

import { type CallName, type TesseraEvent } from '../../shared/contract/index.ts';
import type { ImageId } from '../../shared/domain/ids.ts';
import { captionOf, type LibraryItem } from '../../shared/domain/image.ts';
import type { LibraryPart, PictureSelection } from '../../shared/domain/selection.ts';
import { TesseraError } from '../../shared/errors.ts';
import { parseQuery } from '../../shared/library-query/parse-query.ts';
import { createFakeCollections } from './fake-studio-collections.ts';
import type { FakeJobs } from './fake-studio-jobs.ts';
import { fakeSources } from './fake-studio-models.ts';

type LibraryCall = Extract<CallName, `library.${string}` | `collections.${string}`>;

export const isLibraryCall = (name: CallName): name is LibraryCall => /^(?:library|collections)\./.test(name);

export function createFakeLibrary(options: { jobs: FakeJobs; announce: (event: TesseraEvent) => void }) {
  const { jobs } = options;
  const favourites = new Set<ImageId>();
  const tags = new Map<ImageId, string[]>();
  const collections = createFakeCollections({ ready: () => found('', 'library'), announce: options.announce });

  function found(search: string, part: LibraryPart): LibraryItem[] {
    const { terms, problems } = parseQuery(search);
    if (problems.length > 0) throw new TesseraError('SEARCH_NOT_UNDERSTOOD', `search: ${search}`);
    const state = part === 'trash' ? 'trashed' : 'ready';
    return jobs
      .newestFirst()
      .flatMap((job) =>
        job.images.filter((image) => image.state === state).map((image) => ({ image, recipe: job.task.recipe })),
      )
      .filter((item) =>
        terms.every(({ meaning, excluded }) => {
          if (meaning.kind === 'words') return captionOf(item).includes(meaning.words) !== excluded;
          if (meaning.kind === 'model') return item.recipe?.model.includes(meaning.name) === !excluded;
          if (meaning.kind === 'made') return (item.image.kind === meaning.how) !== excluded;
          if (meaning.kind === 'like') return (item.image.id !== meaning.image) !== excluded;
          if (meaning.kind === 'is') return favourites.has(item.image.id) !== excluded;
          if (meaning.kind === 'tag') return (tags.get(item.image.id)?.includes(meaning.name) ?? false) !== excluded;
          if (meaning.kind === 'collection') return collections.holds(meaning.name, item.image.id) !== excluded;
          throw new TesseraError('NOT_IMPLEMENTED', `The fake library does not search by ${meaning.kind}.`);
        }),
      );
  }

  function counted(values: readonly string[]) {
    return [...new Set(values)].map((value) => ({ value, count: values.filter((other) => other === value).length }));
  }

  function picture(id: ImageId) {
    const item = jobs.findImage(id);
    if (item === null) throw new TesseraError('IMAGE_NOT_FOUND', `There is no picture ${id}.`);
    return { ...item, drawnFrom: fakeSources(item.recipe), favourite: favourites.has(id), tags: tags.get(id) ?? [] };
  }

  function changed(id: ImageId) {
    const now = picture(id);
    const data = { id, favourite: now.favourite, tags: now.tags };
    options.announce({ name: 'library.changed', data, sequence: Number.MAX_SAFE_INTEGER });
    return now;
  }

  /** Every other picture; the real studio looks. */
  function alike(id: ImageId): LibraryItem[] {
    return found('', 'library').filter(({ image }) => image.id !== id);
  }

  function idsOf(selection: PictureSelection, part: LibraryPart): ImageId[] {
    if (selection.kind === 'pictures') return selection.ids;
    const all = found(selection.search, part).map(({ image }) => image.id);
    return all.filter((id) => !selection.except.includes(id));
  }

  /** As the studio's call does it, all at once. */
  function rearranged(selection: PictureSelection, part: LibraryPart, change: (ids: readonly ImageId[]) => void) {
    const ids = idsOf(selection, part);
    change(ids);
    options.announce({ name: 'library.rearranged', data: {}, sequence: Number.MAX_SAFE_INTEGER });
    return { ids, nextCursor: null };
  }

  const become = (state: 'ready' | 'trashed' | 'purged') => (ids: readonly ImageId[]) => jobs.changeImages(ids, state);

  return {
    count: (search: string) => found(search, 'library').length,
    // oxlint-disable-next-line typescript/no-explicit-any -- the input was just parsed by the schema of its call
    answer(name: LibraryCall, input: any): unknown {
      switch (name) {
        case 'library.list': {
          const items = found(input.search, input.part);
          const from = Number(input.cursor ?? 0);
          const end = from + input.limit;
          const nextCursor = end < items.length ? String(end) : null;
          return { items: items.slice(from, end), nextCursor, total: items.length };
        }
        case 'library.outline':
          return outline(found(input.search, input.part), input.pageLength);
        case 'library.facets': {
          const items = found(input.search, 'library');
          return {
            models: counted(items.flatMap(({ recipe }) => recipe?.model ?? [])),
            styles: counted(items.flatMap(({ recipe }) => recipe?.style ?? [])),
            kinds: counted(items.map(({ image }) => image.kind)),
            sizes: counted(items.map(({ image }) => `${image.width}x${image.height}`)),
            months: counted(items.map(({ image }) => image.createdAt.slice(0, 7))),
            tags: counted(items.flatMap(({ image }) => tags.get(image.id) ?? [])),
            collections: collections.among(items.map(({ image }) => image.id)),
            favourites: items.filter(({ image }) => favourites.has(image.id)).length,
            derived: items.filter(({ image }) => image.parent !== null).length,
          };
        }
        case 'library.setFavourite': {
          const { id, favourite } = input;
          if (favourite) favourites.add(id);
          else favourites.delete(id);
          return changed(id);
        }
        case 'library.setTags':
          tags.set(input.id, input.tags);
          return changed(input.id);
        case 'library.get':
          return picture(input.id);
        case 'library.mark':
          return rearranged(input.selection, 'library', (ids) => {
            for (const id of ids) {
              if (input.favourite === true) favourites.add(id);
              if (input.favourite === false) favourites.delete(id);
              const kept = (tags.get(id) ?? []).filter((tag) => !input.removeTags.includes(tag));
              tags.set(
                id,
                [...new Set([...kept, ...input.addTags])].toSorted((a, b) => a.localeCompare(b)),
              );
            }
          });
        case 'library.tags': {
          const known = counted([...tags.values()].flat());
          return { tags: known.filter(({ value }) => value.startsWith(input.beginning)).slice(0, input.limit) };
        }
        case 'library.trash':
          return rearranged(input.selection, 'library', become('trashed'));
        case 'library.restore':
          return rearranged(input.selection, 'trash', become('ready'));
        case 'library.purge': {
          const freedBytes = idsOf(input.selection, 'trash').length * pictureBytes;
          return { ...rearranged(input.selection, 'trash', become('purged')), freedBytes };
        }
        case 'library.trashSize':
          return space(found('', 'trash'));
        case 'library.storage': {
          const kept = found('', 'library');
          const of = (name: string, items: readonly LibraryItem[]) => ({ name, ...space(items) });
          return {
            folder: '/home/me/.local/share/Tessera/library',
            kept: space(kept),
            trash: space(found('', 'trash')),
            cacheBytes: 21_400_000,
            models: [...new Set(kept.map(({ recipe }) => recipe?.model ?? ''))].map((model) =>
              of(
                model,
                kept.filter(({ recipe }) => recipe?.model === model),
              ),
            ),
            months: kept.length === 0 ? [] : [of('2026-11', kept)],
          };
        }
        case 'library.clearCache':
          return { freedBytes: 21_400_000 };
        case 'library.similar':
          return { pictures: alike(input.image).map((item) => ({ item, likeness: 0.8 })) };
        case 'library.duplicates': {
          // Here, pictures of one job are copies of each other.
          const items = found('', 'library');
          const each = [...new Set(items.map(({ image }) => image.job))];
          const groups = each
            .map((job) => items.filter(({ image }) => image.job === job))
            .filter((group) => group.length > 1);
          return { groups: groups.slice(0, input.limit), total: groups.length, waiting: 0 };
        }
        case 'collections.add':
        case 'collections.remove':
          return collections.fill(name, input.id, idsOf(input.selection, 'library'));
        default:
          return collections.answer(name, input);
      }
    },
  };
}

const pictureBytes = 181_000;

function space(items: readonly LibraryItem[]) {
  return { pictures: items.length, bytes: items.length * pictureBytes };
}

function outline(items: readonly LibraryItem[], pageLength: number) {
  const firstPage = items.length % pageLength || pageLength;
  const pages = Math.max(0, Math.ceil((items.length - firstPage) / pageLength));
  return {
    total: items.length,
    shapes: items.map(({ image }) => [image.width, image.height]),
    runs: items.flatMap((_, index) => [index, 1]),
    cursors: Array.from({ length: pages }, (_, page) => String(firstPage + page * pageLength)),
  };
}
