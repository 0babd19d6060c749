// The picture itself: fitted, at full size or closer; the wheel zooms, dragging moves it.

import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImageId } from '../../../shared/domain/ids.ts';
import type { Image } from '../../../shared/domain/image.ts';
import { imageAddress, thumbnailAddress } from '../../bridge/image-address.ts';
import { classNames } from '../../ui/class-names.ts';
import { Comparison } from './comparison.tsx';
import { fitScale, fitted, panBy, type View, zoomAt } from './zoom.ts';

interface StageProps {
  readonly image: Image;
  readonly prompt: string;
  readonly view: View;
  readonly onView: (change: (view: View) => View) => void;
  /** A picture to compare with; null to look at this one alone. */
  readonly before: ImageId | null;
  /** Takes the picture out to another application; null where there is none to take it to. */
  readonly onDragOut: (() => void) | null;
}

/** One notch of a mouse wheel is about 100 px: 16 % closer. */
const zoomPerPixel = 0.0015;

function useSizeOf(element: RefObject<HTMLElement | null>): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    if (element.current === null) return;
    const watch = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    watch.observe(element.current);
    return () => watch.disconnect();
  }, [element]);
  return size;
}

export function Stage({ image, prompt, view, onView, before, onDragOut }: StageProps) {
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const stage = useSizeOf(frame);
  const dragged = useRef<{ x: number; y: number } | null>(null);
  const scale = view.scale ?? fitScale(image, stage);

  // React's own wheel listener is passive and could not keep the page from scrolling.
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    function onWheel(event: WheelEvent): void {
      event.preventDefault();
      const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
      const pointer = { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 };
      onView((current) => zoomAt(current, Math.exp(-event.deltaY * zoomPerPixel), pointer, image, box));
    }
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [image, onView]);

  const place = {
    width: image.width * scale,
    height: image.height * scale,
    transform: `translate(-50%, -50%) translate(${view.x}px, ${view.y}px)`,
  };

  function drag(event: PointerEvent): void {
    if (dragged.current === null) return;
    const by = { x: event.clientX - dragged.current.x, y: event.clientY - dragged.current.y };
    dragged.current = { x: event.clientX, y: event.clientY };
    onView((current) => panBy(current, by, image, stage));
  }

  return (
    <div
      ref={frame}
      className={classNames(
        'relative min-h-0 min-w-0 flex-1 touch-none overflow-hidden select-none',
        view.scale === null ? 'cursor-zoom-in' : 'cursor-grab active:cursor-grabbing',
      )}
      onPointerDown={(event) => {
        if (view.scale === null || event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        dragged.current = { x: event.clientX, y: event.clientY };
      }}
      onPointerMove={drag}
      onPointerUp={() => {
        dragged.current = null;
      }}
      onDoubleClick={() => onView((current) => (current.scale === null ? { ...fitted, scale: 1 } : fitted))}
    >
      {stage.width > 0 && (
        // Taking it out is for the hand alone; for the keyboard the menu copies it and shows its file.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
        <img
          key={image.id}
          alt={t('viewer.picture', { prompt })}
          src={imageAddress(image.id)}
          // A picture that is zoomed in is moved by dragging, not taken out.
          draggable={onDragOut !== null && view.scale === null}
          onDragStart={(event) => {
            event.preventDefault();
            onDragOut?.();
          }}
          className={classNames(
            'absolute top-1/2 left-1/2 max-w-none rounded-sm bg-soft bg-cover',
            scale >= 3 && view.scale !== null && '[image-rendering:pixelated]',
          )}
          style={{
            ...place,
            // What the grid already loaded stands in until the whole picture is there.
            backgroundImage: `url("${thumbnailAddress(image.id, 384)}")`,
          }}
        />
      )}
      {stage.width > 0 && before !== null && <Comparison key={image.id} before={before} style={place} />}
    </div>
  );
}
