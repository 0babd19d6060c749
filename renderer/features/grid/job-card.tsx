// One job in the feed: its pictures to the left, its words, settings, state and what can be done to the right.

import { Brush, Copy, Ellipsis, RefreshCw, SlidersHorizontal, Trash2 } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImageId } from '../../../shared/domain/ids.ts';
import type { Job } from '../../../shared/domain/job.ts';
import { useJobActions } from '../../data/job-actions.ts';
import { useStartPictures } from '../../data/start-pictures.ts';
import { useNoteSentence } from '../../i18n/note-sentence.ts';
import { formOf, useCreateForm } from '../../state/create-form.ts';
import { useToasts } from '../../state/toasts.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Age } from './age.tsx';
import { JobFacts, JobOrigin } from './job-facts.tsx';
import { JobStatus } from './job-status.tsx';
import { PictureActions } from './picture-actions.tsx';
import { PictureGrid } from './picture-grid.tsx';

interface JobCardProps {
  readonly job: Job;
  readonly place: number | null;
  readonly onOpen: (image: ImageId) => void;
}

/** Memoised: events replace only the job they are about, and a long feed must not redraw ten times a second. */
export const JobCard = memo(function JobCard({ job, place, onOpen }: JobCardProps) {
  const actions = useJobActions();
  const noteSentence = useNoteSentence();
  const { recipe } = job.task;
  const anyReady = job.images.some((image) => image.state === 'ready');

  return (
    <article
      aria-label={recipe.prompt}
      className="@container rounded-card border border-line bg-surface p-3 shadow-card [contain-intrinsic-size:auto_480px] [content-visibility:auto]"
    >
      <div className="flex flex-col gap-4 @2xl:flex-row">
        <PictureGrid job={job} actions={actions} onOpen={onOpen} />
        <div className="flex min-w-0 flex-1 flex-col gap-3 p-1">
          <div className="flex items-center justify-between">
            <Age since={job.createdAt} />
            <JobMenu job={job} onReroll={() => actions.reroll(job)} onRemove={() => actions.remove(job.id)} />
          </div>
          <p className="-mt-1 line-clamp-5 text-lead [overflow-wrap:anywhere]">{recipe.prompt}</p>
          <JobOrigin job={job} onOpen={onOpen} />
          <JobFacts job={job} />
          {job.notes.length > 0 && (
            <ul className="flex flex-col gap-1 border-l-2 border-warning/60 pl-3 text-small text-muted">
              {job.notes.map((note) => (
                <li key={`${note.code} ${note.message}`}>{noteSentence(note)}</li>
              ))}
            </ul>
          )}
          <JobStatus job={job} place={place} actions={actions} />
          {anyReady && (
            <div className="mt-auto pt-2">
              <PictureActions job={job} actions={actions} />
            </div>
          )}
        </div>
      </div>
    </article>
  );
});

interface JobMenuProps {
  readonly job: Job;
  readonly onReroll: () => void;
  readonly onRemove: () => void;
}

function JobMenu({ job, onReroll, onRemove }: JobMenuProps) {
  const { t } = useTranslation();
  const show = useToasts((toasts) => toasts.show);
  const startPictures = useStartPictures();
  const { recipe } = job.task;
  const ready = job.images.filter(({ state }) => state === 'ready');

  function copyPrompt(): void {
    navigator.clipboard.writeText(recipe.prompt).then(
      () => show({ tone: 'neutral', text: t('feed.promptCopied') }),
      () => show({ tone: 'danger', text: t('feed.copyFailed') }),
    );
  }

  function useSettings(): void {
    const { change, askFocus } = useCreateForm.getState();
    change(formOf(recipe));
    askFocus();
  }

  return (
    <Menu
      trigger={<IconButton size="small" label={t('feed.more')} icon={<Ellipsis />} />}
      entries={[
        { label: t('feed.copyPrompt'), icon: <Copy />, run: copyPrompt },
        { label: t('feed.useSettings'), icon: <SlidersHorizontal />, run: useSettings },
        ...(job.task.kind === 'upscale' ? [] : [{ label: t('feed.reroll'), icon: <RefreshCw />, run: onReroll }]),
        ...ready.map((image) => ({
          label: t('feed.edit', { number: image.index + 1 }),
          icon: <Brush />,
          run: () => void startPictures.fromPicture({ image, recipe }, 'paint'),
        })),
        { label: t('feed.delete'), icon: <Trash2 />, run: onRemove, keys: t('keys.delete'), danger: true },
      ]}
    />
  );
}
