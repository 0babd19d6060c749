// What a page may not do: every permission, every address, every way to leave.

import { beforeEach, describe, expect, test } from 'vitest';
import { lockDown } from '../../../../main/shell/security.ts';
import { app, resetElectron, shell } from '../../../fakes/electron.ts';
import { FakeSession, FakeWebContents } from '../../../fakes/electron-page.ts';
import type { App } from 'electron';

/** All that Electron documents for its request and check handlers, old and new names. */
const permissions = [
  'accessibility-events',
  'automatic-fullscreen',
  'background-fetch',
  'background-sync',
  'bluetooth',
  'clipboard-read',
  'deprecated-sync-clipboard-read',
  'display-capture',
  'fileSystem',
  'fullscreen',
  'geolocation',
  'hid',
  'idle-detection',
  'keyboardLock',
  'local-fonts',
  'loopback-network',
  'local-network',
  'media',
  'mediaKeySystem',
  'midi',
  'midiSysex',
  'notifications',
  'openExternal',
  'payment-handler',
  'persistent-storage',
  'pointerLock',
  'screen-wake-lock',
  'serial',
  'speaker-selection',
  'storage-access',
  'top-level-storage-access',
  'usb',
  'window-management',
  'unknown',
  'a-later-invention',
];

let lines: string[];

beforeEach(() => {
  resetElectron();
  lines = [];
});

function lockedSession(devServer: string | null = null): FakeSession {
  lockDown(app as unknown as App, { devServer, log: (line) => lines.push(line) });
  const session = new FakeSession();
  app.emit('session-created', session);
  return session;
}

function lockedPage(): FakeWebContents {
  lockDown(app as unknown as App, { devServer: null, log: (line) => lines.push(line) });
  const contents = new FakeWebContents();
  app.emit('web-contents-created', {}, contents);
  return contents;
}

describe('permissions', () => {
  test.each(permissions)('%s is denied when asked for and when checked', (permission) => {
    const session = lockedSession();
    const answers: boolean[] = [];
    session.permissionRequest?.(null, permission, (granted) => answers.push(granted));
    expect(answers).toEqual([false]);
    expect(session.permissionCheck?.(null, permission)).toBe(false);
    expect(lines).toEqual([`refused the permission ${permission}`]);
  });

  test('writing text to the clipboard is the one that is granted', () => {
    const session = lockedSession();
    const answers: boolean[] = [];
    session.permissionRequest?.(null, 'clipboard-sanitized-write', (granted) => answers.push(granted));
    expect(answers).toEqual([true]);
    expect(session.permissionCheck?.(null, 'clipboard-sanitized-write')).toBe(true);
  });

  test('devices are denied, and a screen to capture is never offered', () => {
    const session = lockedSession();
    const streams: object[] = [];
    session.displayMedia?.({}, (offered) => streams.push(offered));
    expect(session.devicePermission?.()).toBe(false);
    expect(streams).toEqual([{}]);
  });

  test('downloads are prevented', () => {
    const session = lockedSession();
    let prevented = false;
    session.emit('will-download', { preventDefault: () => (prevented = true) });
    expect(prevented).toBe(true);
  });
});

function cancelled(session: FakeSession, url: string): boolean {
  const answers: (boolean | undefined)[] = [];
  session.beforeRequest?.({ url }, ({ cancel }) => answers.push(cancel));
  expect(answers).toHaveLength(1);
  return answers[0] === true;
}

describe('requests of a page', () => {
  test.each([
    'https://example.com/',
    'http://127.0.0.1:8420/',
    'ws://localhost:5173/',
    'file:///etc/passwd',
    'data:text/plain,hello',
    'ftp://example.com/',
    'devtools://devtools/bundled/inspector.html',
    'chrome://gpu/',
    'tessera://elsewhere/',
    'tessera://app.evil.example/',
    'tessera://user@app/',
    'tessera://app:81/',
    'blob:https://example.com/0',
    'blob:tessera://elsewhere/0',
    'not an address',
  ])('%s is cancelled', (url) => {
    expect(cancelled(lockedSession(), url)).toBe(true);
  });

  test.each([
    'tessera://app/',
    'tessera://app/assets/index.js',
    'tessera://app/image/a?w=256',
    'blob:tessera://app/0f3c',
  ])('%s is allowed', (url) => {
    expect(cancelled(lockedSession(), url)).toBe(false);
  });

  test('the log names where a refused request went, and no more of it', () => {
    cancelled(lockedSession(), 'https://example.com/path?prompt=private');
    expect(lines).toEqual(['refused a request to https://example.com']);
  });

  test('a development server adds its own web socket and the developer tools, nothing else', () => {
    const session = lockedSession('http://localhost:5173/');
    expect(cancelled(session, 'ws://localhost:5173/?token=x')).toBe(false);
    expect(cancelled(session, 'devtools://devtools/bundled/inspector.html')).toBe(false);
    expect(cancelled(session, 'ws://localhost:5174/')).toBe(true);
    expect(cancelled(session, 'http://localhost:5173/')).toBe(true);
    expect(cancelled(session, 'https://example.com/')).toBe(true);
  });
});

test('the spell checker is off and has no dictionary to fetch', () => {
  expect(lockedSession().spellChecker).toEqual({ enabled: false, languages: [] });
});

const hostileAddresses = [
  'https://example.com/',
  'http://app/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,<script>1</script>',
  'tessera://elsewhere/',
  'tessera://app@evil.example/',
  'blob:tessera://app/0f3c',
  'about:blank',
  'tessera://app/image/a',
];

function navigation(url: string, isMainFrame = true) {
  return {
    url,
    isMainFrame,
    prevented: false,
    preventDefault() {
      this.prevented = true;
    },
  };
}

describe('leaving the page', () => {
  test.each(hostileAddresses)('navigating, redirecting or sending a frame to %s is prevented', (url) => {
    const page = lockedPage();
    const attempts = ['will-navigate', 'will-redirect', 'will-frame-navigate'].map((name) => {
      const attempt = navigation(url);
      page.emit(name, attempt);
      return attempt.prevented;
    });
    expect(attempts).toEqual([true, true, true]);
  });

  test('the page may load itself again', () => {
    const attempt = navigation('tessera://app/');
    lockedPage().emit('will-navigate', attempt);
    expect(attempt.prevented).toBe(false);
  });

  test('a frame may not even load the page itself', () => {
    const attempt = navigation('tessera://app/', false);
    lockedPage().emit('will-frame-navigate', attempt);
    expect(attempt.prevented).toBe(true);
  });

  test.each(hostileAddresses)('opening a window on %s is denied and nothing is handed to the system', (url) => {
    expect(lockedPage().openHandler?.({ url })).toEqual({ action: 'deny' });
    expect(shell.opened).toEqual([]);
  });

  test('a link we know opens in the system browser, never in a window', () => {
    expect(lockedPage().openHandler?.({ url: 'https://huggingface.co/a' })).toEqual({ action: 'deny' });
    expect(shell.opened).toEqual(['https://huggingface.co/a']);
  });

  test('a webview is prevented', () => {
    let prevented = false;
    lockedPage().emit('will-attach-webview', { preventDefault: () => (prevented = true) });
    expect(prevented).toBe(true);
  });

  test('WebRTC may not send packets past the proxy', () => {
    expect(lockedPage().webRtcPolicy).toBe('disable_non_proxied_udp');
  });
});
