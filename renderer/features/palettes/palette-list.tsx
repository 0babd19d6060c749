// The palettes a person has, and the ways to one more: made of pictures, or taken in from a file.

import { FolderInput, Paintbrush, Plus } from 'lucide-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { handInPalette } from '../../bridge/hand-in.ts';
import { usePalettes } from '../../data/palettes.ts';
import { queryKeys } from '../../data/query-keys.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { goTo } from '../../state/screen.ts';
import { useToasts } from '../../state/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ScreenTitle } from '../../ui/screen-title.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { PaletteCard } from './palette-card.tsx';

export function PaletteList() {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const { data, error, isPending } = usePalettes();
  const importing = useImport();
  const failure = importing.error ?? error;
  const failed = failure === null ? null : sentence(failure);
  const ways = (
    <>
      <ImportButton
        busy={importing.isPending}
        onPick={(file) => importing.mutate(file)}
        label={importing.isPending ? t('palettes.importing') : t('palettes.import')}
      />
      <Button weight="primary" icon={<Plus />} onClick={() => goTo('palettes', 'new')}>
        {t('palettes.new')}
      </Button>
    </>
  );

  return (
    <div className="mx-auto max-w-4xl px-4 py-6 md:px-8">
      <ScreenTitle title={t('palettes.title')}>
        {data !== undefined && data.palettes.length > 0 && <div className="flex flex-wrap gap-2">{ways}</div>}
      </ScreenTitle>
      {failed !== null && (
        <div className="mb-4">
          <Notice role="alert" tone="danger" title={failed.title}>
            {failed.advice}
          </Notice>
        </div>
      )}
      {isPending && <Skeleton className="h-40 w-full rounded-card" />}
      {data?.palettes.length === 0 && <Empty>{ways}</Empty>}
      {data !== undefined && data.palettes.length > 0 && (
        <ul aria-label={t('palettes.title')} className="flex flex-col gap-4">
          {data.palettes.map((palette) => (
            <PaletteCard key={palette.id} palette={palette} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Empty({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <EmptyState icon={<Paintbrush />} title={t('palettes.emptyTitle')} text={t('palettes.emptyText')}>
      {children}
    </EmptyState>
  );
}

function useImport() {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const show = useToasts((toasts) => toasts.show);
  return useMutation({
    mutationFn: (file: File) => handInPalette(file),
    onSuccess: ({ palette, known }) => {
      void cache.invalidateQueries({ queryKey: queryKeys.palettes });
      show({
        tone: 'neutral',
        text: t(known ? 'palettes.known' : 'palettes.imported', { name: palette.name }),
        ...(known ? { detail: t('palettes.knownText') } : {}),
      });
    },
  });
}

function ImportButton(props: {
  readonly label: string;
  readonly busy: boolean;
  readonly onPick: (file: File) => void;
}) {
  const { t } = useTranslation();
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={picker}
        type="file"
        accept=".tessera-palette"
        aria-label={t('palettes.importFile')}
        hidden
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file !== undefined) props.onPick(file);
          // The same file may be chosen again after it was mended.
          event.target.value = '';
        }}
      />
      <Button icon={<FolderInput />} disabled={props.busy} onClick={() => picker.current?.click()}>
        {props.label}
      </Button>
    </>
  );
}
