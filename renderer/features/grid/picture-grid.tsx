// The tiles of a job: one stop of the tab key, arrows within, digits to upscale and vary, E to edit a part.

import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImageId } from '../../../shared/domain/ids.ts';
import { isFinished, type Job } from '../../../shared/domain/job.ts';
import type { JobActions } from '../../data/job-actions.ts';
import { useStartPictures } from '../../data/start-pictures.ts';
import { usePreferences } from '../../state/preferences.ts';
import { gridAction } from './grid-keys.ts';
import { PictureTile } from './picture-tile.tsx';

/** Every grid covers this many pixels, whatever its shape: one wide one tall, none dominates the feed. */
const area = 440 * 440;
/** A grid that ended without a picture keeps its shape, but has nothing to show. */
const areaOfNothing = 200 * 200;

interface PictureGridProps {
  readonly job: Job;
  readonly actions: JobActions;
  readonly onOpen: (image: ImageId) => void;
}

export function PictureGrid({ job, actions, onOpen }: PictureGridProps) {
  const { t } = useTranslation();
  const strength = usePreferences((preferences) => preferences.variationStrength);
  const factor = usePreferences((preferences) => preferences.upscaleFactor);
  const startPictures = useStartPictures();
  const [current, setCurrent] = useState(0);
  const tiles = useRef<(HTMLButtonElement | null)[]>([]);
  const { images } = job;
  const columns = images.length === 1 ? 1 : 2;
  const first = images[0];
  if (first === undefined) return null;
  const canDerive = job.task.kind !== 'upscale';
  const rows = Math.ceil(images.length / columns);
  const shape = (columns * first.width) / (rows * first.height);
  const hasNothing = isFinished(job.state) && images.every((image) => image.state !== 'ready');
  const width = Math.round(Math.sqrt((hasNothing ? areaOfNothing : area) * shape));

  function onKey(event: KeyboardEvent): void {
    const action = gridAction(event, current, images.length, columns);
    if (action === null) return;
    event.preventDefault();
    if (action.kind === 'move') return tiles.current[action.to]?.focus();
    if (action.kind === 'remove') {
      focusNeighbour(event.currentTarget);
      return actions.remove(job.id);
    }
    const image = images[action.index];
    if (image?.state !== 'ready') return;
    if (action.kind === 'edit') return void startPictures.fromPicture({ image, recipe: job.task.recipe }, 'paint');
    if (!canDerive) return;
    if (action.kind === 'upscale') actions.upscale(image.id, factor);
    else actions.vary(image.id, strength);
  }

  return (
    // The keys belong to the group; each tile in it is a button of its own.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      role="group"
      aria-label={t('feed.grid', { prompt: job.task.recipe.prompt })}
      onKeyDown={onKey}
      className="group/grid grid w-full shrink-0 gap-1.5 self-start @2xl:w-[min(56cqw,var(--grid-width))]"
      style={{
        gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
        ['--grid-width' as string]: `${width}px`,
      }}
    >
      {images.map((image, index) => (
        <PictureTile
          key={image.id}
          ref={(tile) => {
            tiles.current[index] = tile;
          }}
          image={image}
          jobState={job.state}
          prompt={job.task.recipe.prompt}
          columns={columns}
          focusable={index === current}
          onFocus={() => setCurrent(index)}
          onOpen={() => onOpen(image.id)}
        />
      ))}
    </div>
  );
}

/** The card is about to go: its neighbour takes the focus, so that the keyboard is not thrown to the top of the page. */
function focusNeighbour(grid: Element): void {
  const card = grid.closest('article');
  const neighbour = card?.nextElementSibling ?? card?.previousElementSibling;
  neighbour?.querySelector<HTMLElement>('[role="group"] > button[tabindex="0"]')?.focus();
}
