// The parts of a fake Electron that belong to a page: its session, its contents, its port to main.

import { EventEmitter } from 'node:events';

export class FakeSession extends EventEmitter {
  permissionRequest: ((contents: null, permission: string, answer: (granted: boolean) => void) => void) | null = null;
  permissionCheck: ((contents: null, permission: string) => boolean) | null = null;
  devicePermission: (() => boolean) | null = null;
  displayMedia: ((request: unknown, answer: (streams: object) => void) => void) | null = null;
  beforeRequest: ((details: { url: string }, answer: (response: { cancel?: boolean }) => void) => void) | null = null;
  readonly webRequest = {
    onBeforeRequest: (listener: NonNullable<FakeSession['beforeRequest']>) => {
      this.beforeRequest = listener;
    },
  };
  spellChecker = { enabled: true, languages: ['en-US'] };
  setSpellCheckerEnabled(enabled: boolean): void {
    this.spellChecker.enabled = enabled;
  }
  setSpellCheckerLanguages(languages: string[]): void {
    this.spellChecker.languages = languages;
  }
  setPermissionRequestHandler(handler: FakeSession['permissionRequest']): void {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: FakeSession['permissionCheck']): void {
    this.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: FakeSession['devicePermission']): void {
    this.devicePermission = handler;
  }
  setDisplayMediaRequestHandler(handler: FakeSession['displayMedia']): void {
    this.displayMedia = handler;
  }
}

export class FakeWebContents extends EventEmitter {
  mainFrame = { parent: null, url: '' };
  destroyed = false;
  reloads = 0;
  webRtcPolicy = 'default';
  openHandler: ((details: { url: string }) => { action: string }) | null = null;
  readonly dragged: unknown[] = [];
  startDrag(item: unknown): void {
    this.dragged.push(item);
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  reload(): void {
    this.reloads += 1;
  }
  setWindowOpenHandler(handler: NonNullable<FakeWebContents['openHandler']>): void {
    this.openHandler = handler;
  }
  setWebRTCIPHandlingPolicy(policy: string): void {
    this.webRtcPolicy = policy;
  }
}

/** Main's end of a message channel. */
export class FakePort extends EventEmitter {
  readonly sent: unknown[] = [];
  started = false;
  closed = false;
  postMessage(message: unknown): void {
    this.sent.push(message);
  }
  start(): void {
    this.started = true;
  }
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.emit('close');
  }
}
