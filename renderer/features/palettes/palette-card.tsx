// One palette: its pictures and colours at a glance, whether it is mixed, and what can be done with it.

import { Ellipsis, Paintbrush, Pencil, Share2, Trash2 } from 'lucide-react';
import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Palette } from '../../../shared/domain/palette.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useFailureToast } from '../../data/job-actions.ts';
import { usePaletteAlone } from '../../data/palettes.ts';
import { useCreateForm } from '../../state/create-form.ts';
import { goTo } from '../../state/screen.ts';
import { useToasts } from '../../state/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Toggle } from '../../ui/toggle.tsx';
import { palettePictureAddress } from './palette-address.ts';
import { PaletteEditor } from './palette-editor.tsx';

const shownPictures = 10;

export function PaletteCard({ palette }: { readonly palette: Palette }) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const change = useCreateForm((form) => form.change);
  const askFocus = useCreateForm((form) => form.askFocus);
  const exporting = useExport(palette);
  const remove = useRemove(palette);
  const cutOut = palette.pictures.filter((picture) => picture.cutOut).length;

  function paint(): void {
    change({ model: palette.id });
    goTo('create');
    askFocus();
  }

  return (
    <li
      aria-label={palette.name}
      className="flex flex-col gap-4 rounded-card border border-line bg-surface p-4 shadow-card"
    >
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-56">
          <h2 className="truncate text-lead font-semibold">{palette.name}</h2>
          <p className="tabular text-small text-muted">
            {t('palettes.pictures', { count: palette.pictures.length })} · {t('palettes.cutOut', { count: cutOut })}
            {palette.author !== '' && <> · {palette.author}</>}
          </p>
        </div>
        <div className="flex items-center gap-1">
          <Button weight="primary" icon={<Paintbrush />} onClick={paint}>
            {t('palettes.paint')}
          </Button>
          <Menu
            trigger={<IconButton label={t('palettes.more', { name: palette.name })} icon={<Ellipsis />} />}
            entries={[
              { label: t('palettes.edit'), icon: <Pencil />, run: () => setEditing(true) },
              { label: t('palettes.export'), icon: <Share2 />, run: () => exporting.mutate() },
              { label: t('palettes.delete'), icon: <Trash2 />, run: remove, danger: true },
            ]}
          />
        </div>
      </div>
      <Pictures palette={palette} />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-t border-line pt-3">
        <Alone palette={palette} />
        <Colours palette={palette} />
      </div>
      <p className="text-small text-faint">{palette.licenceNote}</p>
      {editing && <PaletteEditor palette={palette} onClose={() => setEditing(false)} />}
    </li>
  );
}

function Pictures({ palette }: { readonly palette: Palette }) {
  const { t } = useTranslation();
  const more = palette.pictures.length - shownPictures;
  return (
    <ul
      aria-label={t('palettes.picturesOf', { name: palette.name })}
      className="grid grid-cols-5 gap-2 sm:grid-cols-10"
    >
      {palette.pictures.slice(0, shownPictures).map(({ name, caption }, place) => (
        <li
          // The place is what names a picture of a palette.
          key={place}
          className="relative aspect-square overflow-hidden rounded-tile bg-white"
        >
          <img
            alt={caption === '' ? name : caption}
            title={caption}
            src={palettePictureAddress(palette.id, place)}
            className="size-full object-contain"
            draggable={false}
          />
          {place === shownPictures - 1 && more > 0 && (
            <span className="tabular absolute inset-0 flex items-center justify-center bg-black/60 font-semibold text-white">
              +{more}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function Alone({ palette }: { readonly palette: Palette }) {
  const { t } = useTranslation();
  const label = useId();
  const { alone, known, setAlone } = usePaletteAlone(palette.id);
  return (
    <div className="flex min-w-0 flex-1 basis-72 items-center gap-3">
      <Toggle aria-labelledby={label} checked={alone} disabled={!known} onChange={setAlone} />
      <div className="min-w-0">
        <p id={label}>{t('palettes.alone')}</p>
        <p className="text-small text-faint">{t(alone ? 'palettes.aloneText' : 'palettes.mixedText')}</p>
      </div>
    </div>
  );
}

function Colours({ palette }: { readonly palette: Palette }) {
  const { t } = useTranslation();
  // A style attribute would be against the page's policy; SVG carries its colours itself.
  return (
    <svg
      role="img"
      aria-label={t('palettes.colours')}
      viewBox={`0 0 ${palette.colours.length * 20} 20`}
      className="h-5 shrink-0"
    >
      {palette.colours.map((colour, place) => (
        <circle key={colour} cx={place * 20 + 10} cy="10" r="8.5" fill={colour} />
      ))}
    </svg>
  );
}

function useExport(palette: Palette) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const fail = useFailureToast();
  const show = useToasts((toasts) => toasts.show);
  return useMutation({
    mutationFn: () => bridge.call('palettes.export', { id: palette.id }),
    onError: fail,
    onSuccess: ({ file }) => {
      const reveal = () => void bridge.call('palettes.reveal', { file }).catch(fail);
      show({
        tone: 'neutral',
        text: t('palettes.exported', { file }),
        // A page in a browser has no file manager of the studio's; it takes the file as a download.
        action:
          bridge.platform === null
            ? { label: t('palettes.download'), run: () => download(file) }
            : { label: t('palettes.showFile'), run: reveal },
      });
    },
  });
}

function download(file: string): void {
  const link = document.createElement('a');
  link.href = `/export/${encodeURIComponent(file)}`;
  link.download = file;
  link.click();
}

function useRemove({ id, name }: Palette): () => void {
  const { t } = useTranslation();
  const bridge = useBridge();
  const fail = useFailureToast();
  const show = useToasts((toasts) => toasts.show);

  async function remove(): Promise<void> {
    await bridge.call('palettes.remove', { id });
    show({
      tone: 'neutral',
      text: t('palettes.deleted', { name }),
      action: { label: t('palettes.undo'), run: () => void bridge.call('palettes.restore', { id }).catch(fail) },
    });
  }

  return () => void remove().catch(fail);
}
