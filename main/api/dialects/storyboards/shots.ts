// /api/shots and the shots of a project: made with their picture, moved, changed, moved to the trash.

import { z } from 'zod';
import { type Endpoint, endpoint, say } from '../endpoint.ts';
import { projectIdIn, shotIdIn } from './ids.ts';
import { Deleted, NewShot, ShotAnswer, ShotChanges, shotAnswer, ShotsAnswer } from './shapes.ts';

const limit = 'shots';
const params = z.strictObject({ id: z.string() });
const ofProject = '/api/projects/{id}/shots';
const path = '/api/shots/{id}';
const names = { orderIndex: 'order_index', durationSeconds: 'duration_seconds', shotType: 'shot_type' };
const noProject = { 404: { description: 'There is no such project.' } };
const noShot = { 404: { description: 'There is no such shot.' } };

export const shotEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'GET',
    path: ofProject,
    id: 'api.shots.list',
    summary: 'The shots of a project in order.',
    limit,
    params,
    answers: { 200: { description: 'The shots.', schema: ShotsAnswer }, ...noProject },
    async handle({ params: { id } }, door) {
      const { shots } = await door.call('storyboards.get', { id: projectIdIn(id) });
      return say(200, { shots: shots.map(shotAnswer), total: shots.length });
    },
  }),
  endpoint({
    method: 'POST',
    path: ofProject,
    id: 'api.shots.create',
    summary: 'Add a shot and queue its picture.',
    limit,
    names,
    params,
    body: NewShot,
    answers: { 201: { description: 'The shot.', schema: ShotAnswer }, ...noProject },
    async handle({ params: { id }, body }, door) {
      const { prompt, generate: draw = true } = body;
      const shot = await door.call('shots.create', { ...changesOf(body), project: projectIdIn(id), prompt, draw });
      return say(201, shotAnswer(shot));
    },
  }),
  endpoint({
    method: 'GET',
    path,
    id: 'api.shots.get',
    summary: 'One shot with the state of its picture.',
    limit,
    params,
    answers: { 200: { description: 'The shot.', schema: ShotAnswer }, ...noShot },
    handle: async ({ params: { id } }, door) =>
      say(200, shotAnswer(await door.call('shots.get', { id: shotIdIn(id) }))),
  }),
  ...(['PATCH', 'PUT'] as const).map((method) =>
    endpoint({
      method,
      path,
      id: `api.shots.${method.toLowerCase()}`,
      summary: 'Change a shot; order_index moves it.',
      limit,
      names,
      params,
      body: ShotChanges,
      answers: { 200: { description: 'The shot as it is now.', schema: ShotAnswer }, ...noShot },
      handle: async ({ params: { id }, body }, door) =>
        say(200, shotAnswer(await door.call('shots.update', { id: shotIdIn(id), ...changesOf(body) }))),
    }),
  ),
  endpoint({
    method: 'DELETE',
    path,
    id: 'api.shots.delete',
    summary: 'Move a shot and its pictures to the trash.',
    limit,
    params,
    answers: { 200: { description: 'It is in the trash.', schema: Deleted }, ...noShot },
    async handle({ params }, door) {
      const { id } = await door.call('shots.delete', { id: shotIdIn(params.id) });
      return say(200, { message: `Shot ${id} has been moved to the trash` });
    },
  }),
];

function changesOf(shot: z.infer<typeof ShotChanges>) {
  return {
    ...(shot.name === undefined ? {} : { name: shot.name }),
    ...(shot.prompt === undefined ? {} : { prompt: shot.prompt }),
    ...(shot.duration_seconds === undefined ? {} : { durationSeconds: shot.duration_seconds }),
    ...(shot.shot_type === undefined ? {} : { shotType: shot.shot_type }),
    ...(shot.order_index === undefined ? {} : { orderIndex: shot.order_index }),
  };
}
