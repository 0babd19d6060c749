// The picture a new one starts from: how it comes into the form, how far from it one goes, and what of it is drawn anew.

import { Brush, ImagePlus, Scaling, X } from 'lucide-react';
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '../../../shared/domain/model.ts';
import { sourceAddress } from '../../bridge/image-address.ts';
import { useStartPictures } from '../../data/start-pictures.ts';
import { useCanvas } from '../../state/canvas.ts';
import { type CreateValues, type StartPicture, usualStrength } from '../../state/create-form.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Slider } from '../../ui/slider.tsx';
import { type Fault, type FormField, isExtended, resolveForm, strengthRange } from './resolve-form.ts';

/** A button that opens the file chooser. */
export function StartPictureButton() {
  const { t } = useTranslation();
  const { fromFile } = useStartPictures();
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton label={t('start.choose')} icon={<ImagePlus />} onClick={() => chooser.current?.click()} />
      <input
        ref={chooser}
        type="file"
        accept="image/*"
        hidden
        aria-label={t('start.chooser')}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file !== undefined) void fromFile(file);
          // The same picture may be chosen twice.
          event.target.value = '';
        }}
      />
    </>
  );
}

/** Takes pictures that are dropped on the form or pasted anywhere on its screen. Answers whether one hovers over it. */
export function useTakenPictures(form: RefObject<HTMLElement | null>): boolean {
  const { fromFile } = useStartPictures();
  const [hovers, setHovers] = useState(false);
  const take = useEffectEvent((file: Blob) => void fromFile(file));

  useEffect(() => {
    const element = form.current;
    if (element === null) return;
    const over = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      setHovers(true);
    };
    const leave = (event: DragEvent) => {
      if (!(event.relatedTarget instanceof Node && element.contains(event.relatedTarget))) setHovers(false);
    };
    const drop = (event: DragEvent) => {
      setHovers(false);
      const file = pictureAmong(event.dataTransfer?.files);
      if (file === undefined) return;
      // Elsewhere a dropped picture is asked for its settings; here the picture itself is wanted.
      event.preventDefault();
      take(file);
    };
    const paste = (event: ClipboardEvent) => {
      if (document.querySelector('dialog[open]') !== null) return;
      const file = pictureAmong(event.clipboardData?.files);
      if (file === undefined) return;
      event.preventDefault();
      take(file);
    };
    element.addEventListener('dragover', over);
    element.addEventListener('dragleave', leave);
    element.addEventListener('drop', drop);
    document.addEventListener('paste', paste);
    return () => {
      element.removeEventListener('dragover', over);
      element.removeEventListener('dragleave', leave);
      element.removeEventListener('drop', drop);
      document.removeEventListener('paste', paste);
    };
  }, [form]);
  return hovers;
}

function pictureAmong(files: FileList | undefined): File | undefined {
  return [...(files ?? [])].find(({ type }) => type.startsWith('image/'));
}

interface StartPictureStripProps {
  readonly start: StartPicture;
  readonly values: CreateValues;
  readonly model: Model | null;
  readonly models: readonly Model[];
  readonly faultOf: (field: FormField) => string | undefined;
  readonly onChange: (values: Partial<CreateValues>) => void;
}

export function StartPictureStrip({ start, values, model, models, faultOf, onChange }: StartPictureStripProps) {
  const { t } = useTranslation();
  const open = useCanvas((canvas) => canvas.open);
  // Said at once, not only when it is sent: which model can do it is a matter of one press.
  const found = model === null ? undefined : startFaultWith(values, model);
  const fault = found === undefined ? faultOf('start') : t(`create.faults.${found.kind}`, found.values);
  const ableModels =
    found === undefined
      ? []
      : models.filter((other) => other.problem === null && startFaultWith(values, other) === undefined);
  const uses = [
    ...(start.mask === null ? [] : [t('start.masked')]),
    ...(isExtended(start.extend) ? [t('start.extended')] : []),
  ];
  return (
    <div role="group" aria-label={t('start.picture')} className="flex flex-wrap items-start gap-x-4 gap-y-2 px-3 pb-3">
      <div className="relative size-16 shrink-0 overflow-hidden rounded-control border border-line bg-soft">
        <img alt={t('start.picture')} src={sourceAddress(start.image)} className="size-full object-cover" />
        {start.mask !== null && (
          <img
            alt=""
            src={sourceAddress(start.mask)}
            className="absolute inset-0 size-full object-cover opacity-60 mix-blend-screen"
          />
        )}
      </div>
      <Field
        className="w-64"
        label={t('start.strength')}
        hint={t('start.strengthHint')}
        error={faultOf('startStrength')}
      >
        {(control) => (
          <Slider
            {...control}
            {...strengthRange}
            label={t('start.strength')}
            step={0.05}
            value={values.startStrength}
            fallback={usualStrength}
            onType={(startStrength) => onChange({ startStrength })}
          />
        )}
      </Field>
      <div className="flex flex-wrap items-center gap-2 self-center">
        <Button size="small" icon={<Brush />} onClick={() => open('paint')}>
          {t('start.paint')}
        </Button>
        <Button size="small" icon={<Scaling />} onClick={() => open('extend')}>
          {t('start.extend')}
        </Button>
        <IconButton size="small" label={t('start.remove')} icon={<X />} onClick={() => onChange({ start: null })} />
        {uses.length > 0 && <p className="text-small text-muted">{uses.join(' · ')}</p>}
      </div>
      {fault !== undefined && (
        <div className="flex w-full flex-wrap items-center gap-2 text-small text-danger">
          <p role="alert">{fault}</p>
          {ableModels.map(({ id, manifest }) => (
            <Button key={id} size="small" onClick={() => onChange({ model: id })}>
              {t('start.useModel', { model: manifest.name })}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

function startFaultWith(values: CreateValues, model: Model): Fault | undefined {
  const resolution = resolveForm(values, model);
  return resolution.ok ? undefined : resolution.faults.start;
}
