// Pictures that are nearly equal, in groups: every chain of copies of copies is one.

import type { CallOutput } from '../../shared/contract/index.ts';
import type { ImageId } from '../../shared/domain/ids.ts';
import type { LibraryItem } from '../../shared/domain/image.ts';
import type { LikenessTable } from '../store/likeness-table.ts';
import type { TraitsTable } from '../store/traits-table.ts';
import type { SimilarService } from './similar-service.ts';

/** Looked at between two turns of the event loop: some milliseconds. */
const picturesAtOnce = 1000;

export interface DuplicatesService {
  find(limit: number): Promise<CallOutput<'library.duplicates'>>;
}

export function createDuplicatesService(options: {
  readonly similar: Pick<SimilarService, 'index' | 'prepare'>;
  readonly traits: Pick<TraitsTable, 'page' | 'waiting'>;
  readonly likeness: Pick<LikenessTable, 'idsInLibrary'>;
  readonly item: (id: ImageId) => LibraryItem | null;
}): DuplicatesService {
  const { similar, traits, likeness } = options;

  /** The numbers of each group, by the picture that stands for it. */
  async function groups(): Promise<number[][]> {
    await similar.prepare();
    const look = similar.index();
    const parents = new Map<number, number>();
    const rootOf = (number: number): number => {
      let root = number;
      for (let up = parents.get(root); up !== undefined && up !== root; up = parents.get(root)) root = up;
      return root;
    };
    for (const [at, number] of look.numbers().entries()) {
      for (const copy of look.copiesOf(number)) {
        const [one, other] = [rootOf(number), rootOf(copy)];
        if (one !== other) parents.set(Math.max(one, other), Math.min(one, other));
      }
      if (at % picturesAtOnce === picturesAtOnce - 1) await new Promise((resolve) => setImmediate(resolve));
    }
    const found = new Map<number, number[]>();
    for (const number of parents.keys()) {
      const root = rootOf(number);
      found.set(root, [...(found.get(root) ?? [root]), number]);
    }
    return [...found.values()];
  }

  return {
    async find(limit) {
      const all = await groups();
      const ids = likeness.idsInLibrary(all.flat());
      const kept = all
        .map((group) => group.filter((number) => ids.has(number)).toSorted((a, b) => a - b))
        .filter((group) => group.length > 1)
        .toSorted((a, b) => (b.at(-1) ?? 0) - (a.at(-1) ?? 0));
      const items = (group: number[]) =>
        group.flatMap((number) => {
          const id = ids.get(number);
          return (id === undefined ? null : options.item(id)) ?? [];
        });
      return { groups: kept.slice(0, limit).map(items), total: kept.length, waiting: traits.waiting() };
    },
  };
}
