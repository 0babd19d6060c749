// A list of pictures to look at and to choose from: its grid, and the bar that acts on those chosen.

import { type KeyboardEvent, type ReactNode, type RefObject, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImageId } from '../../../shared/domain/ids.ts';
import type { LibraryItem } from '../../../shared/domain/image.ts';
import { useFailureToast } from '../../data/job-actions.ts';
import { type Asked, useLibraryList } from '../../data/library-list.ts';
import { pageLength } from '../../data/library-outline.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useLeafing } from './leafing.ts';
import { LibraryGrid } from './library-grid.tsx';
import type { CellActions } from './picture-cell.tsx';
import { countOf, everything, isChosen, nothing, type Selection, toggled, withAll } from './selection.ts';

/** Half a page, so that the next one is asked for before it is reached. */
const seenStep = pageLength / 2;

/** What the bar below the grid knows of what is chosen. */
export interface Choice {
  readonly selection: Selection;
  readonly count: number;
  readonly total: number;
  readonly chooseAll: () => void;
  readonly clear: () => void;
}

interface Chosen {
  readonly of: Asked;
  readonly selection: Selection;
  /** The picture that keys act on. */
  readonly focused: number;
  /** Where a stretch starts that is chosen with Shift. */
  readonly anchor: number;
}

type Change = Partial<Chosen>;

const nothingOf = (asked: Asked): Chosen => ({ of: asked, selection: nothing, focused: 0, anchor: 0 });

interface PictureListProps {
  readonly asked: Asked;
  readonly scroller: RefObject<HTMLElement | null>;
  /** Shown in place of a list without pictures. */
  readonly empty: ReactNode;
  /** Whether a click shows the picture large; otherwise it chooses it. */
  readonly opens: boolean;
  /** Delete was pressed with pictures chosen. */
  readonly onDelete: (choice: Choice) => void;
  readonly bar: (choice: Choice) => ReactNode;
}

export function PictureList({ asked, scroller, empty, opens, onDelete, bar }: PictureListProps) {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const fail = useFailureToast();
  const [seen, setSeen] = useState({ first: 0, last: 0 });
  const list = useLibraryList(asked, seen);
  const { outline, error, itemAt, idsBetween } = list;
  const open = useLeafing(list);
  // In steps, so that not every row that is scrolled past makes the whole list look again at its pages.
  const look = useCallback((at: { readonly first: number; readonly last: number }) => {
    const first = Math.floor(at.first / seenStep) * seenStep;
    const last = Math.ceil(at.last / seenStep) * seenStep;
    setSeen((now) => (now.first === first && now.last === last ? now : { first, last }));
  }, []);
  const [kept, setKept] = useState<Chosen>(() => nothingOf(asked));
  // What was chosen among the pictures of another search is not in sight any more.
  const { selection, focused, anchor } = kept.of === asked ? kept : nothingOf(asked);
  const change = useCallback(
    (to: (now: Chosen) => Change) =>
      setKept((last) => {
        const now = last.of === asked ? last : nothingOf(asked);
        return { ...now, ...to(now) };
      }),
    [asked],
  );
  const total = outline?.total ?? 0;
  const count = countOf(selection, total);

  const choose = useCallback(
    (index: number, { image }: LibraryItem) =>
      change((now) => ({ selection: toggled(now.selection, image.id), anchor: index })),
    [change],
  );
  const chooseUntil = useCallback(
    (to: number) => {
      idsBetween(anchor, to).then((ids) => change((now) => ({ selection: withAll(now.selection, ids) })), fail);
    },
    [idsBetween, anchor, fail, change],
  );
  const focus = useCallback((index: number) => change(() => ({ focused: index })), [change]);

  const press = useCallback<CellActions['press']>(
    (index, item, { range, one }) => {
      if (range) return chooseUntil(index);
      if (one || count > 0 || !opens) return choose(index, item);
      open(index, item.image.id);
    },
    [chooseUntil, choose, count, opens, open],
  );
  const actions = useMemo<CellActions>(() => ({ press, choose, focus }), [press, choose, focus]);

  const choice: Choice = {
    selection,
    count,
    total,
    chooseAll: () => change(() => ({ selection: everything })),
    clear: () => change(() => ({ selection: nothing })),
  };

  function onKey(event: KeyboardEvent): void {
    const item = itemAt(focused);
    if (event.key === ' ' && item !== undefined) {
      choose(focused, item);
    } else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
      choice.chooseAll();
    } else if (event.key === 'Escape' && count > 0) {
      choice.clear();
    } else if (event.key === 'Delete' && count > 0) {
      onDelete(choice);
    } else {
      return;
    }
    event.preventDefault();
  }

  function onMove(to: number, { extend }: { readonly extend: boolean }): void {
    change(() => (extend ? { focused: to } : { focused: to, anchor: to }));
    if (extend) chooseUntil(to);
  }

  if (error !== null && outline === undefined) {
    return (
      <Notice role="alert" tone="danger" title={sentence(error).title}>
        {sentence(error).advice}
      </Notice>
    );
  }
  if (outline === undefined) {
    return (
      <div role="status" aria-label={t('library.loading')} className="grid grid-cols-4 gap-1.5 lg:grid-cols-6">
        {Array.from({ length: 12 }, (_, tile) => (
          <Skeleton key={tile} className="aspect-square" />
        ))}
      </div>
    );
  }
  if (total === 0) return empty;
  return (
    <>
      <LibraryGrid
        outline={outline}
        scroller={scroller}
        itemAt={itemAt}
        isChosen={({ image }) => isChosen(selection, image.id)}
        choosing={count > 0 || !opens}
        actions={actions}
        focused={focused}
        onSeen={look}
        onMove={onMove}
        onKey={onKey}
      />
      {count > 0 && bar(choice)}
    </>
  );
}

/** The ids chosen by name; null when all of a search are chosen. */
export function namedIn({ selection }: Choice): ImageId[] | null {
  return selection.kind === 'some' ? [...selection.ids] : null;
}
