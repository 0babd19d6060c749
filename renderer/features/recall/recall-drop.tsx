// A picture dropped anywhere on the window, or chosen by keyboard, opens the sheet with its settings.

import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecalledPicture } from '../../../shared/domain/recalled.ts';
import { handInToRecall } from '../../bridge/hand-in.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { useToasts } from '../../state/toasts.ts';
import { RecallSheet } from './recall-sheet.tsx';

export function RecallDrop() {
  const { t } = useTranslation();
  const [picture, setPicture] = useState<RecalledPicture | null>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const show = useToasts((toasts) => toasts.show);
  const sentence = useErrorSentence();

  async function read(file: Blob): Promise<void> {
    try {
      setPicture(await handInToRecall(file));
    } catch (error) {
      const { title, advice } = sentence(error);
      show({ tone: 'danger', text: title, detail: advice });
    }
  }
  const readDropped = useEffectEvent(read);

  useEffect(() => {
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const allow = (event: DragEvent) => {
      if (holdsFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      // Whoever took it already, such as a palette in the making, wanted the picture itself.
      if (event.defaultPrevented || !holdsFiles(event)) return;
      event.preventDefault();
      const [file] = event.dataTransfer?.files ?? [];
      if (file !== undefined) void readDropped(file);
    };
    globalThis.addEventListener('dragover', allow);
    globalThis.addEventListener('drop', drop);
    return () => {
      globalThis.removeEventListener('dragover', allow);
      globalThis.removeEventListener('drop', drop);
    };
  }, []);

  return (
    <>
      <button
        type="button"
        onClick={() => chooser.current?.click()}
        className="sr-only rounded-control bg-raised px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:right-2 focus:z-50"
      >
        {t('recall.choose')}
      </button>
      <input
        ref={chooser}
        type="file"
        accept="image/*"
        hidden
        aria-label={t('recall.chooser')}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file !== undefined) void read(file);
          // The same picture may be chosen twice.
          event.target.value = '';
        }}
      />
      {picture !== null && <RecallSheet picture={picture} onClose={() => setPicture(null)} />}
    </>
  );
}
