// Drawing around a picture: its new frame, by dragged edges, by numbers or by a preset.

import {
  ArrowDownFromLine,
  ArrowLeftFromLine,
  ArrowRightFromLine,
  ArrowUpFromLine,
  Expand,
  RotateCcw,
} from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelCapabilities } from '../../../shared/domain/model.ts';
import type { RecipeExtend } from '../../../shared/domain/recipe.ts';
import { noExtend } from '../../state/create-form.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { type Edge, edges, extendedSize, fittedFrame, presetShare, withEdge, withPreset } from './extended-frame.ts';
import { FrameHandle } from './frame-handle.tsx';
import type { Size } from './mask-drawing.ts';

export interface Frame {
  readonly inner: Size;
  readonly extend: RecipeExtend;
}

interface ExtendPanelProps {
  readonly address: string;
  readonly model: ModelCapabilities;
  readonly frame: Frame;
  readonly onChange: (frame: Frame) => void;
}

const icons: Readonly<Record<Edge, typeof Expand>> = {
  left: ArrowLeftFromLine,
  right: ArrowRightFromLine,
  top: ArrowUpFromLine,
  bottom: ArrowDownFromLine,
};

export function ExtendPanel({ address, model, frame, onChange }: ExtendPanelProps) {
  const { t, i18n } = useTranslation();
  const sheet = useRef<HTMLDivElement>(null);
  const { inner, extend } = frame;
  const whole = extendedSize(inner, extend);
  const tooLarge = Math.max(whole.width, whole.height) > model.sideMax;
  const share = new Intl.NumberFormat(i18n.language, { style: 'percent' }).format(presetShare);
  const percent = (part: number, side: number) => `${(part / side) * 100}%`;
  const move = (edge: Edge, pixels: number) =>
    onChange({ inner, extend: withEdge(extend, edge, Math.min(pixels, model.sideMax), model) });
  const widen = (sides: readonly Edge[]) => onChange({ inner, extend: withPreset(extend, sides, { inner, model }) });

  return (
    <div className="flex min-h-0 flex-1 flex-col lg:flex-row">
      <div className="@container-size relative min-h-0 min-w-0 flex-1 p-6">
        <div
          ref={sheet}
          className="absolute top-1/2 left-1/2 -translate-1/2 border-2 border-dashed border-accent bg-soft"
          style={{
            width: `min(100cqw - 5rem, (100cqh - 5rem) * ${whole.width / whole.height})`,
            aspectRatio: `${whole.width} / ${whole.height}`,
          }}
        >
          <img
            alt={t('start.picture')}
            src={address}
            draggable={false}
            className="absolute object-cover"
            style={{
              left: percent(extend.left, whole.width),
              top: percent(extend.top, whole.height),
              width: percent(inner.width, whole.width),
              height: percent(inner.height, whole.height),
            }}
          />
          {edges.map((edge) => (
            <FrameHandle
              key={edge}
              edge={edge}
              pixels={extend[edge]}
              most={model.sideMax}
              step={model.sideMultiple}
              pixelsPerPoint={() => whole.width / (sheet.current?.getBoundingClientRect().width ?? whole.width)}
              onMove={(pixels) => move(edge, pixels)}
            />
          ))}
        </div>
      </div>
      <div className="flex shrink-0 flex-col gap-3 overflow-y-auto border-t border-line bg-surface p-4 lg:w-72 lg:border-t-0 lg:border-l">
        <div className="grid grid-cols-4 gap-2 lg:grid-cols-2">
          {edges.map((edge) => (
            <Field key={edge} label={t(`canvas.edges.${edge}`)}>
              {(control) => (
                <NumberField
                  {...control}
                  value={String(extend[edge])}
                  step={model.sideMultiple}
                  onType={(typed) => move(edge, Number(typed) || 0)}
                />
              )}
            </Field>
          ))}
        </div>
        <div role="group" aria-label={t('canvas.presets')} className="flex flex-wrap items-center gap-1">
          <span className="mr-1 text-small text-muted">{t('canvas.more', { share })}</span>
          {edges.map((edge) => {
            const Icon = icons[edge];
            return (
              <IconButton
                key={edge}
                label={t(`canvas.widen.${edge}`, { share })}
                icon={<Icon />}
                onClick={() => widen([edge])}
              />
            );
          })}
          <IconButton label={t('canvas.widen.all', { share })} icon={<Expand />} onClick={() => widen(edges)} />
          <IconButton
            label={t('canvas.widen.none')}
            icon={<RotateCcw />}
            onClick={() => onChange({ inner, extend: noExtend })}
          />
        </div>
        <p role="status" className="tabular text-small text-muted">
          {t('canvas.newSize', { width: whole.width, height: whole.height })}
        </p>
        {tooLarge && (
          <Notice
            tone="warning"
            actions={
              <Button size="small" onClick={() => onChange(fittedFrame(inner, extend, model))}>
                {t('canvas.fit')}
              </Button>
            }
          >
            {t('canvas.tooLarge', { most: model.sideMax })}
          </Notice>
        )}
      </div>
    </div>
  );
}
