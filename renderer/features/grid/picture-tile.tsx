// One place in a grid: sized before anything is there, then the live previews, then the picture over them.

import { ImageOff } from 'lucide-react';
import { type Ref, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Image } from '../../../shared/domain/image.ts';
import type { JobState } from '../../../shared/domain/job.ts';
import { previewAddress, thumbnailAddress } from '../../bridge/image-address.ts';
import { usePreviewVersion } from '../../data/queries.ts';
import { classNames } from '../../ui/class-names.ts';

interface PictureTileProps {
  readonly image: Image;
  readonly jobState: JobState;
  readonly prompt: string;
  readonly columns: number;
  readonly focusable: boolean;
  readonly ref: Ref<HTMLButtonElement>;
  readonly onOpen: () => void;
  readonly onFocus: () => void;
}

export function PictureTile({ image, jobState, prompt, columns, focusable, ref, onOpen, onFocus }: PictureTileProps) {
  const { t } = useTranslation();
  const preview = usePreviewVersion(image.id);
  const [loaded, setLoaded] = useState(false);
  const ready = image.state === 'ready';
  const number = image.index + 1;
  const showsPreview = preview !== null && !loaded && (ready || jobState === 'running');
  const isOver = jobState === 'failed' || jobState === 'cancelled' || image.state === 'trashed';
  const name = ready
    ? t('feed.tileReady', { number, prompt })
    : isOver
      ? t('feed.tileMissing', { number })
      : t('feed.tilePlanned', { number });

  return (
    <button
      ref={ref}
      type="button"
      aria-label={name}
      aria-disabled={!ready}
      tabIndex={focusable ? 0 : -1}
      onFocus={onFocus}
      onClick={() => ready && onOpen()}
      style={{ aspectRatio: `${image.width} / ${image.height}` }}
      className={classNames(
        'group/tile relative block w-full overflow-hidden rounded-tile bg-soft',
        ready ? 'cursor-zoom-in' : 'cursor-default',
      )}
    >
      {!ready && !isOver && <span aria-hidden className="absolute inset-0 animate-shimmer bg-hover" />}
      {isOver && !ready && (
        <span aria-hidden className="absolute inset-0 flex items-center justify-center text-faint">
          <ImageOff className="size-5" />
        </span>
      )}
      {showsPreview && (
        <img
          alt=""
          src={previewAddress(image.id, preview)}
          className="absolute inset-0 size-full object-cover scale-105 blur-[3px]"
          draggable={false}
        />
      )}
      {ready && (
        <img
          alt=""
          src={thumbnailAddress(image.id, columns === 1 ? 512 : 256)}
          loading="lazy"
          decoding="async"
          draggable={false}
          onLoad={() => setLoaded(true)}
          className={classNames(
            'absolute inset-0 size-full object-cover transition-opacity',
            preview === null ? 'duration-150' : 'duration-500',
            loaded ? 'opacity-100' : 'opacity-0',
          )}
        />
      )}
      {columns > 1 && (
        <span
          aria-hidden
          className="absolute top-2 left-2 flex size-5 items-center justify-center rounded-md bg-black/60 text-tiny font-semibold text-white opacity-0 transition-opacity group-focus-within/grid:opacity-100 group-hover/grid:opacity-100"
        >
          {number}
        </span>
      )}
    </button>
  );
}
