// A picture whose largest tensor would end its host: main starts one with the room, where there is such a kind.

import { afterEach, expect, test } from 'vitest';
import { createEngine, type Engine } from '../../../../main/engine/supervisor.ts';
import type { EngineEvent } from '../../../../shared/engine-protocol.ts';
import { fakeHosts } from '../../../fakes/engine-host.ts';
import { generateCommand } from '../../../fixtures/engine-commands.ts';

const timings = { totalMs: 1, sessionMs: 1, sessionRuns: 1, loadMs: 0 };
let engine: Engine;
afterEach(() => Promise.race([engine.close(), new Promise((resolve) => setTimeout(resolve, 50))]));

const tooLarge = (id: string): EngineEvent => ({
  kind: 'failed',
  id,
  error: { code: 'OUT_OF_MEMORY', message: 'Too large.', retryable: false, details: { largestTensorBytes: 2 ** 31 } },
});

/** @param answer what the host of that place in the order of starts says to a command */
function start(answer: (host: number, id: string) => EngineEvent) {
  const hosts = fakeHosts({
    onCommand: (host, { id }) => host.say(answer(hosts.started.indexOf(host), id)),
  });
  engine = createEngine({ startHost: hosts.startHost, clock: () => Date.now(), log: () => {} });
  return hosts;
}

const draw = (id: string, modelFolder = 'mock') =>
  engine.run(generateCommand({ folder: '/library', id, modelFolder }), {
    signal: new AbortController().signal,
    onEvent: () => {},
  });

test('it is drawn in a host that was asked for with that much room, and another model gets any again', async () => {
  const hosts = start((host, id) => (host === 0 ? tooLarge(id) : { kind: 'done', id, timings }));
  expect(await draw('one')).toEqual(timings);
  expect(hosts.started.map((host) => [host.killed, host.largestTensorBytes])).toEqual([
    [true, null],
    [false, 2 ** 31],
  ]);
  await draw('two');
  expect(hosts.started).toHaveLength(2);
  await draw('three', 'other');
  expect(hosts.started.at(-1)?.largestTensorBytes).toBeNull();
  expect(engine.health().fallen).toBe(false);
});

test('it fails where no kind of host has the room', async () => {
  const hosts = start((_, id) => tooLarge(id));
  await expect(draw('one')).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' });
  expect(hosts.started).toHaveLength(2);
});
