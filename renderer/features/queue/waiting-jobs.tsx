// The jobs that wait, in their order, which is changed by dragging a row or by Alt and an arrow key upon it.

import { type DragEvent, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueueState } from '../../../shared/contract/queue.ts';
import type { JobId } from '../../../shared/domain/ids.ts';
import type { Job } from '../../../shared/domain/job.ts';
import type { JobActions } from '../../data/job-actions.ts';
import type { QueueActions } from '../../data/queue.ts';
import { QueuePart } from './queue-part.tsx';
import { timeUntil } from './time-until.ts';
import { WaitingRow } from './waiting-row.tsx';

interface WaitingJobsProps {
  readonly jobs: readonly Job[];
  readonly running: readonly Job[];
  readonly expected: Readonly<QueueState['line']>;
  readonly actions: JobActions;
  readonly queue: QueueActions;
}

export function WaitingJobs({ jobs, running, expected, actions, queue }: WaitingJobsProps) {
  const { t } = useTranslation();
  const [dragged, setDragged] = useState<JobId | null>(null);
  /** Before which job the dragged one would come; null is the end, undefined nowhere. */
  const [target, setTarget] = useState<JobId | null | undefined>(undefined);
  const [told, setTold] = useState('');
  const movedByKey = useRef<JobId | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const until = timeUntil({ running, waiting: jobs, expected }).each;

  // Putting a row elsewhere in the page may take the focus from it; it goes back where the key was pressed.
  useLayoutEffect(() => {
    if (movedByKey.current === null) return;
    const handle = list.current?.querySelector<HTMLElement>(`[data-handle="${CSS.escape(movedByKey.current)}"]`);
    if (document.activeElement === document.body) handle?.focus();
    movedByKey.current = null;
  });

  function step(job: Job, by: -1 | 1): void {
    const at = jobs.indexOf(job);
    const place = at + by;
    if (place < 0 || place >= jobs.length) return;
    const before = by < 0 ? jobs[place] : jobs[place + 1];
    movedByKey.current = job.id;
    queue.move(job.id, before?.id ?? null);
    setTold(t('queue.moved', { prompt: job.task.recipe.prompt, place: place + 1, count: jobs.length }));
  }

  function over(event: DragEvent<HTMLElement>, place: number): void {
    if (dragged === null) return;
    event.preventDefault();
    const { top, height } = event.currentTarget.getBoundingClientRect();
    const isUpperHalf = event.clientY < top + height / 2;
    setTarget((isUpperHalf ? jobs[place] : jobs[place + 1])?.id ?? null);
  }

  function drop(): void {
    if (dragged !== null && target !== undefined && target !== dragged) queue.move(dragged, target);
    setDragged(null);
    setTarget(undefined);
  }

  return (
    <div ref={list}>
      <QueuePart title={t('queue.waiting', { count: jobs.length })} count={jobs.length}>
        {jobs.map((job, place) => (
          <WaitingRow
            key={job.id}
            job={job}
            actions={actions}
            queue={queue}
            doneInMs={until.get(job.id) ?? null}
            first={jobs[0]?.id ?? null}
            isMovable={jobs.length > 1}
            mark={markOf({ target, dragged, id: job.id, isLast: place === jobs.length - 1 })}
            onStep={(by) => step(job, by)}
            onDragStart={() => setDragged(job.id)}
            onDragOver={(event) => over(event, place)}
            onDrop={drop}
          />
        ))}
      </QueuePart>
      <p role="status" className="sr-only">
        {told}
      </p>
    </div>
  );
}

/** On which edge of a row the line stands that shows where the dragged one would come. */
function markOf(at: {
  readonly target: JobId | null | undefined;
  readonly dragged: JobId | null;
  readonly id: JobId;
  readonly isLast: boolean;
}): 'above' | 'below' | null {
  if (at.dragged === null || at.target === undefined) return null;
  if (at.target === at.id) return 'above';
  return at.target === null && at.isLast ? 'below' : null;
}
