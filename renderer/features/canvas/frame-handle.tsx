// One side of the frame around a picture, moved by dragging or by the arrow keys.

import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../../ui/class-names.ts';
import { type Edge, isAcross } from './extended-frame.ts';

const places: Readonly<Record<Edge, string>> = {
  left: 'top-1/2 left-0 h-12 w-3 -translate-y-1/2 cursor-ew-resize',
  right: 'top-1/2 right-0 h-12 w-3 -translate-y-1/2 cursor-ew-resize',
  top: 'top-0 left-1/2 h-3 w-12 -translate-x-1/2 cursor-ns-resize',
  bottom: 'bottom-0 left-1/2 h-3 w-12 -translate-x-1/2 cursor-ns-resize',
};

/** Which arrow moves a side away from the picture, and which back to it. */
const keys: Readonly<Record<Edge, { readonly out: string; readonly back: string }>> = {
  left: { out: 'ArrowLeft', back: 'ArrowRight' },
  right: { out: 'ArrowRight', back: 'ArrowLeft' },
  top: { out: 'ArrowUp', back: 'ArrowDown' },
  bottom: { out: 'ArrowDown', back: 'ArrowUp' },
};

interface FrameHandleProps {
  readonly edge: Edge;
  readonly pixels: number;
  readonly most: number;
  /** What one press of an arrow adds. */
  readonly step: number;
  /** Pixels of the picture in one of the screen. */
  readonly pixelsPerPoint: () => number;
  readonly onMove: (pixels: number) => void;
}

export function FrameHandle({ edge, pixels, most, step, pixelsPerPoint, onMove }: FrameHandleProps) {
  const { t } = useTranslation();
  const from = useRef<{ readonly at: number; readonly pixels: number; readonly scale: number } | null>(null);
  const across = isAcross(edge);
  const sign = edge === 'left' || edge === 'top' ? -1 : 1;
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={t(`canvas.edges.${edge}`)}
      aria-orientation={across ? 'horizontal' : 'vertical'}
      aria-valuemin={0}
      aria-valuemax={most}
      aria-valuenow={pixels}
      aria-valuetext={t('canvas.pixels', { pixels })}
      className={classNames('absolute touch-none rounded-full border-2 border-surface bg-accent', places[edge])}
      onKeyDown={(event) => {
        const by = { [keys[edge].out]: step, [keys[edge].back]: -step }[event.key];
        if (by === undefined) return;
        event.preventDefault();
        onMove(pixels + by * (event.shiftKey ? 8 : 1));
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        // The frame shrinks on the screen while it grows; what counts is how far the hand went.
        from.current = { at: across ? event.clientX : event.clientY, pixels, scale: pixelsPerPoint() };
      }}
      onPointerMove={(event) => {
        if (from.current === null || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
        const moved = ((across ? event.clientX : event.clientY) - from.current.at) * sign;
        onMove(from.current.pixels + moved * from.current.scale);
      }}
      onPointerUp={() => {
        from.current = null;
      }}
    />
  );
}
