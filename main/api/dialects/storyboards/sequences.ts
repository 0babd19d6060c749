// /api/sequences and /api/llm: a prompt turned into shots, each with a picture, or only into words.

import { z } from 'zod';
import { SequenceId } from '../../../../shared/domain/ids.ts';
import { type Door, type Endpoint, endpoint, say } from '../endpoint.ts';
import { projectIdIn, sequenceIdIn } from './ids.ts';
import {
  LanguageAnswer,
  LanguageQuestion,
  NewSequence,
  SequenceAccepted,
  SequenceStatus,
  sequenceStatus,
  statusOf,
  writtenShotAnswer,
} from './shapes.ts';

const names = { shotCount: 'shot_count', project: 'project_id' };
const params = z.strictObject({ job_id: z.string() });
const answers = {
  200: { description: 'The sequence as it is now.', schema: SequenceStatus },
  404: { description: 'There is no such sequence.' },
};

export const sequenceEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'POST',
    path: '/api/sequences/generate',
    id: 'api.sequences.create',
    summary: 'Turn a prompt into shots, each with a picture.',
    limit: 'sequences',
    names,
    body: NewSequence,
    answers: {
      202: { description: 'It is queued.', schema: SequenceAccepted },
      404: { description: 'There is no such project.' },
      409: { description: 'The job_id belongs to another request.' },
    },
    async handle({ body: { project_id, job_id, shot_count: shotCount, prompt, name } }, door) {
      const project = projectIdIn(project_id, 'project_id');
      const id = job_id === undefined ? {} : { id: SequenceId.parse(job_id) };
      const sequence = await door.call('sequences.generate', { ...id, project, prompt, shotCount, name });
      return say(202, { job_id: sequence.id, status: statusOf(sequence.state) });
    },
  }),
  endpoint({
    method: 'GET',
    path: '/api/sequences/{job_id}/status',
    id: 'api.sequences.status',
    summary: 'How far a sequence is, with its shots once they are written.',
    params,
    answers,
    handle: async ({ params: { job_id } }, door) =>
      say(200, await withShots(await door.call('sequences.get', { id: sequenceIdIn(job_id) }), door)),
  }),
  endpoint({
    method: 'POST',
    path: '/api/sequences/{job_id}/cancel',
    id: 'api.sequences.cancel',
    summary: 'Stop a sequence; finished pictures stay.',
    params,
    answers,
    handle: async ({ params: { job_id } }, door) =>
      say(200, await withShots(await door.call('sequences.cancel', { id: sequenceIdIn(job_id) }), door)),
  }),
];

export const languageEndpoint = endpoint({
  method: 'POST',
  path: '/api/llm/generate',
  id: 'api.llm.generate',
  summary: 'Make a prompt richer, or write it out as shots; says who wrote.',
  limit: 'llm',
  names,
  body: LanguageQuestion,
  answers: { 200: { description: 'The words.', schema: LanguageAnswer } },
  async handle({ body: { prompt, task, shot_count: shotCount } }, door) {
    const count = shotCount === undefined ? {} : { shotCount };
    const { writer, model, prompt: text, shots } = await door.call('storyboards.write', { prompt, task, ...count });
    return say(200, {
      task,
      source: writer,
      model,
      text: task === 'enhance' ? text : shots.map((shot) => shot.prompt).join('\n'),
      shots: shots.map(writtenShotAnswer),
    } satisfies z.infer<typeof LanguageAnswer>);
  },
});

async function withShots(sequence: Parameters<typeof sequenceStatus>[0], door: Door) {
  const { shots } = await door.call('storyboards.get', { id: sequence.project });
  return sequenceStatus(
    sequence,
    shots.filter((shot) => shot.sequence === sequence.id),
  );
}
