// Shots written by a language model, over real HTTP to a server process that honours Ollama's API.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openNetwork } from '../fakes/network.ts';
import { createOllamaWriter } from '../../main/storyboards/ollama-writer.ts';
import { openLoopbackStudio } from '../contract/loopback-studio.ts';

let server: ChildProcess;
let url: string;
const { signal } = new AbortController();

beforeAll(async () => {
  const file = fileURLToPath(new URL('../fakes/ollama-server.mjs', import.meta.url));
  server = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(server.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  url = `http://127.0.0.1:${line.toString().trim()}`;
});

afterAll(() => server.kill());

const writer = (model: string, timeoutMs = 5000) => createOllamaWriter({ network: openNetwork, url, model, timeoutMs });

describe('a language model', () => {
  test('writes as many shots as were asked for', async () => {
    const shots = await writer('obedient').write('a fox', 4, signal);
    expect(shots.map((shot) => shot.name)).toEqual(['part 1', 'part 2', 'part 3', 'part 4']);
    expect(shots[0]).toMatchObject({ prompt: 'a picture of part 1', durationSeconds: 2, shotType: 'wide' });
  });

  test('that writes more is cut to what was asked for', async () => {
    expect(await writer('too-many').write('a fox', 4, signal)).toHaveLength(4);
  });

  test('that writes seconds without measure gets the longest there are', async () => {
    expect((await writer('long-seconds').write('a fox', 1, signal))[0]?.durationSeconds).toBe(600);
  });

  test('enhances, without the quotes and blanks around its answer', async () => {
    expect(await writer('obedient').enhance('a fox', signal)).toBe('a fox, in the golden hour');
  });

  test.each([
    ['too-few', 'LANGUAGE_MODEL_ANSWER', '4 shots'],
    ['chatty', 'LANGUAGE_MODEL_ANSWER', '4 shots'],
    ['wordless', 'LANGUAGE_MODEL_ANSWER', 'without words'],
    ['foreign', 'LANGUAGE_MODEL_ANSWER', 'not the one of an Ollama server'],
    ['flood', 'LANGUAGE_MODEL_ANSWER', 'too long'],
    ['absent', 'LANGUAGE_MODEL_UNAVAILABLE', 'no model "absent"'],
    ['broken', 'LANGUAGE_MODEL_UNAVAILABLE', '500'],
    ['cuts', 'LANGUAGE_MODEL_UNAVAILABLE', 'cannot be reached'],
    ['moved', 'LANGUAGE_MODEL_UNAVAILABLE', 'cannot be reached'],
  ])('that is %s is told apart', async (model, code, words) => {
    await expect(writer(model).write('a fox', 4, signal)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(words),
    });
  });

  test('that does not answer is given up', async () => {
    await expect(writer('silent', 100).write('a fox', 4, signal)).rejects.toMatchObject({
      code: 'LANGUAGE_MODEL_UNAVAILABLE',
      message: expect.stringContaining('did not answer'),
    });
  });

  test('that is being waited for can be cancelled', async () => {
    const abort = new AbortController();
    const asked = writer('silent').write('a fox', 4, abort.signal);
    setTimeout(() => abort.abort(), 50);
    await expect(asked).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  test('behind a port where nobody listens is unavailable', async () => {
    const nobody = createOllamaWriter({ network: openNetwork, url: 'http://127.0.0.1:9', model: 'obedient' });
    await expect(nobody.enhance('a fox', signal)).rejects.toMatchObject({ code: 'LANGUAGE_MODEL_UNAVAILABLE' });
  });
});

describe('a studio with a language model', () => {
  test('writes sequences by it, says so, and tells a failure', async () => {
    const studio = await openLoopbackStudio();
    await studio.call('settings.set', { ollamaUrl: url, ollamaModel: 'obedient' });
    const { id: project } = await studio.call('storyboards.create', {
      name: 'A film',
      look: { model: 'mock' as never },
    });
    const { id } = await studio.call('sequences.generate', { project, prompt: 'a fox', shotCount: 2 });
    await expect
      .poll(async () => (await studio.call('sequences.get', { id })).state, { timeout: 30_000 })
      .toBe('completed');
    expect((await studio.call('sequences.get', { id })).writer).toBe('ollama');
    expect((await studio.call('storyboards.get', { id: project })).shots.map((shot) => shot.prompt)).toEqual([
      'a picture of part 1',
      'a picture of part 2',
    ]);
    expect(await studio.call('storyboards.write', { prompt: 'a fox', task: 'enhance' })).toMatchObject({
      writer: 'ollama',
      model: 'obedient',
      prompt: 'a fox, in the golden hour',
    });

    await studio.call('settings.set', { ollamaModel: 'absent' });
    const failing = await studio.call('sequences.generate', { project, prompt: 'a fox', shotCount: 2 });
    await expect.poll(async () => (await studio.call('sequences.get', { id: failing.id })).state).toBe('failed');
    expect((await studio.call('sequences.get', { id: failing.id })).error).toMatchObject({
      code: 'LANGUAGE_MODEL_UNAVAILABLE',
    });
    await studio.close();
  });

  test.each(['ftp://127.0.0.1', 'http://user:secret@127.0.0.1', 'http://127.0.0.1/path', '127.0.0.1:11434'])(
    'refuses %s as its address',
    async (address) => {
      const studio = await openLoopbackStudio();
      const answer = await studio.ask({ method: 'POST', path: '/call/settings.set', body: { ollamaUrl: address } });
      await studio.close();
      expect([answer.status, answer.json()]).toMatchObject([400, { error: { details: { field: 'ollamaUrl' } } }]);
    },
  );
});
