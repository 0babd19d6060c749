// The library of the fake studio: words of the prompt, models and favourites are searched as the studio does.

import type { TesseraEvent } from '../../shared/contract/index.ts';
import type { ImageId } from '../../shared/domain/ids.ts';
import { captionOf, type LibraryItem } from '../../shared/domain/image.ts';
import { TesseraError } from '../../shared/errors.ts';
import { parseQuery } from '../../shared/library-query/parse-query.ts';
import type { FakeJobs } from './fake-studio-jobs.ts';
import { fakeSources } from './fake-studio-models.ts';

type LibraryCall = 'library.list' | 'library.facets' | 'library.setFavourite' | 'library.setTags' | 'library.get';

export function createFakeLibrary(options: { jobs: FakeJobs; announce: (event: TesseraEvent) => void }) {
  const { jobs } = options;
  const favourites = new Set<ImageId>();
  const tags = new Map<ImageId, string[]>();

  function found(search: string): LibraryItem[] {
    const { terms, problems } = parseQuery(search);
    if (problems.length > 0) throw new TesseraError('SEARCH_NOT_UNDERSTOOD', `search: ${search}`);
    return jobs
      .newestFirst()
      .flatMap((job) =>
        job.images.filter((image) => image.state === 'ready').map((image) => ({ image, recipe: job.task.recipe })),
      )
      .filter((item) =>
        terms.every(({ meaning, excluded }) => {
          if (meaning.kind === 'words') return captionOf(item).includes(meaning.words) !== excluded;
          if (meaning.kind === 'model') return item.recipe?.model.includes(meaning.name) === !excluded;
          if (meaning.kind === 'made') return (item.image.kind === meaning.how) !== excluded;
          if (meaning.kind === 'is') return favourites.has(item.image.id) !== excluded;
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

  return {
    // oxlint-disable-next-line typescript/no-explicit-any -- the input was just parsed by the schema of its call
    answer(name: LibraryCall, input: any): unknown {
      switch (name) {
        case 'library.list': {
          const items = found(input.search);
          const from = Number(input.cursor ?? 0);
          const end = from + input.limit;
          const nextCursor = end < items.length ? String(end) : null;
          return { items: items.slice(from, end), nextCursor, total: items.length };
        }
        case 'library.facets': {
          const items = found(input.search);
          return {
            models: counted(items.flatMap(({ recipe }) => recipe?.model ?? [])),
            styles: counted(items.flatMap(({ recipe }) => recipe?.style ?? [])),
            kinds: counted(items.map(({ image }) => image.kind)),
            tags: [],
            favourites: items.filter(({ image }) => favourites.has(image.id)).length,
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
        default:
          return name satisfies never;
      }
    },
  };
}
