// Asks the storyboard dialect as a script would, and waits for what it started.

import { expect } from 'vitest';
import type { Ask } from './ask-over-http.ts';
import type { LoopbackStudio } from './loopback-studio.ts';

export interface Body {
  readonly id: string;
  readonly [key: string]: unknown;
}

export function dialectClient(studio: () => LoopbackStudio) {
  async function ask(method: string, path: string, body?: unknown, more: Partial<Ask> = {}) {
    const answer = await studio().ask({ method, path, ...(body === undefined ? {} : { body }), ...more });
    return { status: answer.status, body: answer.json() as Body, headers: answer.headers };
  }

  async function newProject(): Promise<string> {
    const { body } = await ask('POST', '/api/projects', { name: 'A film', model: 'mock' });
    return body.id;
  }

  async function newShot(project: string, body: object = {}): Promise<Body> {
    const made = await ask('POST', `/api/projects/${project}/shots`, { prompt: 'a fox', generate: false, ...body });
    expect(made.status).toBe(201);
    return made.body;
  }

  async function shotNames(project: string): Promise<string[]> {
    const { body } = await ask('GET', `/api/projects/${project}/shots`);
    return (body['shots'] as Body[]).map((shot) => String(shot['name']));
  }

  async function sequenceEnded(id: string): Promise<Body> {
    let last: Body = { id };
    await expect
      .poll(
        async () => {
          last = (await ask('GET', `/api/sequences/${id}/status`)).body;
          return last['status'];
        },
        { timeout: 25_000 },
      )
      .toMatch(/completed|failed|cancelled/);
    return last;
  }

  return { ask, newProject, newShot, shotNames, sequenceEnded };
}
