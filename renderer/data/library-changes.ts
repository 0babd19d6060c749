// What screens do to many pictures at once: in as many calls as it takes, with a toast at the end that undoes it.

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallInput, CallOutput } from '../../shared/contract/index.ts';
import type { Collection } from '../../shared/domain/collection.ts';
import type { ImageId } from '../../shared/domain/ids.ts';
import type { PictureSelection } from '../../shared/domain/selection.ts';
import type { Bridge } from '../bridge/bridge.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { formatBytes, formatNumber } from '../i18n/format.ts';
import { useToasts } from '../state/toasts.ts';
import { useFailureToast } from './job-actions.ts';

type ManyCall =
  | 'library.trash'
  | 'library.restore'
  | 'library.purge'
  | 'library.mark'
  | `collections.${'add' | 'remove'}`;
/** What a call takes beside the pictures. */
type Beside<Name extends ManyCall> = Omit<CallInput<Name>, 'selection' | 'cursor'>;

/** The ids given back to a call that undoes; as many as a message may hold. */
const undoneAtOnce = 5000;

export interface LibraryChanges {
  /** How many pictures are done, while it takes more than one call; null when nothing is under way. */
  readonly done: number | null;
  trash(pictures: readonly PictureSelection[]): Promise<void>;
  restore(pictures: readonly PictureSelection[]): Promise<void>;
  /** There is no way back: ask first. */
  purge(pictures: readonly PictureSelection[]): Promise<void>;
  mark(pictures: readonly PictureSelection[], marks: Beside<'library.mark'>): Promise<void>;
  addTo(collection: Collection, pictures: readonly PictureSelection[]): Promise<void>;
  removeFrom(collection: Collection, pictures: readonly PictureSelection[]): Promise<void>;
}

export function useLibraryChanges(): LibraryChanges {
  const bridge = useBridge();
  const fail = useFailureToast();
  const show = useToasts((toasts) => toasts.show);
  const { t, i18n } = useTranslation();
  const [done, setDone] = useState<number | null>(null);

  const run = async <Name extends ManyCall>(
    name: Name,
    pictures: readonly PictureSelection[],
    beside: Beside<Name>,
  ): Promise<CallOutput<Name>[]> => {
    setDone(0);
    try {
      return await callForAll(bridge, name, { pictures, beside, onProgress: setDone });
    } finally {
      setDone(null);
    }
  };

  const words = (count: number) => ({ count, total: formatNumber(count, i18n.language) });

  function tell(text: string, undo?: () => Promise<unknown>): void {
    const action = undo === undefined ? {} : { action: { label: t('feed.undo'), run: () => void undo().catch(fail) } };
    show({ tone: 'neutral', text, ...action });
  }

  const idsOf = (answers: readonly { readonly ids: readonly ImageId[] }[]) => answers.flatMap(({ ids }) => ids);

  async function told(work: () => Promise<void>): Promise<void> {
    await work().catch(fail);
  }

  return {
    done,
    trash: (pictures) =>
      told(async () => {
        const ids = idsOf(await run('library.trash', pictures, {}));
        tell(t('library.many.trashed', words(ids.length)), () => run('library.restore', byIds(ids), {}));
      }),
    restore: (pictures) =>
      told(async () => {
        const ids = idsOf(await run('library.restore', pictures, {}));
        tell(t('library.many.restored', words(ids.length)), () => run('library.trash', byIds(ids), {}));
      }),
    purge: (pictures) =>
      told(async () => {
        const answers = await run('library.purge', pictures, {});
        const bytes = answers.reduce((sum, { freedBytes }) => sum + freedBytes, 0);
        const size = formatBytes(bytes, i18n.language);
        tell(t('library.many.purged', { ...words(idsOf(answers).length), size }));
      }),
    mark: (pictures, marks) =>
      told(async () => {
        const undos: (() => Promise<unknown>)[] = [];
        const changed = new Set<ImageId>();
        // One by one, because each may find other pictures that have it already and must keep it.
        for (const mark of singly(marks)) {
          const ids = idsOf(await run('library.mark', pictures, mark));
          undos.push(() => run('library.mark', byIds(ids), opposite(mark)));
          for (const id of ids) changed.add(id);
        }
        tell(t('library.many.marked', words(changed.size)), async () => {
          for (const undo of undos) await undo();
        });
      }),
    addTo: ({ id, name }, pictures) =>
      told(async () => {
        const ids = idsOf(await run('collections.add', pictures, { id }));
        tell(t('library.many.added', { ...words(ids.length), name }), () =>
          run('collections.remove', byIds(ids), { id }),
        );
      }),
    removeFrom: ({ id, name }, pictures) =>
      told(async () => {
        const ids = idsOf(await run('collections.remove', pictures, { id }));
        tell(t('library.many.removed', { ...words(ids.length), name }), () =>
          run('collections.add', byIds(ids), { id }),
        );
      }),
  };
}

function singly({ favourite, addTags = [], removeTags = [] }: Beside<'library.mark'>): Beside<'library.mark'>[] {
  return [
    ...(favourite === undefined ? [] : [{ favourite }]),
    ...addTags.map((tag) => ({ addTags: [tag] })),
    ...removeTags.map((tag) => ({ removeTags: [tag] })),
  ];
}

/** The marks that take these back from pictures that had none of them before. */
function opposite({ favourite, addTags, removeTags }: Beside<'library.mark'>): Beside<'library.mark'> {
  return {
    ...(favourite === undefined ? {} : { favourite: !favourite }),
    ...(removeTags === undefined ? {} : { addTags: removeTags }),
    ...(addTags === undefined ? {} : { removeTags: addTags }),
  };
}

function byIds(ids: readonly ImageId[]): PictureSelection[] {
  return Array.from({ length: Math.ceil(ids.length / undoneAtOnce) }, (_, part) => ({
    kind: 'pictures',
    ids: ids.slice(part * undoneAtOnce, (part + 1) * undoneAtOnce),
  }));
}

async function callForAll<Name extends ManyCall>(
  bridge: Bridge,
  name: Name,
  options: {
    readonly pictures: readonly PictureSelection[];
    readonly beside: Beside<Name>;
    readonly onProgress: (done: number) => void;
  },
): Promise<CallOutput<Name>[]> {
  const answers: CallOutput<Name>[] = [];
  let done = 0;
  for (const selection of options.pictures) {
    let cursor: string | null = null;
    do {
      const input = { ...options.beside, selection, cursor } as unknown as CallInput<Name>;
      const answer: CallOutput<Name> = await bridge.call(name, input);
      answers.push(answer);
      done += answer.ids.length;
      options.onProgress(done);
      cursor = answer.nextCursor;
    } while (cursor !== null);
  }
  return answers;
}
