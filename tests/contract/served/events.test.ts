// What happens, told over server-sent events by a real serve process: resumed after a cut, and honest after a crash.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ServedStudio, serveStudio } from './serve-studio.ts';

let home: string;
let studio: ServedStudio;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'tessera-events-'));
  studio = await serveStudio({ home });
});
afterEach(async () => {
  await studio.close();
  rmSync(home, { recursive: true, force: true });
});

interface Message {
  readonly id: number | null;
  readonly event: string;
  readonly text: string;
}

/** Follows the stream until a message fits, and cuts it. */
async function follow(lastId: number | null, fits: (message: Message) => boolean): Promise<Message[]> {
  const stop = new AbortController();
  const headers = {
    authorization: `Bearer ${studio.token}`,
    ...(lastId === null ? {} : { 'last-event-id': String(lastId) }),
  };
  const { body } = await fetch(`${studio.url}/api/events`, { headers, signal: stop.signal });
  const seen: Message[] = [];
  let text = '';
  for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = /^event: (.*)$/m.exec(block)?.[1];
      if (event === undefined) continue;
      const id = /^id: (\d+)$/m.exec(block)?.[1];
      const message = { id: id === undefined ? null : Number(id), event, text: block };
      seen.push(message);
      if (!fits(message)) continue;
      stop.abort();
      return seen;
    }
  }
  throw new Error(`the stream ended after ${seen.length} messages`);
}

async function submit(seed: number): Promise<void> {
  const recipe = { prompt: 'a red apple', seed, count: 1, steps: 4, width: 128, height: 128 };
  await studio.call('generation.submit', { request: { kind: 'generate', recipe } });
}

const isCompleted = ({ event, text }: Message) => event === 'job.changed' && text.includes('"state":"completed"');

test('a stream that was cut goes on where it was, with nothing lost and nothing twice', async () => {
  const first = follow(null, ({ event }) => event === 'job.progress');
  await submit(1);
  const lastId = (await first).at(-1)?.id ?? 0;
  const rest = await follow(lastId, isCompleted);
  expect(rest.map(({ id }) => id)).toEqual(rest.map((_, place) => lastId + 1 + place));
  // Everything of a job that ended meanwhile is told to whoever comes back from before it.
  const again = await follow(lastId, isCompleted);
  expect(again.map(({ text }) => text)).toEqual(rest.map(({ text }) => text));
});

test('a stream of a process that crashed begins anew, and says that everything must be read again', async () => {
  const first = follow(null, isCompleted);
  await submit(2);
  const lastId = (await first).at(-1)?.id ?? 0;
  process.kill(studio.pid, 'SIGKILL');
  studio = await serveStudio({ home });
  const [message] = await follow(lastId, () => true);
  expect(message).toMatchObject({ id: null, event: 'resync' });
});
