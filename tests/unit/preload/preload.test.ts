// What the page sees: three frozen names, and nothing of Electron behind them.

import { beforeEach, describe, expect, test, vi } from 'vitest';
import { callChannel, eventsChannel } from '../../../main/shell/ipc.ts';

interface Exposed {
  call(name: unknown, input?: unknown): Promise<unknown>;
  onEvent(listener: unknown): () => void;
  readonly platform: { readonly os: string; readonly versions: Readonly<Record<string, string>> };
}

let contextBridge: typeof import('../../fakes/electron.ts')['contextBridge'];
let ipcRenderer: typeof import('../../fakes/electron.ts')['ipcRenderer'];
let exposed: Exposed;
/** Main's end of the channel that the preload script sent. */
let mainPort: MessagePort;

beforeEach(async () => {
  mainPort?.close();
  // A preload script does its work when it is loaded: each test loads it, and a fake of its own, anew.
  vi.resetModules();
  ({ contextBridge, ipcRenderer } = await import('../../fakes/electron.ts'));
  await import('../../../preload/index.ts');
  exposed = contextBridge.exposed.get('tessera') as Exposed;
  const port = ipcRenderer.posted[0]?.ports[0];
  if (port === undefined) throw new Error('the preload script sent no port');
  mainPort = port;
});

/** Messages between ports arrive in later turns of the loop. */
async function announce(event: unknown): Promise<void> {
  mainPort.postMessage(event);
  await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('the page sees', () => {
  test('one object with exactly three names, frozen', () => {
    expect([...contextBridge.exposed.keys()]).toEqual(['tessera']);
    expect(Object.keys(exposed).sort()).toEqual(['call', 'onEvent', 'platform']);
    expect(Object.isFrozen(exposed)).toBe(true);
  });

  test('of the platform only its name and three versions, frozen', () => {
    expect(Object.keys(exposed.platform).sort()).toEqual(['os', 'versions']);
    expect(Object.keys(exposed.platform.versions).sort()).toEqual(['chrome', 'electron', 'node']);
    expect([exposed.platform, exposed.platform.versions].every(Object.isFrozen)).toBe(true);
  });
});

describe('call', () => {
  test('sends the name and the input as JSON text on the one channel, and hands the answer over', async () => {
    ipcRenderer.answer = { ok: true, value: { id: 'a' } };
    expect(await exposed.call('generation.get', { id: 'a' })).toEqual({ ok: true, value: { id: 'a' } });
    expect(ipcRenderer.invoked).toEqual([[callChannel, 'generation.get', '{"id":"a"}']]);
  });

  test('without input sends an empty one', async () => {
    await exposed.call('models.list');
    expect(ipcRenderer.invoked).toEqual([[callChannel, 'models.list', '{}']]);
  });

  test.each([undefined, null, 7, {}, ['generation.get']])('refuses a name that is no string: %j', async (name) => {
    await expect(exposed.call(name, {})).rejects.toThrow(TypeError);
    expect(ipcRenderer.invoked).toEqual([]);
  });
});

describe('onEvent', () => {
  test('asks for events once, before the page runs, on the one channel', () => {
    expect(ipcRenderer.posted.map(({ channel, message, ports }) => [channel, message, ports.length])).toEqual([
      [eventsChannel, null, 1],
    ]);
  });

  test('hands the plain event and nothing else to every listener', async () => {
    const heard: unknown[][] = [];
    exposed.onEvent((...args: unknown[]) => heard.push(args));
    exposed.onEvent((...args: unknown[]) => heard.push(args));
    const event = { name: 'models.changed', data: {}, sequence: 1 };
    await announce(event);
    expect(heard).toEqual([[event], [event]]);
  });

  test('stops for the one who unsubscribed, also when the same function listens twice', async () => {
    const heard: unknown[] = [];
    const listener = (event: unknown) => heard.push(event);
    const stop = exposed.onEvent(listener);
    exposed.onEvent(listener);
    expect(stop()).toBeUndefined();
    await announce('one');
    expect(heard).toEqual(['one']);
  });

  test('refuses what is no function', () => {
    expect(() => exposed.onEvent('listener')).toThrow(TypeError);
  });
});
