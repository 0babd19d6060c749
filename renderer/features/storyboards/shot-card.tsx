// One shot on the board: its picture with number and length, its words, and what can be done to it.

import { ArrowLeft, ArrowRight, GripVertical, ImageOff, Pencil, RefreshCw, Trash2 } from 'lucide-react';
import type { DragEvent, KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Aspect } from '../../../shared/domain/recipe.ts';
import type { Shot } from '../../../shared/domain/storyboard.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useFailureToast } from '../../data/job-actions.ts';
import { formatNumber } from '../../i18n/format.ts';
import { useToasts } from '../../state/toasts.ts';
import { useViewer } from '../../state/viewer.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { ShotPicture } from './shot-picture.tsx';

interface ShotCardProps {
  readonly shot: Shot;
  readonly last: boolean;
  /** Of the pictures of this board. */
  readonly aspect: Aspect;
  /** Every shot of the board: the viewer walks along their pictures. */
  readonly row: readonly Shot[];
  readonly onKey: (event: KeyboardEvent) => void;
  readonly onDragStart: (event: DragEvent) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onEdit: () => void;
}

export function ShotCard({ shot, last, aspect, row, onKey, onDragStart, onMove, onEdit }: ShotCardProps) {
  const { t, i18n } = useTranslation();
  const openViewer = useViewer((viewer) => viewer.open);
  const actions = useShotActions(shot);
  const number = shot.orderIndex + 1;
  const type = t(`storyboards.types.${shot.shotType}`);
  const name = t('storyboards.shot', { number, name: shot.name });

  function open(): void {
    if (shot.image === null) return;
    openViewer(
      shot.image,
      row.flatMap((other) => (other.image === null ? [] : [other.image])),
    );
  }

  return (
    // The whole card can be dragged and takes the focus, so that one may walk the board by arrows.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <article
      aria-label={name}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      draggable
      onDragStart={onDragStart}
      onKeyDown={onKey}
      className="flex h-full flex-col overflow-hidden rounded-card border border-line bg-surface shadow-card"
    >
      <button
        type="button"
        aria-label={t('storyboards.open', { name: shot.name })}
        aria-disabled={shot.image === null}
        onClick={open}
        style={{ aspectRatio: aspect.replace(':', ' / ') }}
        className="relative block w-full overflow-hidden bg-soft"
      >
        <ShotPicture shot={shot} />
        <span
          aria-hidden
          className="tabular absolute top-2 left-2 rounded-md bg-black/70 px-1.5 text-small font-semibold text-white"
        >
          {number}
        </span>
        <span
          aria-hidden
          className="tabular absolute top-2 right-2 rounded-md bg-black/70 px-1.5 text-small text-white"
        >
          {t('storyboards.seconds', { seconds: formatNumber(shot.durationSeconds, i18n.language) })}
        </span>
      </button>
      <div className="flex flex-1 flex-col gap-1 p-3">
        <p className="truncate font-medium">{shot.name}</p>
        {!shot.name.toLowerCase().startsWith(type.toLowerCase()) && <p className="text-small text-faint">{type}</p>}
        <p className="line-clamp-3 text-small text-muted [overflow-wrap:anywhere]">{shot.prompt}</p>
        {shot.state === 'failed' && (
          <p className="flex items-center gap-1.5 text-small text-danger">
            <ImageOff aria-hidden className="size-4 shrink-0" />
            {t('storyboards.states.failed')}
          </p>
        )}
        <div className="mt-auto flex items-center gap-0.5 pt-2">
          <Tooltip text={t('storyboards.drag')}>
            <span className="flex size-7 cursor-grab items-center justify-center text-faint">
              <GripVertical aria-hidden className="size-4" />
            </span>
          </Tooltip>
          <IconButton
            size="small"
            label={t('storyboards.moveEarlier')}
            icon={<ArrowLeft />}
            disabled={shot.orderIndex === 0}
            onClick={() => onMove(-1)}
          />
          <IconButton
            size="small"
            label={t('storyboards.moveLater')}
            icon={<ArrowRight />}
            disabled={last}
            onClick={() => onMove(1)}
          />
          <span className="flex-1" />
          <IconButton
            size="small"
            label={shot.image === null ? t('storyboards.draw') : t('storyboards.reroll')}
            icon={<RefreshCw />}
            onClick={actions.reroll}
          />
          <IconButton size="small" label={t('storyboards.edit')} icon={<Pencil />} onClick={onEdit} />
          <IconButton size="small" label={t('storyboards.delete')} icon={<Trash2 />} onClick={actions.remove} />
        </div>
      </div>
    </article>
  );
}

function useShotActions(shot: Shot) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const fail = useFailureToast();
  const show = useToasts((toasts) => toasts.show);

  async function remove(): Promise<void> {
    await bridge.call('shots.delete', { id: shot.id });
    show({
      tone: 'neutral',
      text: t('storyboards.shotDeleted'),
      action: {
        label: t('storyboards.undo'),
        run: () => void bridge.call('shots.restore', { id: shot.id }).catch(fail),
      },
    });
  }

  return {
    reroll: () => void bridge.call('shots.reroll', { id: shot.id }).catch(fail),
    remove: () => void remove().catch(fail),
  };
}
