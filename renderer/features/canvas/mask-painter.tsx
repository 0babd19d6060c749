// Painting which part of a picture is drawn anew.

import { Brush, Contrast, Eraser, Lasso, Redo2, Trash2, Undo2, ZoomIn, ZoomOut } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/icon-button.tsx';
import { Slider } from '../../ui/slider.tsx';
import { brushRange, featherMax, type Point, resizedBrush, type Size } from './mask-drawing.ts';
import { MaskStage, type MaskTool } from './mask-stage.tsx';
import type { Mask } from './use-mask.ts';

const zoomStep = 1.5;
const zoomMost = 8;

interface MaskPainterProps {
  readonly address: string;
  readonly size: Size;
  readonly mask: Mask;
}

export function MaskPainter({ address, size, mask }: MaskPainterProps) {
  const { t, i18n } = useTranslation();
  const [tool, setTool] = useState<MaskTool>('brush');
  const [brush, setBrush] = useState(() => Math.round(Math.max(size.width, size.height) / 12));
  const [zoom, setZoom] = useState(1);
  const [moved, setMoved] = useState<Point | null>(null);
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' });
  const painted = t('canvas.painted', { share: percent.format(mask.share) });

  const magnify = (factor: number) => setZoom((now) => Math.min(zoomMost, Math.max(1, now * factor)));
  /** What was done last is what is said; a place only while the brush moves. */
  const told = (act: () => void) => () => {
    setMoved(null);
    act();
  };
  const undo = told(mask.undo);
  const redo = told(mask.redo);
  const invert = told(() => mask.add({ kind: 'invert' }));
  const clear = told(() => mask.add({ kind: 'clear' }));

  function onKey(event: KeyboardEvent): void {
    if (event.target instanceof HTMLElement && event.target.matches('input, select')) return;
    const withControl = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    const run = withControl
      ? { z: event.shiftKey ? redo : undo, y: redo }[key]
      : {
          b: () => setTool('brush'),
          e: () => setTool('eraser'),
          l: () => setTool('lasso'),
          i: invert,
          '[': () => setBrush((now) => resizedBrush(now, false)),
          ']': () => setBrush((now) => resizedBrush(now, true)),
          '+': () => magnify(zoomStep),
          '=': () => magnify(zoomStep),
          '-': () => magnify(1 / zoomStep),
          '0': () => setZoom(1),
          delete: clear,
        }[key];
    if (run === undefined || event.altKey) return;
    event.preventDefault();
    run();
  }

  const tools: readonly { readonly name: MaskTool; readonly icon: typeof Brush; readonly keys: string }[] = [
    { name: 'brush', icon: Brush, keys: 'B' },
    { name: 'eraser', icon: Eraser, keys: 'E' },
    { name: 'lasso', icon: Lasso, keys: 'L' },
  ];

  return (
    // Keys that act on the whole painter, wherever in it the focus stands; each has a button beside.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className="flex min-h-0 flex-1 flex-col" onKeyDown={onKey}>
      <div
        role="toolbar"
        aria-label={t('canvas.tools')}
        className="flex flex-wrap items-center gap-x-1 gap-y-1 border-b border-line bg-surface px-3 py-1.5"
      >
        {tools.map(({ name, icon: Icon, keys }) => (
          <IconButton
            key={name}
            label={t(`canvas.${name}`)}
            keys={keys}
            icon={<Icon />}
            pressed={tool === name}
            onClick={() => setTool(name)}
          />
        ))}
        <label className="ml-2 flex items-center gap-2 text-small text-muted">
          <span>{t('canvas.size')}</span>
          <span className="w-28 lg:w-44">
            <Slider
              {...brushRange}
              label={t('canvas.size')}
              step={1}
              value={String(brush)}
              fallback={brush}
              onType={(typed) => setBrush(Math.min(brushRange.max, Math.max(brushRange.min, Number(typed) || brush)))}
            />
          </span>
        </label>
        <label className="ml-2 flex items-center gap-2 text-small text-muted">
          <span>{t('canvas.feather')}</span>
          <span className="w-28 lg:w-44">
            <Slider
              min={0}
              max={featherMax}
              label={t('canvas.feather')}
              step={1}
              value={String(mask.drawing.feather)}
              fallback={0}
              onType={(typed) => mask.setFeather(Math.min(featherMax, Math.max(0, Number(typed) || 0)))}
            />
          </span>
        </label>
        <span aria-hidden className="mx-1 h-5 w-px bg-line" />
        <IconButton label={t('canvas.invert')} keys="I" icon={<Contrast />} onClick={invert} />
        <IconButton
          label={t('canvas.clear')}
          keys={t('keys.delete')}
          icon={<Trash2 />}
          disabled={mask.share === 0}
          onClick={clear}
        />
        <IconButton label={t('canvas.undo')} icon={<Undo2 />} disabled={!mask.canUndo} onClick={undo} />
        <IconButton label={t('canvas.redo')} icon={<Redo2 />} disabled={!mask.canRedo} onClick={redo} />
        <span aria-hidden className="mx-1 h-5 w-px bg-line" />
        <IconButton
          label={t('canvas.zoomOut')}
          keys="−"
          icon={<ZoomOut />}
          disabled={zoom === 1}
          onClick={() => magnify(1 / zoomStep)}
        />
        <IconButton
          label={t('canvas.zoomIn')}
          keys="+"
          icon={<ZoomIn />}
          disabled={zoom === zoomMost}
          onClick={() => magnify(zoomStep)}
        />
        <p className="tabular ml-auto pl-2 text-small whitespace-nowrap text-muted">{painted}</p>
      </div>
      <MaskStage
        address={address}
        size={size}
        mask={mask}
        onCanvas={mask.setCanvas}
        tool={tool}
        brush={brush}
        zoom={zoom}
        onMove={setMoved}
      />
      <p role="status" className="sr-only">
        {moved === null
          ? painted
          : t('canvas.at', {
              across: percent.format(moved.x / size.width),
              down: percent.format(moved.y / size.height),
            })}
      </p>
    </div>
  );
}
