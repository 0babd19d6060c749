// The window's door: one channel for calls, one port per page for events, and the rule who may use them.

import { type IpcMainEvent, type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import type { Access } from '../../shared/contract/call.ts';
import { TesseraError, toEnvelope } from '../../shared/errors.ts';
import type { Core } from '../core.ts';
import type { DispatchResult } from '../dispatch.ts';
import { isAppUrl } from './origin.ts';

export const callChannel = 'tessera:call';
export const eventsChannel = 'tessera:events';

/** A recipe is a few kilobytes; pictures are files and never travel this way. */
const maxInputBytes = 1024 * 1024;

/** Whoever sits at the window owns the machine. */
const windowAccess: ReadonlySet<Access> = new Set(['read', 'write', 'admin', 'desktop']);

export interface WindowDoor {
  /** Lets the page of one of our windows call. */
  admit(contents: WebContents): void;
  close(): void;
}

export function openWindowDoor(options: {
  readonly core: Pick<Core, 'dispatch' | 'events'>;
  readonly log: (line: string) => void;
}): WindowDoor {
  const { core, log } = options;
  const admitted = new Set<WebContents>();
  const ports = new Map<WebContents, () => void>();

  /** The input travels as JSON text: its size is known exactly, and it means the same as the body of an HTTP call. */
  async function answerCall(event: IpcMainInvokeEvent, name: unknown, input: unknown): Promise<DispatchResult> {
    const refusal = refuseSender(event, admitted) ?? refuseInput(input);
    if (refusal !== null) {
      log(`refused a call from the window: ${refusal.message}`);
      return { ok: false, error: toEnvelope(refusal) };
    }
    const parsed = parseJson(String(input));
    if (parsed instanceof TesseraError) return { ok: false, error: toEnvelope(parsed) };
    return core.dispatch(name, parsed.value, { door: 'window', access: windowAccess });
  }

  function openPort(event: IpcMainEvent): void {
    const refusal = refuseSender(event, admitted);
    const [port, ...surplus] = event.ports;
    for (const extra of surplus) extra.close();
    if (port === undefined) return;
    if (refusal !== null) {
      log(`refused to send events: ${refusal.message}`);
      port.close();
      return;
    }
    // A page that loads again brings a new port; the old one belongs to a page that is gone.
    ports.get(event.sender)?.();
    const unsubscribe = core.events.subscribe((announced) => port.postMessage(announced));
    const stop = (): void => {
      unsubscribe();
      port.close();
      if (ports.get(event.sender) === stop) ports.delete(event.sender);
    };
    ports.set(event.sender, stop);
    port.on('close', stop);
    port.start();
  }

  ipcMain.handle(callChannel, answerCall);
  ipcMain.on(eventsChannel, openPort);
  return {
    admit(contents) {
      admitted.add(contents);
      contents.once('destroyed', () => {
        admitted.delete(contents);
        ports.get(contents)?.();
      });
    },
    close() {
      ipcMain.removeHandler(callChannel);
      ipcMain.removeListener(eventsChannel, openPort);
      for (const stop of ports.values()) stop();
    },
  };
}

/** Only the top frame of one of our windows, showing our own page, may send; anything else gets the reason. */
function refuseSender(
  event: Pick<IpcMainEvent, 'sender' | 'senderFrame'>,
  admitted: ReadonlySet<WebContents>,
): TesseraError | null {
  const refuse = (why: string) => new TesseraError('FORBIDDEN', `Only Tessera's own window may do this; ${why}.`);
  if (!admitted.has(event.sender)) return refuse('this is another page');
  try {
    const frame = event.senderFrame;
    if (frame === null || event.sender.isDestroyed()) return refuse('this page is gone');
    if (frame.parent !== null) return refuse('this is a frame inside the page');
    if (!isAppUrl(frame.url)) return refuse('the page has another address');
    return null;
  } catch {
    // Electron throws when a frame was disposed of between sending and now.
    return refuse('this page is gone');
  }
}

function refuseInput(input: unknown): TesseraError | null {
  if (typeof input !== 'string') return new TesseraError('INVALID_INPUT', 'A call carries its input as JSON text.');
  const bytes = Buffer.byteLength(input);
  if (bytes <= maxInputBytes) return null;
  return new TesseraError('REQUEST_TOO_LARGE', 'The input of a call may hold at most 1 MB. Shorten it and try again.', {
    details: { bytes, maxBytes: maxInputBytes },
  });
}

function parseJson(text: string): { readonly value: unknown } | TesseraError {
  try {
    return { value: JSON.parse(text) };
  } catch (cause) {
    return new TesseraError('INVALID_INPUT', 'The input of the call is not JSON.', { cause });
  }
}
