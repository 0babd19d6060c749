// The neighbours of the picture, as small pictures along the bottom; only those near it are drawn.

import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImageId } from '../../../shared/domain/ids.ts';
import { thumbnailAddress } from '../../bridge/image-address.ts';

/** On each side of the picture; a screen of 4K shows fewer. */
const near = 30;

interface FilmstripProps {
  readonly row: readonly ImageId[];
  readonly place: number;
  readonly onShow: (image: ImageId) => void;
}

export function Filmstrip({ row, place, onShow }: FilmstripProps) {
  const { t } = useTranslation();
  const current = useRef<HTMLButtonElement>(null);
  const first = Math.max(0, place - near);
  const shown = row.slice(first, place + near + 1);

  useLayoutEffect(() => {
    current.current?.scrollIntoView({ block: 'nearest', inline: 'center' });
  });

  return (
    <nav aria-label={t('viewer.filmstrip')} className="shrink-0 border-t border-line bg-surface">
      <ul className="flex gap-1.5 overflow-x-auto p-2 [justify-content:safe_center] [scrollbar-width:none]">
        {shown.map((id, index) => {
          const isCurrent = first + index === place;
          return (
            <li key={id}>
              <button
                ref={isCurrent ? current : null}
                type="button"
                aria-label={t('viewer.goTo', { place: first + index + 1, total: row.length })}
                aria-current={isCurrent}
                // The arrows walk along the row; one stop of the tab key is enough for all of it.
                tabIndex={isCurrent ? 0 : -1}
                onClick={() => onShow(id)}
                className="block size-12 overflow-hidden rounded-md border-2 border-transparent opacity-70 transition-opacity hover:opacity-100 aria-[current=true]:border-accent aria-[current=true]:opacity-100"
              >
                <img
                  alt=""
                  src={thumbnailAddress(id, 64)}
                  draggable={false}
                  className="size-full bg-soft object-cover"
                />
              </button>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
