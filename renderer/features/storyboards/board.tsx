// The board of a project: what happens in it, its shots in order, and what can be made of them.

import { ArrowLeft, Clapperboard } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProjectId } from '../../../shared/domain/ids.ts';
import { useBoard } from '../../data/storyboards.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { screenAddress } from '../../state/screen.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Animatic } from './animatic.tsx';
import { BoardHead } from './board-head.tsx';
import { SequenceForm } from './sequence-form.tsx';
import { SequenceStatus } from './sequence-status.tsx';
import { ShotGrid } from './shot-grid.tsx';

export function Board({ id }: { readonly id: ProjectId }) {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const { data: board, error, isPending } = useBoard(id);
  const [playing, setPlaying] = useState(false);

  return (
    <div className="mx-auto max-w-[1600px] px-4 py-6 md:px-8">
      <a
        href={screenAddress('storyboards')}
        className="mb-3 inline-flex items-center gap-1.5 rounded-control text-small text-muted hover:text-ink"
      >
        <ArrowLeft aria-hidden className="size-4" />
        {t('storyboards.back')}
      </a>
      {isPending && <Skeleton className="h-40 w-full rounded-card" />}
      {error !== null && (
        <Notice role="alert" tone="danger" title={sentence(error).title}>
          {sentence(error).advice}
        </Notice>
      )}
      {board !== undefined && (
        <>
          <BoardHead board={board} onPlay={() => setPlaying(true)} />
          <SequenceForm project={id} />
          {board.sequences.map((sequence) => (
            <SequenceStatus key={sequence.id} sequence={sequence} shots={board.shots} />
          ))}
          {board.shots.length === 0 && board.sequences.length === 0 && (
            <EmptyState
              icon={<Clapperboard />}
              title={t('storyboards.emptyBoardTitle')}
              text={t('storyboards.emptyBoardText')}
            />
          )}
          <ShotGrid board={board} />
          {playing && <Animatic project={board.project} shots={board.shots} onClose={() => setPlaying(false)} />}
        </>
      )}
    </div>
  );
}
