// /api/projects: storyboards made, read, changed and moved to the trash.

import { z } from 'zod';
import type { ProjectLook } from '../../../../shared/domain/storyboard.ts';
import { type Endpoint, endpoint, say } from '../endpoint.ts';
import { projectIdIn } from './ids.ts';
import { Deleted, NewProject, ProjectAnswer, ProjectChanges, projectAnswer, ProjectsAnswer } from './shapes.ts';

const limit = 'projects';
const params = z.strictObject({ id: z.string() });
const path = '/api/projects/{id}';
const noProject = { 404: { description: 'There is no such project.' } };
const unknownLook = { 404: { description: 'There is no such model or style.' } };

export const projectEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/api/projects',
    id: 'api.projects.list',
    summary: 'The projects, the one that was changed last first.',
    limit,
    answers: { 200: { description: 'The projects.', schema: ProjectsAnswer } },
    async handle(_asked, door) {
      const { projects } = await door.call('storyboards.list', {});
      return say(200, { projects: projects.map(projectAnswer), total: projects.length });
    },
  }),
  endpoint({
    method: 'POST',
    path: '/api/projects',
    id: 'api.projects.create',
    summary: 'Begin a project.',
    limit,
    body: NewProject,
    answers: { 201: { description: 'The project.', schema: ProjectAnswer }, ...unknownLook },
    async handle({ body: { name, description, ...look } }, door) {
      return say(201, projectAnswer(await door.call('storyboards.create', { name, description, look: lookOf(look) })));
    },
  }),
  endpoint({
    method: 'GET',
    path,
    id: 'api.projects.get',
    summary: 'One project.',
    limit,
    params,
    answers: { 200: { description: 'The project.', schema: ProjectAnswer }, ...noProject },
    async handle({ params: { id } }, door) {
      const { project } = await door.call('storyboards.get', { id: projectIdIn(id) });
      return say(200, projectAnswer(project));
    },
  }),
  ...(['PATCH', 'PUT'] as const).map((method) =>
    endpoint({
      method,
      path,
      id: `api.projects.${method.toLowerCase()}`,
      summary: 'Change a project; what is left out stays.',
      limit,
      params,
      body: ProjectChanges,
      answers: { 200: { description: 'The project as it is now.', schema: ProjectAnswer }, ...noProject },
      async handle({ params: { id }, body: { name, description, ...changed } }, door) {
        const { project } = await door.call('storyboards.get', { id: projectIdIn(id) });
        const look = lookOf(changed, project.look);
        return say(
          200,
          projectAnswer(await door.call('storyboards.update', { id: project.id, name, description, look })),
        );
      },
    }),
  ),
  endpoint({
    method: 'DELETE',
    path,
    id: 'api.projects.delete',
    summary: 'Move a project to the trash.',
    limit,
    params,
    answers: { 200: { description: 'It is in the trash.', schema: Deleted }, ...noProject },
    async handle({ params }, door) {
      const { id } = await door.call('storyboards.delete', { id: projectIdIn(params.id) });
      return say(200, { message: `Project ${id} has been moved to the trash` });
    },
  }),
];

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
