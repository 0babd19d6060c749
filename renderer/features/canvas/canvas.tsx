// The canvas over the window: the start picture of the form, of which a part is painted anew or around which more is drawn.

import { Check, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelCapabilities } from '../../../shared/domain/model.ts';
import { handInPicture } from '../../bridge/hand-in.ts';
import { sourceAddress } from '../../bridge/image-address.ts';
import { useFailureToast } from '../../data/job-actions.ts';
import { drawnSize } from '../../data/picture-size.ts';
import { chosenModel, useModels } from '../../data/queries.ts';
import { useCanvas } from '../../state/canvas.ts';
import { type StartPicture, useCreateForm } from '../../state/create-form.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { ExtendPanel, type Frame } from './extend-panel.tsx';
import { extendedSize, innerSize } from './extended-frame.ts';
import { maskSize, type Size } from './mask-drawing.ts';
import { MaskPainter } from './mask-painter.tsx';
import { useMask } from './use-mask.ts';

export function Canvas() {
  const task = useCanvas((canvas) => canvas.task);
  const { start, model: named } = useCreateForm((form) => form.values);
  const { data: models } = useModels();
  const model = chosenModel(models, named)?.manifest.capabilities;
  if (task === null || start === null || model === undefined) return null;
  return <OpenCanvas key={start.image} start={start} model={model} />;
}

function OpenCanvas({ start, model }: { readonly start: StartPicture; readonly model: ModelCapabilities }) {
  const { t } = useTranslation();
  const { task, open, close } = useCanvas();
  const fail = useFailureToast();
  const address = sourceAddress(start.image);
  const found = useNaturalSize(address);
  const natural = found === 'gone' ? null : found;
  // Read once: what is kept while the canvas is open is not what it began with.
  const [before] = useState(start.mask === null ? null : sourceAddress(start.mask));
  const mask = useMask(before);
  const [frame, setFrame] = useState<Frame | null>(null);
  const shownFrame = frame ?? (natural === null ? null : frameOf(start, natural, model));

  async function keep(): Promise<void> {
    try {
      const picture = mask.changed ? await mask.picture() : null;
      const painted = picture === null ? null : await handInPicture(picture, AbortSignal.timeout(60_000));
      const whole = frame === null ? null : extendedSize(frame.inner, frame.extend);
      useCreateForm.getState().change({
        start: {
          ...start,
          ...(mask.changed ? { mask: painted?.id ?? null } : {}),
          ...(frame === null ? {} : { extend: frame.extend }),
        },
        ...(whole === null ? {} : { width: String(whole.width), height: String(whole.height) }),
      });
      leave();
    } catch (error) {
      fail(error);
    }
  }

  function leave(): void {
    close();
    useCreateForm.getState().askFocus();
  }

  return (
    <Dialog
      fullScreen
      title={t('canvas.title')}
      // Closing keeps what was done; the form can undo it, and the button beside throws it away.
      onClose={() => void keep()}
      onKey={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        // The form beneath would hear it too, and draw.
        event.stopPropagation();
        void keep();
      }}
    >
      <div className="flex h-full flex-col">
        <header className="flex h-14 shrink-0 items-center gap-3 border-b border-line bg-surface px-3">
          <Segmented
            label={t('canvas.title')}
            value={task}
            segments={[
              { value: 'paint', label: t('canvas.paint') },
              { value: 'extend', label: t('canvas.extend') },
            ]}
            onPick={open}
          />
          <div className="ml-auto flex gap-2">
            <Button weight="quiet" icon={<X />} onClick={leave}>
              {t('canvas.discard')}
            </Button>
            <Button weight="primary" icon={<Check />} onClick={() => void keep()}>
              {t('canvas.done')}
            </Button>
          </div>
        </header>
        {found === 'gone' && (
          <div className="m-auto max-w-md">
            <Notice role="alert" tone="danger" title={t('start.gone')}>
              {t('start.goneAdvice')}
            </Notice>
          </div>
        )}
        {natural !== null && (
          <div className={task === 'paint' ? 'flex min-h-0 flex-1 flex-col' : 'hidden'}>
            <MaskPainter address={address} size={maskSize(natural)} mask={mask} />
          </div>
        )}
        {shownFrame !== null && task === 'extend' && (
          <ExtendPanel address={address} model={model} frame={shownFrame} onChange={setFrame} />
        )}
      </div>
    </Dialog>
  );
}

/** The frame the form has now; without sizes of its own, the one the picture is drawn at. */
function frameOf(start: StartPicture, natural: Size, model: ModelCapabilities): Frame {
  const { width, height } = useCreateForm.getState().values;
  const typed = { width: Number(width), height: Number(height) };
  const inner = innerSize(typed, start.extend);
  const usable = Number.isInteger(inner.width) && Number.isInteger(inner.height) && inner.width > 0 && inner.height > 0;
  return { inner: usable ? inner : drawnSize(natural, model), extend: start.extend };
}

/** Null until it is known. */
function useNaturalSize(address: string): Size | 'gone' | null {
  const [size, setSize] = useState<Size | 'gone' | null>(null);
  useEffect(() => {
    const image = new Image();
    image.addEventListener('load', () => setSize({ width: image.naturalWidth, height: image.naturalHeight }));
    image.addEventListener('error', () => setSize('gone'));
    image.src = address;
  }, [address]);
  return size;
}
