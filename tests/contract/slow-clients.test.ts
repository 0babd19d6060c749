// A thousand clients that send their requests a byte at a time do not keep a picture from being made.

import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LoopbackStudio, openLoopbackStudio } from './loopback-studio.ts';

const clients = 1000;
let studio: LoopbackStudio;

beforeAll(async () => {
  studio = await openLoopbackStudio();
});
afterAll(() => studio.close());

/** One that never comes to the end of its headers, or of its body. */
function slowClient(place: number): Promise<Socket> {
  const head =
    `POST /call/models.list HTTP/1.1\r\nHost: 127.0.0.1:${studio.api.port}\r\nAuthorization: Bearer ${studio.token}\r\n` +
    'Content-Type: application/json\r\nContent-Length: 1000\r\n';
  return new Promise((resolve) => {
    const socket = connect(studio.api.port, '127.0.0.1', () => resolve(socket));
    // Hung up on by a server that has enough of it: as good as open.
    socket.on('error', () => resolve(socket));
    socket.write(place % 2 === 0 ? head : `${head}\r\n{`);
  });
}

test('1,000 slow clients do not stop a generation', { timeout: 60_000 }, async () => {
  const sockets = await Promise.all(Array.from({ length: clients }, (_, place) => slowClient(place)));
  const dripping = setInterval(() => {
    for (const socket of sockets) if (!socket.destroyed) socket.write('x');
  }, 250);
  try {
    const submitted = await studio.core.dispatch(
      'generation.submit',
      {
        request: { kind: 'generate', recipe: { prompt: 'a red apple', model: 'mock', width: 64, height: 64 } },
        id: 'calm',
      },
      { door: 'http', access: new Set(['write']) },
    );
    expect(submitted.ok).toBe(true);
    const state = async () => {
      const found = await studio.core.dispatch(
        'generation.get',
        { id: 'calm' },
        { door: 'test', access: new Set(['read']) },
      );
      return found.ok ? (found.value as { state: string }).state : 'gone';
    };
    await expect.poll(state, { timeout: 30_000 }).toBe('completed');
    expect(sockets.filter((socket) => !socket.destroyed).length).toBeGreaterThan(100);
  } finally {
    clearInterval(dripping);
    for (const socket of sockets) socket.destroy();
  }
  // And the door answers again as soon as they are gone.
  await expect.poll(async () => (await studio.ask({ path: '/health', token: null })).status).toBe(200);
});
