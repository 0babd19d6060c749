// What a call makes of its input over real HTTP: faults named by their field, and what only some doors may ask.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorCatalogue, type ErrorCode } from '../../shared/errors.ts';
import { type LoopbackStudio, openLoopbackStudio } from './loopback-studio.ts';

let studio: LoopbackStudio;

beforeAll(async () => {
  studio = await openLoopbackStudio();
});

afterAll(() => studio.close());

describe('input', () => {
  const submit = (recipe: object) =>
    studio.ask({ method: 'POST', path: '/call/generation.submit', body: { request: { kind: 'generate', recipe } } });

  test.each([
    ['an empty prompt', { prompt: ' ' }, 'VALIDATION_ERROR', 'request.recipe.prompt'],
    ['a prompt that is too long', { prompt: 'a'.repeat(4001) }, 'VALIDATION_ERROR', 'request.recipe.prompt'],
    ['width 513', { prompt: 'x', width: 513, height: 512 }, 'VALIDATION_ERROR', 'request.recipe.width'],
    ['aspect 5:1', { prompt: 'x', aspect: '5:1' }, 'VALIDATION_ERROR', 'request.recipe.aspect'],
    ['an unknown scheduler', { prompt: 'x', scheduler: 'eular' }, 'VALIDATION_ERROR', 'request.recipe.scheduler'],
    ['an unknown field', { prompt: 'x', cfg: 7 }, 'VALIDATION_ERROR', 'request.recipe.cfg'],
    ['an unknown model', { prompt: 'x', model: 'nobody' }, 'MODEL_NOT_FOUND', 'model'],
    ['an unknown style', { prompt: 'x', model: 'mock', style: 'nothing' }, 'STYLE_NOT_FOUND', 'style'],
  ])('%s is refused and names the field', async (_case, recipe, code, field) => {
    const answer = await submit(recipe);
    expect(answer.json()).toMatchObject({ ok: false, error: { code, details: { field } } });
    expect(answer.status).toBe(errorCatalogue[code as ErrorCode].http);
  });

  test('no body means no input', async () => {
    expect((await studio.ask({ method: 'POST', path: '/call/models.list' })).status).toBe(200);
  });

  test('only the command line chooses where latents are written', async () => {
    const answer = await studio.ask({
      method: 'POST',
      path: '/call/generation.submit',
      body: { request: { kind: 'generate', recipe: { prompt: 'x', model: 'mock' } }, saveLatents: '/tmp/x.npy' },
    });
    expect([answer.status, answer.json()]).toEqual([
      403,
      { ok: false, error: expect.objectContaining({ code: 'FORBIDDEN', details: { field: 'saveLatents' } }) },
    ]);
  });

  test("the caller's own id gives the same job twice and another request a conflict", async () => {
    const body = (prompt: string) => ({
      id: 'mine-1',
      request: { kind: 'generate', recipe: { prompt, model: 'mock', seed: 1, steps: 1, width: 64, height: 64 } },
    });
    const ask = (prompt: string) => studio.ask({ method: 'POST', path: '/call/generation.submit', body: body(prompt) });
    const first = await ask('an owl');
    const second = await ask('an owl');
    const third = await ask('another owl');
    expect([first.status, second.status, third.status]).toEqual([200, 200, 409]);
    expect(second.json()).toMatchObject({ value: { id: 'mine-1' } });
  });
});
