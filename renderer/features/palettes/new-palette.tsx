// A palette in the making: pictures dropped or chosen, a few words to each, a name, and one button.

import { ImagePlus, X } from 'lucide-react';
import { type DragEvent, type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SkippedPicture } from '../../../shared/contract/palettes.ts';
import { palettePicturesMax, palettePicturesMin } from '../../../shared/domain/palette.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { goTo } from '../../state/screen.ts';
import { useToasts } from '../../state/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { ScreenTitle } from '../../ui/screen-title.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { type ChosenPicture, useChosenPictures } from './chosen-pictures.ts';
import { usePaletteMaking } from './make-palette.ts';
import { PaletteFactsFields } from './palette-facts-fields.tsx';

export function NewPalette() {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const show = useToasts((toasts) => toasts.show);
  const chosen = useChosenPictures();
  const making = usePaletteMaking();
  const [facts, setFacts] = useState({ name: '', author: '', licenceNote: '' });
  const isBusy = making.fraction !== null;
  const count = chosen.pictures.length;
  const failed = making.failure === null ? null : sentence(making.failure);

  async function make(): Promise<void> {
    const made = await making.make({ ...facts, pictures: chosen.pictures });
    if (made === null) return;
    goTo('palettes');
    show({ tone: 'neutral', text: t('palettes.made', { name: made.palette.name }), ...leftOut(made.skipped) });
  }

  function leftOut(skipped: readonly SkippedPicture[]): { detail: string } | object {
    if (skipped.length === 0) return {};
    return { detail: t('palettes.skipped', { names: skipped.map(({ name }) => name).join(', ') }) };
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    void make();
  }

  return (
    <div className="mx-auto max-w-4xl px-4 py-6 md:px-8">
      <ScreenTitle title={t('palettes.new')}>
        <Button disabled={isBusy} onClick={() => goTo('palettes')}>
          {t('palettes.back')}
        </Button>
      </ScreenTitle>
      <form onSubmit={submit} className="flex flex-col gap-5">
        <DropZone disabled={isBusy} isFirst={count === 0} onFiles={chosen.add} />
        <PaletteFactsFields facts={facts} disabled={isBusy} onChange={setFacts} />
        {chosen.refused > 0 && (
          <Notice role="status" tone="warning">
            {t('palettes.refused', { count: chosen.refused, maximum: palettePicturesMax })}
          </Notice>
        )}
        {count > 0 && (
          <ul aria-label={t('palettes.chosen')} className="grid grid-cols-[repeat(auto-fill,minmax(150px,1fr))] gap-3">
            {chosen.pictures.map((picture) => (
              <Chosen
                key={picture.key}
                picture={picture}
                disabled={isBusy}
                onCaption={(caption) => chosen.setCaption(picture.key, caption)}
                onRemove={() => chosen.remove(picture.key)}
              />
            ))}
          </ul>
        )}
        <div className="sticky bottom-0 flex flex-col gap-3 bg-canvas py-3">
          {failed !== null && (
            <Notice role="alert" tone="danger" title={failed.title}>
              {failed.detail ?? failed.advice}
            </Notice>
          )}
          {making.fraction !== null && <ProgressBar label={t('palettes.making')} fraction={making.fraction} />}
          <div className="flex flex-wrap items-center justify-end gap-3">
            <p role="status" className="tabular mr-auto text-small text-muted">
              {making.fraction === null
                ? count < palettePicturesMin
                  ? t('palettes.needed', { count: palettePicturesMin - count })
                  : t('palettes.pictures', { count })
                : t('palettes.making')}
            </p>
            {isBusy && <Button onClick={making.stop}>{t('palettes.stop')}</Button>}
            <Button
              type="submit"
              weight="primary"
              disabled={isBusy || count < palettePicturesMin || facts.name.trim() === ''}
            >
              {t('palettes.make')}
            </Button>
          </div>
        </div>
      </form>
    </div>
  );
}

function DropZone(props: {
  readonly disabled: boolean;
  readonly isFirst: boolean;
  readonly onFiles: (files: Iterable<File>) => void;
}) {
  const { t } = useTranslation();
  const picker = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);

  function drop(event: DragEvent): void {
    event.preventDefault();
    setIsOver(false);
    if (!props.disabled) props.onFiles(event.dataTransfer.files);
  }

  return (
    // The button within does the same for the keyboard.
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
      className={classNames(
        'flex flex-col items-center gap-3 rounded-card border-2 border-dashed px-6 text-center transition-colors',
        props.isFirst ? 'py-14' : 'py-6',
        isOver ? 'border-accent bg-accent-quiet' : 'border-edge bg-surface',
      )}
    >
      {props.isFirst && (
        <>
          <ImagePlus aria-hidden className="size-8 text-muted" />
          <p className="text-lead font-semibold">{t('palettes.dropTitle')}</p>
          <p className="max-w-md text-muted">{t('palettes.dropText')}</p>
        </>
      )}
      <input
        ref={picker}
        type="file"
        accept="image/*"
        multiple
        hidden
        aria-label={t('palettes.choose')}
        onChange={(event) => {
          props.onFiles(event.target.files ?? []);
          event.target.value = '';
        }}
      />
      <Button icon={<ImagePlus />} disabled={props.disabled} onClick={() => picker.current?.click()}>
        {props.isFirst ? t('palettes.choose') : t('palettes.chooseMore')}
      </Button>
    </div>
  );
}

function Chosen(props: {
  readonly picture: ChosenPicture;
  readonly disabled: boolean;
  readonly onCaption: (caption: string) => void;
  readonly onRemove: () => void;
}) {
  const { t } = useTranslation();
  const { file, address, caption } = props.picture;
  return (
    <li className="flex flex-col gap-2 rounded-card border border-line bg-surface p-2 shadow-card">
      <div className="relative aspect-square overflow-hidden rounded-tile bg-white">
        <img alt="" src={address} loading="lazy" decoding="async" className="size-full object-contain" />
        <IconButton
          size="small"
          label={t('palettes.takeAway', { name: file.name })}
          icon={<X />}
          disabled={props.disabled}
          onClick={props.onRemove}
          className="absolute top-1 right-1 bg-surface/90"
        />
      </div>
      <TextField
        aria-label={t('palettes.captionOf', { name: file.name })}
        disabled={props.disabled}
        value={caption}
        maxLength={200}
        placeholder={t('palettes.captionPlaceholder')}
        onChange={(event) => props.onCaption(event.target.value)}
      />
    </li>
  );
}
