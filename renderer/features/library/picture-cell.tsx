// One picture of the library's grid: opens by a click, is chosen by its box or with a key held down.

import { Check } from 'lucide-react';
import { memo, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { captionOf, type LibraryItem } from '../../../shared/domain/image.ts';
import { thumbnailAddress } from '../../bridge/image-address.ts';
import { classNames } from '../../ui/class-names.ts';

export interface CellActions {
  readonly press: (index: number, item: LibraryItem, keys: { readonly range: boolean; readonly one: boolean }) => void;
  readonly choose: (index: number, item: LibraryItem) => void;
  readonly focus: (index: number) => void;
}

interface PictureCellProps {
  readonly index: number;
  readonly item: LibraryItem | undefined;
  readonly top: number;
  readonly left: number;
  readonly width: number;
  readonly height: number;
  readonly chosen: boolean;
  /** Whether pictures are being chosen now: a click then chooses another one. */
  readonly choosing: boolean;
  readonly focusable: boolean;
  readonly actions: CellActions;
}

/** Remembered, because a grid is drawn anew with every step of scrolling. */
export const PictureCell = memo(function PictureCell(props: PictureCellProps) {
  const { index, item, top, left, width, height, chosen, choosing, focusable, actions } = props;
  const { t } = useTranslation();
  const place = { width, height, transform: `translate(${left}px, ${top}px)` };
  if (item === undefined) return <li style={place} className="absolute top-0 left-0 rounded-control bg-soft" />;
  const caption = captionOf(item);

  return (
    <li style={place} className="group absolute top-0 left-0">
      <button
        type="button"
        aria-label={caption}
        data-place={index}
        tabIndex={focusable ? 0 : -1}
        onFocus={() => actions.focus(index)}
        onClick={(event: MouseEvent) =>
          actions.press(index, item, { range: event.shiftKey, one: event.ctrlKey || event.metaKey })
        }
        className={classNames(
          'relative block size-full overflow-hidden rounded-control bg-soft',
          choosing ? 'cursor-pointer' : 'cursor-zoom-in',
        )}
      >
        <img
          alt=""
          src={thumbnailAddress(item.image.id, Math.max(height, width))}
          decoding="async"
          draggable={false}
          className={classNames('size-full object-cover', chosen && 'scale-90 rounded-control')}
        />
        {!chosen && (
          <span
            aria-hidden
            // Not there until it is wanted: to lay out the words of every picture scrolled past costs more than all else.
            className="absolute inset-x-0 bottom-0 hidden animate-appear bg-linear-to-t from-black/80 to-transparent px-2.5 pt-8 pb-2 text-left text-small text-white group-focus-within:line-clamp-2 group-hover:line-clamp-2"
          >
            {caption}
          </span>
        )}
      </button>
      <button
        type="button"
        role="checkbox"
        aria-checked={chosen}
        aria-label={t('library.choose', { caption })}
        // The arrows walk the pictures, and space chooses; a second stop at each would double the way.
        tabIndex={-1}
        onClick={() => actions.choose(index, item)}
        className={classNames(
          'absolute top-1.5 left-1.5 flex size-6 items-center justify-center rounded-full border transition-opacity',
          chosen
            ? 'border-transparent bg-accent text-on-accent'
            : 'border-white bg-black/55 text-white group-focus-within:opacity-100 group-hover:opacity-100',
          chosen || choosing ? 'opacity-100' : 'opacity-0',
        )}
      >
        {chosen && <Check aria-hidden className="size-4" />}
      </button>
    </li>
  );
});
