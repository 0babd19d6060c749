// The grid dialect, /generations: one generation is a 2x2 grid and its four upscales.

import { z } from 'zod';
import { JobId } from '../../../shared/domain/ids.ts';
import { TesseraError, toEnvelope } from '../../../shared/errors.ts';
import type { GridGeneration, GridGenerations } from '../../jobs/grid-generations.ts';
import { Prompt, StyleWords, withStyle } from './asked-words.ts';
import { type Dialect, endpoint, say } from './endpoint.ts';
import { plainRefusal } from './plain-refusal.ts';

const Create = z.strictObject({
  prompt: Prompt,
  aspectRatio: z.enum(['1:1', '16:9', '4:3']),
  style: StyleWords.optional(),
});

const Url = z.string().nullable();
const Generation = z.strictObject({
  id: z.string(),
  prompt: z.string(),
  status: z.enum(['waiting', 'processing', 'completed', 'error']),
  progress: z.int().min(0).max(100),
  grid_image_url: Url,
  upscale_1: Url,
  upscale_2: Url,
  upscale_3: Url,
  upscale_4: Url,
  error: z.string().nullable(),
  aspect_ratio: z.string(),
  style: z.string().nullable(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  completed_at: z.iso.datetime().nullable(),
});

const Params = z.strictObject({ id: z.string() });
const notFound = { description: 'Generation not found.' };

export function gridDialect({ generations, newId }: { generations: GridGenerations; newId: () => string }): Dialect {
  return {
    tag: 'grid dialect',
    description: 'One generation is a 2x2 grid and its four upscales; one at a time.',
    refusal: plainRefusal,
    endpoints: [
      endpoint({
        method: 'POST',
        path: '/generations',
        id: 'grid.create',
        summary: 'Start a generation.',
        description: 'A style is one of the studio by id or name; any other words are put after the prompt.',
        limit: 'generation',
        names: { aspect: 'aspectRatio' },
        body: Create,
        answers: {
          201: { description: 'It waits; the record stands under `id`.', schema: z.strictObject({ id: Generation }) },
          409: { description: 'Another generation waits or runs.' },
        },
        async handle({ body }, door) {
          const { aspectRatio, ...asked } = body;
          const recipe = { ...(await withStyle(door, asked)), aspect: aspectRatio };
          const generation = await generations.create({
            id: JobId.parse(newId()),
            asked: body,
            submit: (id) => door.call('generation.submit', { id, request: { kind: 'generate', recipe } }),
          });
          return say(201, { id: record(generation, door.address) });
        },
      }),
      endpoint({
        method: 'GET',
        path: '/generations/{id}',
        id: 'grid.get',
        summary: 'A generation as it is now.',
        params: Params,
        answers: { 200: { description: 'The generation.', schema: Generation }, 404: notFound },
        async handle({ params }, door) {
          return say(200, record(generations.get(idOf(params.id)), door.address));
        },
      }),
      endpoint({
        method: 'GET',
        path: '/generations/{id}/grid.png',
        id: 'grid.picture',
        summary: 'The four pictures of a generation in one.',
        params: Params,
        answers: { 200: { description: 'The grid.', mediaType: 'image/png' }, 404: notFound },
        async handle({ params }, door) {
          const { grid } = generations.get(idOf(params.id));
          if (grid?.state !== 'completed') throw notThere();
          const file = await door.core.images.sheet(grid.images.map((image) => image.id));
          return { status: 200, file, type: 'image/png' };
        },
      }),
      endpoint({
        method: 'DELETE',
        path: '/generations/{id}',
        id: 'grid.delete',
        summary: "Move a generation to the library's trash; a running one is cancelled first.",
        params: Params,
        answers: {
          200: { description: 'Deleted.', schema: z.strictObject({ message: z.string() }) },
          404: notFound,
        },
        async handle({ params }) {
          const id = idOf(params.id);
          await generations.delete(id);
          return say(200, { message: `Generation ${id} has been successfully deleted` });
        },
      }),
      endpoint({
        method: 'POST',
        path: '/generations/reset',
        id: 'grid.reset',
        summary: 'Give up every generation that waits or runs, whatever its age.',
        answers: {
          200: {
            description: 'How many were reset.',
            schema: z.strictObject({ message: z.string(), count: z.int().nonnegative() }),
          },
          500: { description: 'It failed.' },
        },
        async handle() {
          try {
            const count = await generations.reset('all');
            return say(200, { message: 'Stuck generations reset successfully', count });
          } catch (error) {
            // Whatever the reason, this dialect's clients know one status for it.
            return say(500, plainRefusal.say(toEnvelope(error)).body);
          }
        },
      }),
    ],
  };
}

function idOf(raw: string): JobId {
  const id = JobId.safeParse(raw);
  if (!id.success) throw notThere();
  return id.data;
}

function notThere(): TesseraError {
  return new TesseraError('GENERATION_NOT_FOUND', 'Generation not found', { details: { field: 'id' } });
}

function record(generation: GridGeneration, address: string): z.infer<typeof Generation> {
  const upscale = (cell: number): string | null => {
    const job = generation.upscales[cell - 1];
    const image = job?.state === 'completed' ? job.images[0] : undefined;
    return image === undefined ? null : `${address}/image/${image.id}`;
  };
  return {
    id: generation.id,
    prompt: generation.request.prompt,
    status: generation.status,
    progress: generation.progress,
    grid_image_url: generation.grid?.state === 'completed' ? `${address}/generations/${generation.id}/grid.png` : null,
    upscale_1: upscale(1),
    upscale_2: upscale(2),
    upscale_3: upscale(3),
    upscale_4: upscale(4),
    error: generation.error,
    aspect_ratio: generation.request.aspectRatio,
    style: generation.request.style ?? null,
    created_at: generation.createdAt,
    updated_at: generation.updatedAt,
    completed_at: generation.completedAt,
  };
}
