// The pictures of the library in justified rows, of which only those near the window exist.

import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImageId } from '../../../shared/domain/ids.ts';
import { captionOf, type LibraryItem } from '../../../shared/domain/image.ts';
import { thumbnailAddress } from '../../bridge/image-address.ts';
import { justifyRows } from './justify-rows.ts';

const gap = 6;
const targetHeight = 220;
const narrowTargetHeight = 170;

interface LibraryGridProps {
  readonly items: readonly LibraryItem[];
  readonly scroller: RefObject<HTMLElement | null>;
  readonly onOpen: (image: ImageId) => void;
  readonly onNearEnd: () => void;
}

export function LibraryGrid({ items, scroller, onOpen, onNearEnd }: LibraryGridProps) {
  const { t } = useTranslation();
  const [frame, setFrame] = useState<HTMLUListElement | null>(null);
  const [width, setWidth] = useState(0);

  useEffect(() => {
    if (frame === null) return;
    const watch = new ResizeObserver(([entry]) => entry !== undefined && setWidth(Math.floor(entry.contentRect.width)));
    watch.observe(frame);
    return () => watch.disconnect();
  }, [frame]);

  const rows = useMemo(
    () =>
      justifyRows(items, (item) => item.image, {
        width,
        gap,
        targetHeight: width < 900 ? narrowTargetHeight : targetHeight,
      }),
    [items, width],
  );
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.height ?? targetHeight) + gap,
    overscan: 4,
    scrollMargin: frame?.offsetTop ?? 0,
  });
  useEffect(() => virtual.measure(), [rows, virtual]);

  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 4) onNearEnd();
  }, [last, rows.length, onNearEnd]);

  return (
    <ul
      ref={setFrame}
      aria-label={t('library.pictures')}
      className="relative"
      style={{ height: virtual.getTotalSize() }}
    >
      {shown.map((line) =>
        (rows[line.index]?.items ?? []).map((item, index) => {
          const height = rows[line.index]?.height ?? 0;
          const left = (rows[line.index]?.items ?? [])
            .slice(0, index)
            .reduce((sum, other) => sum + (other.image.width / other.image.height) * height + gap, 0);
          return (
            <li
              key={item.image.id}
              className="absolute top-0 left-0"
              style={{
                width: (item.image.width / item.image.height) * height,
                height,
                transform: `translate(${left}px, ${line.start - virtual.options.scrollMargin}px)`,
              }}
            >
              <button
                type="button"
                aria-label={captionOf(item)}
                onClick={() => onOpen(item.image.id)}
                className="group relative block size-full cursor-zoom-in overflow-hidden rounded-control bg-soft"
              >
                <img
                  alt=""
                  src={thumbnailAddress(
                    item.image.id,
                    Math.max(height, (item.image.width / item.image.height) * height),
                  )}
                  loading="lazy"
                  decoding="async"
                  draggable={false}
                  className="size-full object-cover"
                />
                <span
                  aria-hidden
                  className="absolute inset-x-0 bottom-0 line-clamp-2 bg-linear-to-t from-black/80 to-transparent px-2.5 pt-8 pb-2 text-left text-small text-white opacity-0 transition-opacity group-hover:opacity-100 group-focus-visible:opacity-100"
                >
                  {captionOf(item)}
                </span>
              </button>
            </li>
          );
        }),
      )}
    </ul>
  );
}
