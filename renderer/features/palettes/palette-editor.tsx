// Changes what a palette is called, what may be done with it, and the words its pictures are found by.

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Palette } from '../../../shared/domain/palette.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { queryKeys } from '../../data/query-keys.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { palettePictureAddress } from './palette-address.ts';
import { PaletteFactsFields } from './palette-facts-fields.tsx';

export function PaletteEditor({ palette, onClose }: { readonly palette: Palette; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const cache = useQueryClient();
  const sentence = useErrorSentence();
  const [facts, setFacts] = useState({
    name: palette.name,
    author: palette.author,
    licenceNote: palette.licenceNote,
  });
  const [captions, setCaptions] = useState(palette.pictures.map(({ caption }) => caption));
  const save = useMutation({
    mutationFn: () => bridge.call('palettes.update', { id: palette.id, ...facts, captions }),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: queryKeys.palettes });
      onClose();
    },
  });
  const failed = save.error === null ? null : sentence(save.error);

  function submit(event: FormEvent): void {
    event.preventDefault();
    save.mutate();
  }

  return (
    <Dialog title={t('palettes.editTitle', { name: palette.name })} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <PaletteFactsFields facts={facts} onChange={setFacts} />
        <div>
          <p className="text-small font-medium text-muted">{t('palettes.captions')}</p>
          <p className="mb-2 text-small text-faint">{t('palettes.captionsHint')}</p>
          <ul className="flex max-h-[min(16rem,28vh)] flex-col gap-2 overflow-y-auto pr-1">
            {palette.pictures.map(({ name }, place) => (
              // The place is what names a picture of a palette.
              <li key={place} className="flex items-center gap-3">
                <img
                  alt=""
                  src={palettePictureAddress(palette.id, place)}
                  className="size-10 shrink-0 rounded-control bg-white object-contain"
                />
                <TextField
                  aria-label={t('palettes.captionOf', { name })}
                  value={captions[place] ?? ''}
                  maxLength={200}
                  onChange={(event) =>
                    setCaptions(captions.map((caption, at) => (at === place ? event.target.value : caption)))
                  }
                />
              </li>
            ))}
          </ul>
        </div>
        {failed !== null && (
          <Notice role="alert" tone="danger" title={failed.title}>
            {failed.detail ?? failed.advice}
          </Notice>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('palettes.cancel')}</Button>
          <Button
            type="submit"
            weight="primary"
            disabled={facts.name.trim() === '' || facts.licenceNote.trim() === '' || save.isPending}
          >
            {t('palettes.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
