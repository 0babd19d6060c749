// progress, interrupt and skip: how far the jobs of this dialect are, and how to stop them.

import { z } from 'zod';
import type { JobId } from '../../../../shared/domain/ids.ts';
import { type Door, type Endpoint, endpoint, say } from '../endpoint.ts';

export interface Progress {
  began(id: JobId): void;
  ended(id: JobId): void;
  /** The jobs that clients wait for now, in the order they came. */
  underWay(): readonly JobId[];
}

export function createProgress(): Progress {
  const open = new Set<JobId>();
  return {
    began: (id) => void open.add(id),
    ended: (id) => void open.delete(id),
    underWay: () => [...open],
  };
}

const State = z.strictObject({
  progress: z.number().min(0).max(1),
  eta_relative: z.number(),
  state: z.record(z.string(), z.unknown()),
  current_image: z.string().nullable(),
  textinfo: z.string().nullable(),
});

const nothing = { description: 'Done.', schema: z.strictObject({}) };
const YesOrNo = z.enum(['true', 'false', 'True', 'False', '0', '1']);

export function progressEndpoints(progress: Progress): Endpoint[] {
  return [
    endpoint({
      method: 'GET',
      path: '/sdapi/v1/progress',
      id: 'a1111.progress',
      summary: 'How far the job is that a client of this dialect waits for.',
      query: z.strictObject({ skip_current_image: YesOrNo.optional() }),
      answers: { 200: { description: 'The progress; 0 when nothing is under way.', schema: State } },
      async handle({ query }, door) {
        const withImage = query.skip_current_image === undefined || /^(?:false|0)$/i.test(query.skip_current_image);
        return say(200, await look(door, { progress, withImage }));
      },
    }),
    ...(['interrupt', 'skip'] as const).map((word) =>
      endpoint({
        method: 'POST',
        path: `/sdapi/v1/${word}`,
        id: `a1111.${word}`,
        summary: 'Stop the job that is under way; pictures it already finished are given.',
        answers: { 200: nothing },
        async handle(_asked, door) {
          const [id] = progress.underWay();
          if (id !== undefined) await door.call('generation.cancel', { id });
          return say(200, {});
        },
      }),
    ),
  ];
}

async function look(
  door: Door,
  { progress, withImage }: { readonly progress: Progress; readonly withImage: boolean },
): Promise<z.infer<typeof State>> {
  const jobs = progress.underWay();
  const [id] = jobs;
  const job = id === undefined ? null : await door.call('generation.get', { id });
  const current = job?.images.find((image) => image.state === 'planned');
  const preview = current === undefined || !withImage ? null : door.core.images.preview(current.id);
  return {
    progress: job?.progress ?? 0,
    eta_relative: (job?.etaMs ?? 0) / 1000,
    state: {
      skipped: false,
      interrupted: false,
      stopping_generation: false,
      job: job?.id ?? '',
      job_count: jobs.length,
      job_timestamp: (job?.createdAt ?? '').replaceAll(/\D/g, '').slice(0, 14),
      job_no: 0,
      sampling_step: job === null ? 0 : Math.floor(job.progress * job.task.recipe.steps),
      sampling_steps: job?.task.recipe.steps ?? 0,
    },
    current_image: preview === null ? null : Buffer.from(preview).toString('base64'),
    textinfo: job?.stage ?? null,
  };
}
