// The picture with the mask over it, painted by pointer or by keyboard.

import { type KeyboardEvent, type PointerEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../../ui/class-names.ts';
import { type MaskStep, movedBrush, type Point, type Size } from './mask-drawing.ts';
import type { Mask } from './use-mask.ts';

export type MaskTool = 'brush' | 'eraser' | 'lasso';

interface MaskStageProps {
  readonly address: string;
  readonly size: Size;
  readonly mask: Pick<Mask, 'follow' | 'add'>;
  readonly onCanvas: (canvas: HTMLCanvasElement | null) => void;
  readonly tool: MaskTool;
  readonly brush: number;
  readonly zoom: number;
  /** Says where the brush is, to those who cannot see it. */
  readonly onMove: (at: Point) => void;
}

type Stroke = Extract<MaskStep, { kind: 'stroke' }>;

const directions: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

export function MaskStage({ address, size, mask, onCanvas, tool, brush, zoom, onMove }: MaskStageProps) {
  const { t } = useTranslation();
  const helpId = useId();
  const sheet = useRef<HTMLDivElement>(null);
  const cursor = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<Point>({ x: size.width / 2, y: size.height / 2 });
  const [outline, setOutline] = useState<readonly Point[]>([]);
  const stroke = useRef<Stroke | null>(null);
  const percent = (part: number, whole: number) => `${(part / whole) * 100}%`;

  // Its keys work at once, without looking for it first.
  useEffect(() => sheet.current?.focus(), []);

  function begin(point: Point): void {
    if (tool === 'lasso') return setOutline((points) => [...points, point]);
    stroke.current = { kind: 'stroke', points: [point], size: brush, erase: tool === 'eraser' };
    mask.follow(stroke.current);
  }

  function go(point: Point): void {
    setAt(point);
    if (stroke.current === null) return;
    stroke.current = { ...stroke.current, points: [...stroke.current.points, point] };
    mask.follow(stroke.current);
  }

  function end(): void {
    if (stroke.current === null) return;
    mask.add(stroke.current);
    stroke.current = null;
  }

  function closeOutline(erase: boolean): void {
    if (outline.length > 2) mask.add({ kind: 'lasso', points: outline, erase });
    setOutline([]);
  }

  function pointOf(event: PointerEvent): Point {
    const box = sheet.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1);
    const point = {
      x: ((event.clientX - box.left) / box.width) * size.width,
      y: ((event.clientY - box.top) / box.height) * size.height,
    };
    return movedBrush(point, { x: 0, y: 0 }, size);
  }

  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = directions[event.key];
    if (direction !== undefined) {
      // A quarter of the brush leaves no gaps; with Shift it crosses a picture quickly.
      const stride = Math.max(1, brush / 4) * (event.shiftKey ? 4 : 1);
      const next = movedBrush(at, { x: direction.x * stride, y: direction.y * stride }, size);
      go(next);
      onMove(next);
      cursor.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    } else if (event.key === ' ') {
      if (!event.repeat) begin(at);
    } else if (event.key === 'Enter' && tool === 'lasso') closeOutline(event.shiftKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div className="@container-size min-h-0 min-w-0 flex-1 overflow-auto bg-canvas">
      <p id={helpId} className="sr-only">
        {t('canvas.paintHelp')}
      </p>
      <div className="flex min-h-full min-w-fit p-4">
        {/* What is painted here cannot be said by any other role, and every key of it is told by its description. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
        <div
          ref={sheet}
          role="application"
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- an application takes the keyboard
          tabIndex={0}
          aria-label={t('canvas.sheet')}
          aria-describedby={helpId}
          className="relative m-auto cursor-none touch-none overflow-hidden rounded-sm select-none"
          style={{
            width: `calc(min(100cqw - 2rem, (100cqh - 2rem) * ${size.width / size.height}) * ${zoom})`,
            aspectRatio: `${size.width} / ${size.height}`,
          }}
          onKeyDown={onKey}
          onKeyUp={(event) => event.key === ' ' && end()}
          onBlur={end}
          onPointerDown={(event) => {
            if (event.button !== 0) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            if (tool === 'lasso') setOutline([]);
            setAt(pointOf(event));
            begin(pointOf(event));
          }}
          onPointerMove={(event) => {
            const point = pointOf(event);
            if (tool === 'lasso' && event.currentTarget.hasPointerCapture(event.pointerId)) begin(point);
            go(point);
          }}
          onPointerUp={(event) => {
            if (tool === 'lasso') closeOutline(event.shiftKey);
            end();
          }}
        >
          <img alt="" src={address} draggable={false} className="size-full object-fill" />
          <canvas
            ref={onCanvas}
            width={size.width}
            height={size.height}
            className="absolute inset-0 size-full text-mask opacity-60"
          />
          <svg
            aria-hidden
            viewBox={`0 0 ${size.width} ${size.height}`}
            className="pointer-events-none absolute inset-0 size-full"
          >
            <polygon
              points={outline.map(({ x, y }) => `${x},${y}`).join(' ')}
              className="fill-mask/25 stroke-mask"
              strokeWidth={2}
              vectorEffect="non-scaling-stroke"
            />
          </svg>
          <div
            ref={cursor}
            aria-hidden
            className={classNames(
              'pointer-events-none absolute -translate-1/2 rounded-full border border-white outline-1 outline-black/60',
              tool === 'eraser' && 'border-dashed',
            )}
            style={{
              left: percent(at.x, size.width),
              top: percent(at.y, size.height),
              width: tool === 'lasso' ? 8 : percent(brush, size.width),
              aspectRatio: 1,
            }}
          />
        </div>
      </div>
    </div>
  );
}
