// What screens do to jobs; failures become toasts, and a deletion can be undone from its toast.

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { UpscaleFactor } from '../../shared/domain/upscaler.ts';
import type { ImageId, JobId } from '../../shared/domain/ids.ts';
import type { Job } from '../../shared/domain/job.ts';
import type { GenerationRequest, Recipe, ResolvedRecipe, VariationStrength } from '../../shared/domain/recipe.ts';
import { takeLoraTags } from '../../shared/prompt/lora-tags.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { useErrorSentence } from '../i18n/error-sentence.ts';
import { goTo, isTopOutOfSight, showTop } from '../state/screen.ts';
import { useToasts } from '../state/toasts.ts';
import { useViewer } from '../state/viewer.ts';
import { type JobPage, type JobPages, withActiveJob, withAnsweredJob } from './job-pages.ts';
import { queryKeys } from './query-keys.ts';

/** Shows a failure as a toast: for actions that have no place of their own to say it. */
export function useFailureToast(): (error: unknown) => void {
  const sentence = useErrorSentence();
  const show = useToasts((toasts) => toasts.show);
  return (error) => {
    const { title, advice } = sentence(error);
    show({ tone: 'danger', text: title, detail: advice });
  };
}

/** Queues a request; the form shows its failures itself. */
export function useSubmit() {
  const bridge = useBridge();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (request: GenerationRequest) => bridge.call('generation.submit', { request }),
    onSuccess: (job) => {
      cache.setQueryData<JobPages>(queryKeys.feed, (pages) => pages && withAnsweredJob(pages, job));
      cache.setQueryData<JobPage>(queryKeys.activeJobs, (page) =>
        page === undefined || page.jobs.some((other) => other.id === job.id) ? page : withActiveJob(page, job),
      );
    },
  });
}

export interface JobActions {
  vary(image: ImageId, strength: VariationStrength): void;
  upscale(image: ImageId, factor: UpscaleFactor): void;
  /** The same words and settings with another seed. */
  reroll(job: Job): void;
  cancel(id: JobId): void;
  /** Also lets a job that waits for its next try go on at once. */
  retry(id: JobId): void;
  stopRetrying(id: JobId): void;
  remove(id: JobId): void;
}

/** What was made from a picture stands on top of the feed, which may be far from where one looks: then it is told. */
export function useTellQueued(): () => void {
  const show = useToasts((toasts) => toasts.show);
  const { t } = useTranslation();
  return () => {
    if (useViewer.getState().image === null && !isTopOutOfSight()) return;
    show({ tone: 'neutral', text: t('feed.queued'), action: { label: t('feed.show'), run: showNewest } });
  };
}

export function useJobActions(): JobActions {
  const bridge = useBridge();
  const submit = useSubmit();
  const fail = useFailureToast();
  const show = useToasts((toasts) => toasts.show);
  const { t } = useTranslation();
  const told = { onError: fail, onSuccess: useTellQueued() };

  async function remove(id: JobId): Promise<void> {
    await bridge.call('generation.delete', { id });
    show({
      tone: 'neutral',
      text: t('feed.deleted'),
      action: { label: t('feed.undo'), run: () => void bridge.call('generation.restore', { id }).catch(fail) },
    });
  }

  return {
    vary: (image, strength) => submit.mutate({ kind: 'vary', image, strength }, told),
    upscale: (image, factor) => submit.mutate({ kind: 'upscale', image, factor }, told),
    reroll: (job) => submit.mutate(rerollOf(job), told),
    cancel: (id) => void bridge.call('generation.cancel', { id }).catch(fail),
    retry: (id) => void bridge.call('generation.retry', { id }).catch(fail),
    stopRetrying: (id) => void bridge.call('generation.stopRetrying', { id }).catch(fail),
    remove: (id) => void remove(id).catch(fail),
  };
}

function showNewest(): void {
  useViewer.getState().close();
  goTo('create');
  showTop();
}

/** Another throw of the dice for the same wish: everything as resolved, but the seed left open. */
export function rerollOf(job: Job): GenerationRequest {
  const { task } = job;
  if (task.kind === 'vary') return { kind: 'vary', image: task.parent, strength: task.strength };
  if (task.kind === 'upscale')
    return { kind: 'upscale', image: task.parent, factor: task.factor, upscaler: task.upscaler };
  return { kind: 'generate', recipe: askedAgain(task.recipe) };
}

/** The words as they were written and every setting as it was resolved, but no seed. */
function askedAgain(resolved: ResolvedRecipe): Recipe {
  const { seed: _seed, variations: _variations, prompts: _prompts, template: _template, ...rest } = resolved;
  const { styledPrompt: _styled, styledNegativePrompt: _styledNegative, loras, ...recipe } = rest;
  const { invention, source, hires, excludedSets } = recipe;
  // Those named in the prompt are read from it again.
  const beside = takeLoraTags(recipe.prompt).loras.length > 0 ? [] : loras;
  return {
    ...recipe,
    invention: invention ?? undefined,
    source: source ?? undefined,
    hires: hires === null ? undefined : hiresAsked(hires),
    excludedSets: excludedSets.length === 0 ? undefined : excludedSets,
    loras: beside.length === 0 ? undefined : beside,
  };
}

function hiresAsked({ scale, denoise, steps, upscaler }: NonNullable<ResolvedRecipe['hires']>): Recipe['hires'] {
  return { scale, denoise, steps, upscaler };
}
