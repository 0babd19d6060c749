// The pictures of a list in justified rows, of which only those near the window exist; any of them is a key away.

import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LibraryItem } from '../../../shared/domain/image.ts';
import type { Outline } from '../../data/library-outline.ts';
import { placeAfter, rowOf } from './grid-movement.ts';
import { justifyRows } from './justify-rows.ts';
import { type CellActions, PictureCell } from './picture-cell.tsx';

const gap = 6;
const targetHeight = 220;
const narrowTargetHeight = 170;
/** Rows beyond the window on either side, so that scrolling meets pictures and not grey. */
const overscan = 4;

interface LibraryGridProps {
  readonly outline: Outline;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly itemAt: (index: number) => LibraryItem | undefined;
  readonly isChosen: (item: LibraryItem) => boolean;
  readonly choosing: boolean;
  readonly actions: CellActions;
  /** The picture that the keyboard acts on. */
  readonly focused: number;
  readonly onSeen: (seen: { readonly first: number; readonly last: number }) => void;
  /** A key led to this place; `extend` is whether the way there is to be chosen. */
  readonly onMove: (to: number, keys: { readonly extend: boolean }) => void;
  readonly onKey: (event: KeyboardEvent) => void;
}

export function LibraryGrid(props: LibraryGridProps) {
  const { outline, scroller, itemAt, isChosen, choosing, actions, focused, onSeen, onMove, onKey } = props;
  const { t } = useTranslation();
  const [frame, setFrame] = useState<HTMLUListElement | null>(null);
  const [width, setWidth] = useState(0);
  /** Set while a key is on its way to a picture that may not exist yet. */
  const headingFor = useRef<number | null>(null);

  useEffect(() => {
    if (frame === null) return;
    const watch = new ResizeObserver(([entry]) => entry !== undefined && setWidth(Math.floor(entry.contentRect.width)));
    watch.observe(frame);
    return () => watch.disconnect();
  }, [frame]);

  const rows = useMemo(() => {
    const places = Array.from({ length: outline.total }, (_, index) => index);
    const height = width < 900 ? narrowTargetHeight : targetHeight;
    const justified = justifyRows(places, outline.sizeOf, { width, gap, targetHeight: height });
    return justified.map(({ items, height: of }) => ({ first: items[0] ?? 0, length: items.length, height: of }));
  }, [outline, width]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.height ?? targetHeight) + gap,
    overscan,
    scrollMargin: frame?.offsetTop ?? 0,
    // Drawing in the middle of a scroll event holds the scrolling up.
    useFlushSync: false,
  });
  useLayoutEffect(() => virtual.measure(), [rows, virtual]);

  const shown = virtual.getVirtualItems();
  const firstRow = rows[shown[0]?.index ?? 0];
  const lastRow = rows[shown.at(-1)?.index ?? 0];
  const first = firstRow?.first ?? 0;
  const last = lastRow === undefined ? 0 : lastRow.first + lastRow.length - 1;
  useEffect(() => onSeen({ first, last }), [first, last, onSeen]);

  // The picture a key led to gets the focus as soon as it is there.
  useEffect(() => {
    const place = headingFor.current;
    if (place === null) return;
    const target = frame?.querySelector<HTMLElement>(`[data-place="${place}"]`);
    if (target === null || target === undefined) return;
    headingFor.current = null;
    target.focus({ preventScroll: true });
  });

  function walk(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return onKey(event);
    const rowsInSight = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / (targetHeight + gap)));
    const to = placeAfter(event, focused, rows, rowsInSight);
    if (to === null) return onKey(event);
    event.preventDefault();
    headingFor.current = to;
    virtual.scrollToIndex(rowOf(rows, to), { align: 'auto' });
    onMove(to, { extend: event.shiftKey });
  }

  // Someone who comes by the keyboard must find a picture to stand on, also when the one they left is out of sight.
  const stop = focused >= first && focused <= last ? focused : first;

  return (
    // The keys are those of the buttons within; they bubble up to here once instead of being heard by each.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <ul
      ref={setFrame}
      aria-label={t('library.pictures')}
      onKeyDown={walk}
      className="relative"
      style={{ height: virtual.getTotalSize() }}
    >
      {shown.flatMap((line) => {
        const row = rows[line.index];
        if (row === undefined) return [];
        let left = 0;
        return Array.from({ length: row.length }, (_, offset) => {
          const index = row.first + offset;
          const size = outline.sizeOf(index);
          const cellWidth = (size.width / size.height) * row.height;
          const item = itemAt(index);
          const cell = (
            <PictureCell
              key={index}
              index={index}
              item={item}
              top={line.start - virtual.options.scrollMargin}
              left={left}
              width={cellWidth}
              height={row.height}
              chosen={item !== undefined && isChosen(item)}
              choosing={choosing}
              focusable={index === stop}
              actions={actions}
            />
          );
          left += cellWidth + gap;
          return cell;
        });
      })}
    </ul>
  );
}
