// What the rows of the queue have in common: the words of a job, its facts, and everything one may do with it in a menu.

import { Ellipsis, PencilLine, ScrollText } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../shared/domain/job.ts';
import { formOf, useCreateForm } from '../../state/create-form.ts';
import { goTo } from '../../state/screen.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import { JobLog } from './job-log.tsx';

interface JobRowProps {
  readonly job: Job;
  /** Before the words: what takes hold of the row. */
  readonly handle?: ReactNode;
  /** Behind the words: how long, how far. */
  readonly aside?: ReactNode;
  /** The buttons before the menu. */
  readonly buttons?: ReactNode;
  /** What the menu offers besides what every job can do. */
  readonly entries?: readonly MenuEntry[];
  /** Below the words, over the whole width. */
  readonly children?: ReactNode;
}

export function JobRow({ job, handle, aside, buttons, entries = [], children }: JobRowProps) {
  const { t } = useTranslation();
  const change = useCreateForm((form) => form.change);
  const askFocus = useCreateForm((form) => form.askFocus);
  const [showsLog, setShowsLog] = useState(false);
  const { recipe } = job.task;
  const facts = [
    t(`queue.kinds.${job.task.kind}`),
    `${job.images[0]?.width ?? recipe.width} × ${job.images[0]?.height ?? recipe.height}`,
    t('queue.pictures', { count: job.images.length }),
  ];

  function editCopy(): void {
    change(formOf(recipe));
    goTo('create');
    askFocus();
  }

  return (
    <>
      <div className="flex items-start gap-3">
        {handle}
        <div className="min-w-0 flex-1">
          <p className="line-clamp-2 font-medium">{recipe.prompt}</p>
          <p className="tabular mt-0.5 text-small text-faint">{facts.join(' · ')}</p>
        </div>
        {aside !== undefined && (
          <div className="tabular text-right text-small whitespace-nowrap text-muted">{aside}</div>
        )}
        <div className="-my-1 flex items-center">
          {buttons}
          <Menu
            trigger={<IconButton label={t('queue.more', { prompt: recipe.prompt })} icon={<Ellipsis />} />}
            entries={[
              ...entries,
              { label: t('queue.editCopy'), icon: <PencilLine />, run: editCopy },
              { label: t('queue.showLog'), icon: <ScrollText />, run: () => setShowsLog(true) },
            ]}
          />
        </div>
      </div>
      {children}
      {showsLog && <JobLog job={job} onClose={() => setShowsLog(false)} />}
    </>
  );
}

/** The card a row stands on; a waiting row adds to it what it needs to be moved. */
export const rowLook = 'flex flex-col gap-3 rounded-card border border-line bg-surface p-4 shadow-card';
