// The projects: each with its first picture, and the way to begin one.

import { Clapperboard } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Project } from '../../../shared/domain/storyboard.ts';
import { thumbnailAddress } from '../../bridge/image-address.ts';
import { useProjects } from '../../data/storyboards.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { formatNumber } from '../../i18n/format.ts';
import { screenAddress } from '../../state/screen.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ScreenTitle } from '../../ui/screen-title.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { NewProject } from './new-project.tsx';

const coverWidth = 320;

export function ProjectList() {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const { data, error, isPending } = useProjects();
  return (
    <div className="mx-auto max-w-6xl px-4 py-6 md:px-8">
      <ScreenTitle title={t('storyboards.title')} />
      <NewProject />
      {isPending && (
        <div role="status" aria-label={t('storyboards.loading')} className="grid grid-cols-3 gap-4">
          <Skeleton className="aspect-video rounded-card" />
          <Skeleton className="aspect-video rounded-card" />
        </div>
      )}
      {error !== null && (
        <Notice role="alert" tone="danger" title={sentence(error).title}>
          {sentence(error).advice}
        </Notice>
      )}
      {data?.projects.length === 0 && (
        <EmptyState icon={<Clapperboard />} title={t('storyboards.emptyTitle')} text={t('storyboards.emptyText')} />
      )}
      {data !== undefined && data.projects.length > 0 && (
        <ul
          aria-label={t('storyboards.projects')}
          className="grid grid-cols-[repeat(auto-fill,minmax(240px,1fr))] gap-4"
        >
          {data.projects.map((project) => (
            <ProjectCard key={project.id} project={project} />
          ))}
        </ul>
      )}
    </div>
  );
}

function ProjectCard({ project }: { readonly project: Project }) {
  const { t, i18n } = useTranslation();
  const seconds = formatNumber(project.totalDuration, i18n.language);
  return (
    <li>
      <a
        href={screenAddress('storyboards', project.id)}
        className="block overflow-hidden rounded-card border border-line bg-surface shadow-card transition-colors hover:border-edge"
      >
        <span className="flex aspect-video items-center justify-center bg-soft text-faint">
          {project.cover === null ? (
            <Clapperboard aria-hidden className="size-6" />
          ) : (
            <img
              alt=""
              src={thumbnailAddress(project.cover, coverWidth)}
              className="size-full object-cover"
              draggable={false}
            />
          )}
        </span>
        <span className="block p-3">
          <span className="block truncate font-medium">{project.name}</span>
          <span className="tabular block text-small text-muted">
            {t('storyboards.shots', { count: project.shotCount })} · {t('storyboards.seconds', { seconds })}
          </span>
        </span>
      </a>
    </li>
  );
}
