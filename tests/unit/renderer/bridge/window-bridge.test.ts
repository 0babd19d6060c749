// The bridge of the desktop window, over the three names a preload script exposes.

import { expect, test } from 'vitest';
import { createWindowBridge, type ExposedNames } from '../../../../renderer/bridge/window-bridge.ts';
import type { TesseraEvent } from '../../../../shared/contract/index.ts';

function expose(answer: unknown) {
  const asked: unknown[] = [];
  const listeners = new Set<(event: unknown) => void>();
  const exposed: ExposedNames = {
    async call(name, input) {
      asked.push([name, input]);
      return answer;
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    platform: { os: 'linux', versions: { electron: '45.0.0' } },
  };
  return { asked, exposed, say: (event: unknown) => listeners.forEach((listener) => listener(event)), listeners };
}

const deleted = (sequence: number) => ({ name: 'job.deleted', sequence, data: { id: 'one' } });

test('a call passes its name and input on and unwraps the answer', async () => {
  const { exposed, asked } = expose({ ok: true, value: { id: 'one' } });
  await expect(createWindowBridge(exposed).call('generation.delete', { id: 'one' as never })).resolves.toEqual({
    id: 'one',
  });
  expect(asked).toEqual([['generation.delete', { id: 'one' }]]);
});

test('a refused call throws its code', async () => {
  const { exposed } = expose({ ok: false, error: { code: 'JOB_NOT_FOUND', message: 'Gone.', retryable: false } });
  await expect(createWindowBridge(exposed).call('generation.get', { id: 'one' as never })).rejects.toMatchObject({
    code: 'JOB_NOT_FOUND',
  });
});

test('events are parsed, strangers left out, and listening ends', () => {
  const { exposed, say, listeners } = expose(null);
  const heard: TesseraEvent[] = [];
  const stop = createWindowBridge(exposed).subscribe((event) => heard.push(event));
  say(deleted(1));
  say({ name: 'unknown', sequence: 2, data: {} });
  expect(heard.map((event) => event.name)).toEqual(['job.deleted']);
  stop();
  expect(listeners.size).toBe(0);
});

test('a sequence that starts over asks for a resync', () => {
  const { exposed, say } = expose(null);
  const bridge = createWindowBridge(exposed);
  let resyncs = 0;
  bridge.onResync(() => {
    resyncs += 1;
  });
  bridge.subscribe(() => undefined);
  say(deleted(9));
  say(deleted(10));
  expect(resyncs).toBe(0);
  say(deleted(1));
  expect(resyncs).toBe(1);
});

test('the desktop is known', () => {
  expect(createWindowBridge(expose(null).exposed).platform?.os).toBe('linux');
});
