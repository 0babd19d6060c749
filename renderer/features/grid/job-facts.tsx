// The settings of a job as small facts, and what it was made from.

import { Expand, Shuffle } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ImageId } from '../../../shared/domain/ids.ts';
import type { Job } from '../../../shared/domain/job.ts';
import { stylesOf } from '../../../shared/domain/style.ts';
import { thumbnailAddress } from '../../bridge/image-address.ts';
import { useModels } from '../../data/queries.ts';
import { useStyleNameById } from '../../data/style-names.ts';
import { Chip } from '../../ui/chip.tsx';

export function JobFacts({ job }: { readonly job: Job }) {
  const { t } = useTranslation();
  const { data: models } = useModels();
  const styleName = useStyleNameById();
  const { recipe } = job.task;
  const size = job.images[0] ?? recipe;
  const model = models?.models.find((known) => known.id === recipe.model)?.manifest.name ?? recipe.model;
  const styles = stylesOf(recipe).map(styleName);

  return (
    <ul aria-label={t('feed.facts')} className="flex flex-wrap gap-1.5">
      <li className="min-w-0">
        <Chip title={t('create.model')}>{model}</Chip>
      </li>
      {styles.map((style) => (
        <li key={style} className="min-w-0">
          <Chip title={t('create.style')}>{style}</Chip>
        </li>
      ))}
      <li>
        <Chip>
          {size.width} × {size.height}
        </Chip>
      </li>
      {job.task.kind !== 'upscale' && (
        <>
          <li>
            <Chip>{t('feed.steps', { count: recipe.steps })}</Chip>
          </li>
          <li>
            <Chip>{t(`schedulers.${recipe.scheduler}`)}</Chip>
          </li>
          <li>
            <Chip>{t('feed.seed', { seed: recipe.seed })}</Chip>
          </li>
        </>
      )}
    </ul>
  );
}

interface JobOriginProps {
  readonly job: Job;
  readonly onOpen: (image: ImageId) => void;
}

/** "Variation of [picture]": nothing for a job that came from words alone. */
export function JobOrigin({ job, onOpen }: JobOriginProps) {
  const { t } = useTranslation();
  const { task } = job;
  if (task.kind === 'generate') return null;
  const words =
    task.kind === 'vary' ? t(`feed.variationOf.${task.strength}`) : t('feed.upscaleOf', { factor: task.factor });
  return (
    <button
      type="button"
      onClick={() => onOpen(task.parent)}
      className="group flex w-fit items-center gap-2 rounded-control text-small text-muted hover:text-ink"
    >
      <img alt="" src={thumbnailAddress(task.parent, 64)} className="size-8 rounded-md bg-soft object-cover" />
      {task.kind === 'vary' ? (
        <Shuffle aria-hidden className="size-3.5" />
      ) : (
        <Expand aria-hidden className="size-3.5" />
      )}
      {words}
    </button>
  );
}
