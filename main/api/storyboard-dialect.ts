// The storyboard dialect: projects, shots, sequences and the writing of shots, as routes onto the contract.

import type { z } from 'zod';
import { ProjectId, SequenceId, ShotId } from '../../shared/domain/ids.ts';
import type { ProjectLook } from '../../shared/domain/storyboard.ts';
import { type ErrorCode, TesseraError } from '../../shared/errors.ts';
import type { DialectQuestion, DialectRoute } from './dialect-route.ts';
import {
  Deleted,
  LanguageAnswer,
  LanguageQuestion,
  NewProject,
  NewSequence,
  NewShot,
  ProjectAnswer,
  ProjectChanges,
  projectAnswer,
  ProjectsAnswer,
  SequenceAccepted,
  SequenceStatus,
  sequenceStatus,
  ShotAnswer,
  ShotChanges,
  shotAnswer,
  ShotsAnswer,
  statusOf,
  writtenShotAnswer,
} from './storyboard-shapes.ts';

const projects = { tag: 'projects', limit: 'projects' } as const;
const shots = { tag: 'shots', limit: 'shots' } as const;
const sequences = { tag: 'sequences', limit: 'other' } as const;

const projectRoutes: DialectRoute[] = [
  {
    ...projects,
    method: 'GET',
    path: '/api/projects',
    summary: 'The projects, the one that was changed last first.',
    status: 200,
    answer: ProjectsAnswer,
    run: async ({ call }) => {
      const { projects: all } = await call('storyboards.list', {});
      return { projects: all.map(projectAnswer), total: all.length };
    },
  },
  {
    ...projects,
    method: 'POST',
    path: '/api/projects',
    summary: 'Begin a project.',
    body: NewProject,
    status: 201,
    answer: ProjectAnswer,
    run: async ({ body, call }) => {
      const { name, description, ...look } = body as z.infer<typeof NewProject>;
      return projectAnswer(await call('storyboards.create', { name, description, look: lookOf(look) }));
    },
  },
  {
    ...projects,
    method: 'GET',
    path: '/api/projects/:id',
    summary: 'One project.',
    status: 200,
    answer: ProjectAnswer,
    run: async (question) => projectAnswer((await boardOf(question)).project),
  },
  ...(['PATCH', 'PUT'] as const).map(
    (method): DialectRoute => ({
      ...projects,
      method,
      path: '/api/projects/:id',
      summary: 'Change a project; what is left out stays.',
      body: ProjectChanges,
      status: 200,
      answer: ProjectAnswer,
      run: async (question) => {
        const { name, description, ...changed } = question.body as z.infer<typeof ProjectChanges>;
        const { project } = await boardOf(question);
        const look = lookOf(changed, project.look);
        return projectAnswer(await question.call('storyboards.update', { id: project.id, name, description, look }));
      },
    }),
  ),
  {
    ...projects,
    method: 'DELETE',
    path: '/api/projects/:id',
    summary: 'Move a project to the trash.',
    status: 200,
    answer: Deleted,
    run: async ({ params, call }) => {
      const { id } = await call('storyboards.delete', { id: idIn(ProjectId, params['id'], 'PROJECT_NOT_FOUND') });
      return { message: `Project ${id} has been moved to the trash` };
    },
  },
];

const shotRoutes: DialectRoute[] = [
  {
    ...shots,
    method: 'GET',
    path: '/api/projects/:id/shots',
    summary: 'The shots of a project in order.',
    status: 200,
    answer: ShotsAnswer,
    run: async (question) => {
      const board = await boardOf(question);
      return { shots: board.shots.map(shotAnswer), total: board.shots.length };
    },
  },
  {
    ...shots,
    method: 'POST',
    path: '/api/projects/:id/shots',
    summary: 'Add a shot and queue its picture.',
    body: NewShot,
    status: 201,
    answer: ShotAnswer,
    run: async ({ params, body, call }) => {
      const shot = body as z.infer<typeof NewShot>;
      return shotAnswer(
        await call('shots.create', {
          project: idIn(ProjectId, params['id'], 'PROJECT_NOT_FOUND'),
          prompt: shot.prompt,
          draw: shot.generate ?? true,
          ...changesOf(shot),
        }),
      );
    },
  },
  {
    ...shots,
    method: 'GET',
    path: '/api/shots/:id',
    summary: 'One shot with the state of its picture.',
    status: 200,
    answer: ShotAnswer,
    run: async ({ params, call }) =>
      shotAnswer(await call('shots.get', { id: idIn(ShotId, params['id'], 'SHOT_NOT_FOUND') })),
  },
  ...(['PATCH', 'PUT'] as const).map(
    (method): DialectRoute => ({
      ...shots,
      method,
      path: '/api/shots/:id',
      summary: 'Change a shot; order_index moves it.',
      body: ShotChanges,
      status: 200,
      answer: ShotAnswer,
      run: async ({ params, body, call }) => {
        const changes = changesOf(body as z.infer<typeof ShotChanges>);
        const id = idIn(ShotId, params['id'], 'SHOT_NOT_FOUND');
        return shotAnswer(await call('shots.update', { id, ...changes }));
      },
    }),
  ),
  {
    ...shots,
    method: 'DELETE',
    path: '/api/shots/:id',
    summary: 'Move a shot and its pictures to the trash.',
    status: 200,
    answer: Deleted,
    run: async ({ params, call }) => {
      const { id } = await call('shots.delete', { id: idIn(ShotId, params['id'], 'SHOT_NOT_FOUND') });
      return { message: `Shot ${id} has been moved to the trash` };
    },
  },
];

const sequenceRoutes: DialectRoute[] = [
  {
    ...sequences,
    limit: 'sequences',
    method: 'POST',
    path: '/api/sequences/generate',
    summary: 'Turn a prompt into shots, each with a picture.',
    body: NewSequence,
    status: 202,
    answer: SequenceAccepted,
    run: async ({ body, call }) => {
      const asked = body as z.infer<typeof NewSequence>;
      const sequence = await call('sequences.generate', {
        project: idIn(ProjectId, asked.project_id, 'PROJECT_NOT_FOUND', 'project_id'),
        prompt: asked.prompt,
        shotCount: asked.shot_count,
        name: asked.name,
        ...(asked.job_id === undefined ? {} : { id: SequenceId.parse(asked.job_id) }),
      });
      return { job_id: sequence.id, status: statusOf(sequence.state) };
    },
  },
  {
    ...sequences,
    method: 'GET',
    path: '/api/sequences/:job_id/status',
    summary: 'How far a sequence is, with its shots once they are written.',
    status: 200,
    answer: SequenceStatus,
    run: async ({ params, call }) => {
      const id = idIn(SequenceId, params['job_id'], 'SEQUENCE_NOT_FOUND');
      return withShots(await call('sequences.get', { id }), call);
    },
  },
  {
    ...sequences,
    method: 'POST',
    path: '/api/sequences/:job_id/cancel',
    summary: 'Stop a sequence; finished pictures stay.',
    status: 200,
    answer: SequenceStatus,
    run: async ({ params, call }) => {
      const id = idIn(SequenceId, params['job_id'], 'SEQUENCE_NOT_FOUND');
      return withShots(await call('sequences.cancel', { id }), call);
    },
  },
];

const languageRoute: DialectRoute = {
  tag: 'llm',
  limit: 'llm',
  method: 'POST',
  path: '/api/llm/generate',
  summary: 'Make a prompt richer, or write it out as shots; says who wrote.',
  body: LanguageQuestion,
  status: 200,
  answer: LanguageAnswer,
  run: async ({ body, call }) => {
    const { prompt, task, shot_count: shotCount } = body as z.infer<typeof LanguageQuestion>;
    const written = await call('storyboards.write', {
      prompt,
      task,
      ...(shotCount === undefined ? {} : { shotCount }),
    });
    return {
      task,
      source: written.writer,
      model: written.model,
      text: task === 'enhance' ? written.prompt : written.shots.map((shot) => shot.prompt).join('\n'),
      shots: written.shots.map(writtenShotAnswer),
    };
  },
};

export const storyboardRoutes: readonly DialectRoute[] = [
  ...projectRoutes,
  ...shotRoutes,
  ...sequenceRoutes,
  languageRoute,
];

function boardOf({ params, call }: DialectQuestion) {
  return call('storyboards.get', { id: idIn(ProjectId, params['id'], 'PROJECT_NOT_FOUND') });
}

async function withShots(sequence: Parameters<typeof sequenceStatus>[0], call: DialectQuestion['call']) {
  const { shots: all } = await call('storyboards.get', { id: sequence.project });
  return sequenceStatus(
    sequence,
    all.filter((shot) => shot.sequence === sequence.id),
  );
}

function lookOf(
  given: Pick<z.infer<typeof ProjectChanges>, 'model' | 'aspect_ratio' | 'style'>,
  before: ProjectLook = { model: null, aspect: null, style: null },
): ProjectLook {
  return {
    model: given.model === undefined ? before.model : given.model,
    aspect: given.aspect_ratio === undefined ? before.aspect : given.aspect_ratio,
    style: given.style === undefined ? before.style : given.style,
  };
}

function changesOf(shot: z.infer<typeof ShotChanges>) {
  return {
    ...(shot.name === undefined ? {} : { name: shot.name }),
    ...(shot.prompt === undefined ? {} : { prompt: shot.prompt }),
    ...(shot.duration_seconds === undefined ? {} : { durationSeconds: shot.duration_seconds }),
    ...(shot.shot_type === undefined ? {} : { shotType: shot.shot_type }),
    ...(shot.order_index === undefined ? {} : { orderIndex: shot.order_index }),
  };
}

/** What is no id at all names nothing that exists. */
function idIn<Schema extends z.ZodType>(
  schema: Schema,
  raw: string | undefined,
  code: ErrorCode,
  field = 'id',
): z.output<Schema> {
  const id = schema.safeParse(raw);
  if (id.success) return id.data;
  throw new TesseraError(code, `${field}: there is nothing by this id.`, { details: { field } });
}
