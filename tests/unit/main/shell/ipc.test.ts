// The window's door: who may send, how much, and what reaches the dispatch.

import { beforeEach, describe, expect, test } from 'vitest';
import { callChannel, eventsChannel, openWindowDoor, type WindowDoor } from '../../../../main/shell/ipc.ts';
import type { TesseraEvent } from '../../../../shared/contract/index.ts';
import type { Core } from '../../../../main/core.ts';
import type { WebContents } from 'electron';
import { ipcMain, resetElectron } from '../../../fakes/electron.ts';
import { FakePort, FakeWebContents } from '../../../fakes/electron-page.ts';

interface Dispatched {
  readonly name: unknown;
  readonly input: unknown;
  readonly door: string;
  readonly access: readonly string[];
}

let dispatched: Dispatched[];
let listeners: Set<(event: TesseraEvent) => void>;
let lines: string[];
let door: WindowDoor;
let page: FakeWebContents;

function fakeCore(): Pick<Core, 'dispatch' | 'events'> {
  return {
    async dispatch(name, input, { door: through, access }) {
      dispatched.push({ name, input, door: through, access: [...access].sort() });
      return { ok: true, value: { heard: input } };
    },
    events: {
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      since: () => [],
    },
  };
}

beforeEach(() => {
  resetElectron();
  dispatched = [];
  listeners = new Set();
  lines = [];
  door = openWindowDoor({ core: fakeCore(), log: (line) => lines.push(line) });
  page = new FakeWebContents();
  page.mainFrame.url = 'tessera://app/';
  door.admit(page as unknown as WebContents);
});

interface Sender {
  readonly sender: FakeWebContents;
  readonly senderFrame: { readonly parent: unknown; readonly url: string } | null;
}

function ourPage(): Sender {
  return { sender: page, senderFrame: page.mainFrame };
}

function call(from: Sender, name: unknown, input: unknown): Promise<unknown> {
  return Promise.resolve(ipcMain.handlers.get(callChannel)?.(from, name, input));
}

function openEvents(from: Sender, ...ports: FakePort[]): void {
  // Added in place: a copy would read a frame that throws when it is read.
  ipcMain.emit(eventsChannel, Object.assign(from, { ports }));
}

const strangers: readonly (readonly [string, () => Sender])[] = [
  ['a frame that is gone', () => ({ sender: page, senderFrame: null })],
  ['a frame inside the page', () => ({ sender: page, senderFrame: { parent: page.mainFrame, url: 'tessera://app/' } })],
  ['a page of another host', () => ({ sender: page, senderFrame: { parent: null, url: 'tessera://elsewhere/' } })],
  [
    'a page with a look-alike host',
    () => ({ sender: page, senderFrame: { parent: null, url: 'tessera://app.evil/' } }),
  ],
  ['a web page', () => ({ sender: page, senderFrame: { parent: null, url: 'https://app/' } })],
  ['a file', () => ({ sender: page, senderFrame: { parent: null, url: 'file:///app/' } })],
  ['an empty page', () => ({ sender: page, senderFrame: { parent: null, url: 'about:blank' } })],
  ['a page without an address', () => ({ sender: page, senderFrame: { parent: null, url: '' } })],
  [
    'a window that is none of ours',
    () => {
      const foreign = new FakeWebContents();
      return { sender: foreign, senderFrame: { parent: null, url: 'tessera://app/' } };
    },
  ],
  [
    'a destroyed page',
    () => {
      page.destroyed = true;
      return ourPage();
    },
  ],
  [
    'a page that was closed',
    () => {
      page.emit('destroyed');
      return ourPage();
    },
  ],
  [
    'a frame that Electron has disposed of',
    () => ({
      sender: page,
      get senderFrame(): never {
        throw new Error('Render frame was disposed before WebFrameMain could be accessed');
      },
    }),
  ],
];

describe('calls', () => {
  test('of our page reach the dispatch with all access, as the window', async () => {
    const answer = await call(ourPage(), 'generation.get', '{"id":"a"}');
    expect(answer).toEqual({ ok: true, value: { heard: { id: 'a' } } });
    expect(dispatched).toEqual([
      { name: 'generation.get', input: { id: 'a' }, door: 'window', access: ['admin', 'desktop', 'read', 'write'] },
    ]);
  });

  test.each(strangers)('of %s are refused and logged', async (_who, from) => {
    expect(await call(from(), 'generation.get', '{}')).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
    expect(dispatched).toEqual([]);
    expect(lines).toHaveLength(1);
  });

  test('over 1 MB are refused, and one of exactly 1 MB is not', async () => {
    const full = JSON.stringify('x'.repeat(1024 * 1024 - 2));
    expect(await call(ourPage(), 'generation.submit', `${full} `)).toMatchObject({
      ok: false,
      error: { code: 'REQUEST_TOO_LARGE', details: { bytes: 1024 * 1024 + 1, maxBytes: 1024 * 1024 } },
    });
    expect(dispatched).toEqual([]);
    expect(await call(ourPage(), 'generation.submit', full)).toMatchObject({ ok: true });
  });

  test('count bytes, not characters', async () => {
    const text = JSON.stringify('é'.repeat(600_000));
    expect(await call(ourPage(), 'generation.submit', text)).toMatchObject({ error: { code: 'REQUEST_TOO_LARGE' } });
  });

  test.each([{ id: 'a' }, undefined, null, 7, new Uint8Array(4)])(
    'with input that is no text (%j) are refused',
    async (input) => {
      expect(await call(ourPage(), 'generation.get', input)).toMatchObject({
        ok: false,
        error: { code: 'INVALID_INPUT' },
      });
      expect(dispatched).toEqual([]);
    },
  );

  test('with broken JSON are refused', async () => {
    expect(await call(ourPage(), 'generation.get', '{"id":')).toMatchObject({ error: { code: 'INVALID_INPUT' } });
    expect(dispatched).toEqual([]);
  });

  test('end when the door closes', () => {
    door.close();
    expect(ipcMain.handlers.has(callChannel)).toBe(false);
    expect(ipcMain.listenerCount(eventsChannel)).toBe(0);
  });
});

const announced = { name: 'models.changed', data: {}, sequence: 1 } as const satisfies TesseraEvent;

function announce(): void {
  for (const listener of listeners) listener(announced);
}

describe('events', () => {
  test('go to the port that our page sent', () => {
    const port = new FakePort();
    openEvents(ourPage(), port);
    announce();
    expect(port.sent).toEqual([announced]);
    expect(port.started).toBe(true);
  });

  test.each(strangers)('are never sent to %s', (_who, from) => {
    const port = new FakePort();
    openEvents(from(), port);
    announce();
    expect(port.sent).toEqual([]);
    expect(port.closed).toBe(true);
    expect(lines).toHaveLength(1);
  });

  test('go to the newest port only when the page has loaded again', () => {
    const [first, second] = [new FakePort(), new FakePort()];
    openEvents(ourPage(), first);
    openEvents(ourPage(), second);
    announce();
    expect(first.sent).toEqual([]);
    expect(first.closed).toBe(true);
    expect(second.sent).toEqual([announced]);
  });

  test('stop when the page is gone', () => {
    const port = new FakePort();
    openEvents(ourPage(), port);
    page.emit('destroyed');
    expect(listeners.size).toBe(0);
    expect(port.closed).toBe(true);
  });

  test('stop when the page closes its end', () => {
    const port = new FakePort();
    openEvents(ourPage(), port);
    port.close();
    expect(listeners.size).toBe(0);
  });

  test('need one port: others are closed, and none is no error', () => {
    const [first, second] = [new FakePort(), new FakePort()];
    openEvents(ourPage(), first, second);
    openEvents(ourPage());
    expect([first.closed, second.closed]).toEqual([false, true]);
  });
});
