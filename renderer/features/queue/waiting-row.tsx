// A job that waits: for its turn, for its next try, or because it was paused.

import { ArrowUpToLine, GripVertical, Pause, Play, X } from 'lucide-react';
import { type DragEvent, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobId } from '../../../shared/domain/ids.ts';
import type { Job } from '../../../shared/domain/job.ts';
import type { JobActions } from '../../data/job-actions.ts';
import type { QueueActions } from '../../data/queue.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { formatDuration } from '../../i18n/format.ts';
import { useRetryWords } from '../../i18n/retry-words.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { JobRow, rowLook } from './job-row.tsx';

interface WaitingRowProps {
  readonly job: Job;
  readonly actions: JobActions;
  readonly queue: QueueActions;
  readonly doneInMs: number | null;
  /** The job at the front of the line. */
  readonly first: JobId | null;
  readonly isMovable: boolean;
  readonly mark: 'above' | 'below' | null;
  readonly onStep: (by: -1 | 1) => void;
  readonly onDragStart: () => void;
  readonly onDragOver: (event: DragEvent<HTMLElement>) => void;
  readonly onDrop: () => void;
}

const marks = {
  above: 'before:absolute before:inset-x-0 before:-top-1.5 before:h-0.5 before:bg-accent',
  below: 'after:absolute after:inset-x-0 after:-bottom-1.5 after:h-0.5 after:bg-accent',
} as const;

export function WaitingRow(props: WaitingRowProps) {
  const { job, actions, queue, doneInMs, first, isMovable, mark } = props;
  const { t, i18n } = useTranslation();
  const { prompt } = job.task.recipe;
  const waits = useRetryWords(job.retries);
  const isPaused = job.state === 'paused';

  function onKeyDown(event: KeyboardEvent): void {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    props.onStep(event.key === 'ArrowUp' ? -1 : 1);
  }

  const toFront =
    first === null || first === job.id
      ? []
      : [{ label: t('queue.toFront'), icon: <ArrowUpToLine />, run: () => queue.move(job.id, first) }];

  return (
    // The keys are for whatever within the row has the focus; the row itself cannot have it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <li
      draggable={isMovable}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        props.onDragStart();
      }}
      onDragOver={props.onDragOver}
      onDrop={(event) => {
        event.preventDefault();
        props.onDrop();
      }}
      onDragEnd={props.onDrop}
      onKeyDown={onKeyDown}
      className={classNames(rowLook, 'relative', mark !== null && marks[mark])}
    >
      <JobRow
        job={job}
        handle={
          isMovable && (
            <IconButton
              size="small"
              className="-mx-1 -my-0.5 cursor-grab"
              data-handle={job.id}
              label={t('queue.reorder', { prompt })}
              keys={t('queue.reorderKeys')}
              icon={<GripVertical />}
            />
          )
        }
        aside={
          <WaitingFor isPaused={isPaused} doneIn={doneInMs === null ? null : formatDuration(doneInMs, i18n.language)} />
        }
        buttons={
          <>
            {isPaused ? (
              <IconButton
                label={t('queue.resumeOne', { prompt })}
                icon={<Play />}
                onClick={() => queue.resumeJob(job.id)}
              />
            ) : (
              <IconButton
                label={t('queue.pauseOne', { prompt })}
                icon={<Pause />}
                onClick={() => queue.pauseJob(job.id)}
              />
            )}
            <IconButton label={t('queue.cancelOne', { prompt })} icon={<X />} onClick={() => actions.cancel(job.id)} />
          </>
        }
        entries={toFront}
      >
        {waits !== null && <NextTry job={job} waits={waits} actions={actions} />}
      </JobRow>
    </li>
  );
}

function WaitingFor({ isPaused, doneIn }: { readonly isPaused: boolean; readonly doneIn: string | null }) {
  const { t } = useTranslation();
  if (isPaused)
    return <span className="rounded-md bg-warning-quiet px-2 py-0.5 text-warning">{t('queue.paused')}</span>;
  return doneIn === null ? null : t('queue.doneIn', { time: doneIn });
}

interface NextTryProps {
  readonly job: Job;
  readonly waits: ReactNode;
  readonly actions: JobActions;
}

function NextTry({ job, waits, actions }: NextTryProps) {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  return (
    <div className="flex flex-wrap items-center gap-2">
      <p className="min-w-0 flex-1 basis-60 text-small text-muted">
        {sentence(job.error).title} <span className="tabular text-ink">{waits}</span>
      </p>
      <Button size="small" icon={<Play />} onClick={() => actions.retry(job.id)}>
        {t('retry.now')}
      </Button>
      <Button size="small" icon={<X />} onClick={() => actions.stopRetrying(job.id)}>
        {t('retry.stop')}
      </Button>
    </div>
  );
}
