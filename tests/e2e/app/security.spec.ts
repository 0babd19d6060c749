// The limits of a real window: what its page can see, reach and open, and who may call.

import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type ElectronApplication, expect, type Page, test } from '@playwright/test';
import { argumentsFor, electron, environmentFor, launchApp, makeHome, removeHome, root } from './launch-app.ts';

interface Exposed {
  call(name: string, input: unknown): Promise<{ ok: boolean; value?: unknown; error?: { code: string } }>;
  onEvent(listener: (event: { name: string }) => void): () => void;
  readonly platform: { os: string };
}
type PageWindow = { tessera: Exposed; heard: string[]; violations: string[]; ranInline?: boolean };

interface OldAndNewSession {
  registerPreloadScript?(script: { type: 'frame'; filePath: string }): void;
  setPreloads?(files: string[]): void;
}

const probeSource = `
let files = 'allowed';
try { require('fs'); } catch { files = 'refused'; }
const { sandboxed, contextIsolated } = process;
require('electron').contextBridge.exposeInMainWorld('probe', { sandboxed, contextIsolated, files });
`;

test.describe('a real window', () => {
  let home: string;
  let app: ElectronApplication;
  let page: Page;
  let outside: Server;
  let address: string;
  let reached: string[];

  test.beforeAll(async () => {
    reached = [];
    outside = createServer((request, response) => {
      reached.push(`${request.method} ${request.url}`);
      response.writeHead(200, { 'access-control-allow-origin': '*' }).end('outside');
    });
    await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`;
    home = makeHome();
    ({ app, page } = await launchApp({ home }));
  });

  test.afterAll(async () => {
    await app.close();
    outside.close();
    removeHome(home);
  });

  test('its page has no Node and sees three names of ours', async () => {
    const seen = await page.evaluate(() => ({
      node: ['require', 'process', 'module', 'Buffer', 'global', 'electron'].filter((name) => name in globalThis),
      names: Object.keys((window as unknown as PageWindow).tessera).sort(),
    }));
    expect(seen).toEqual({ node: [], names: ['call', 'onEvent', 'platform'] });
  });

  test('its page is sandboxed and isolated, as a script beside our preload script sees it', async () => {
    const probe = join(home, 'probe.cjs');
    writeFileSync(probe, probeSource);
    await app.evaluate(({ session }, filePath) => {
      // Newer Electrons have a method for one more script; older ones take the whole list.
      const sessions = session.defaultSession as unknown as OldAndNewSession;
      if (sessions.registerPreloadScript === undefined) sessions.setPreloads?.([filePath]);
      else sessions.registerPreloadScript({ type: 'frame', filePath });
    }, probe);
    await page.reload();
    const seen = await page.evaluate(() => (window as unknown as { probe: unknown }).probe);
    expect(seen).toEqual({ sandboxed: true, contextIsolated: true, files: 'refused' });
  });

  test('its document carries the policy as a header and loads without breaking it', async () => {
    await page.addInitScript(() => {
      const violations: string[] = [];
      (window as unknown as PageWindow).violations = violations;
      document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));
    });
    await page.reload();
    await expect(page.locator('#root > *').first()).toBeVisible();
    const seen = await page.evaluate(async () => ({
      policy: (await fetch('/')).headers.get('content-security-policy'),
      violations: (window as unknown as PageWindow).violations,
    }));
    expect(seen.policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(seen.violations).toEqual([]);
  });

  test('its page runs no inline script, no handler in markup and no text as code', async () => {
    const ran = await page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'window.ranInline = true';
      document.body.append(script);
      const image = document.createElement('img');
      image.setAttribute('onerror', 'window.ranInline = true');
      image.src = '/nowhere.png';
      document.body.append(image);
      // In a task of its own: the debugger exempts the code it calls directly.
      const evaluated = await new Promise((resolve) =>
        setTimeout(() => {
          try {
            resolve(new Function('return true')());
          } catch {
            resolve(false);
          }
        }, 200),
      );
      script.remove();
      image.remove();
      return [(window as unknown as PageWindow).ranInline === true, evaluated];
    });
    expect(ran).toEqual([false, false]);
  });

  test('its page cannot reach the network, by whatever name', async () => {
    const results = await page.evaluate(async (target) => {
      const failed = (attempt: Promise<unknown>) =>
        attempt.then(
          () => 'went through',
          () => 'failed',
        );
      const event = (thing: EventTarget) =>
        new Promise((resolve, reject) => {
          thing.addEventListener('load', resolve);
          thing.addEventListener('open', resolve);
          thing.addEventListener('error', reject);
        });
      const append = (name: 'img' | 'script' | 'link', attributes: Record<string, string>) => {
        const element = document.createElement(name);
        for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
        const done = event(element);
        document.head.append(element);
        return done.finally(() => element.remove());
      };
      navigator.sendBeacon(`${target}/beacon`, 'x');
      return Promise.all([
        failed(fetch(`${target}/fetch`)),
        failed(fetch(`${target}/opaque`, { mode: 'no-cors' })),
        failed(append('img', { src: `${target}/img` })),
        failed(append('script', { src: `${target}/script` })),
        failed(append('link', { rel: 'stylesheet', href: `${target}/style` })),
        failed(event(new EventSource(`${target}/events`))),
        failed(event(new WebSocket(`${target.replace('http', 'ws')}/socket`))),
      ]);
    }, address);
    expect(results).toEqual(results.map(() => 'failed'));
    expect(reached).toEqual([]);
  });

  test('its session refuses the network even where no policy stands in the way', async () => {
    const refusal = await app.evaluate(
      ({ session }, target) =>
        session.defaultSession.fetch(`${target}/session`).then(
          () => 'went through',
          (error: Error) => error.message,
        ),
      address,
    );
    expect(refusal).toContain('ERR_BLOCKED_BY_CLIENT');
    expect(reached).toEqual([]);
  });

  test('its page cannot be sent elsewhere', async () => {
    const before = page.url();
    await page.evaluate((target) => {
      location.href = `${target}/navigate`;
    }, address);
    await page.evaluate(() => {
      const link = document.createElement('a');
      link.href = 'file:///etc/passwd';
      document.body.append(link);
      link.click();
      link.remove();
    });
    await page.waitForTimeout(500);
    expect(page.url()).toBe(before);
    expect(reached).toEqual([]);
  });

  test('its page cannot open a window', async () => {
    const opened = await page.evaluate((target) => window.open(`${target}/window`) !== null, address);
    await page.waitForTimeout(300);
    expect(opened).toBe(false);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    expect(reached).toEqual([]);
  });

  test('its page is granted no permission', async () => {
    const granted = await page.evaluate(async () => {
      const states = await Promise.all(
        ['geolocation', 'notifications', 'midi', 'clipboard-read'].map(
          async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state,
        ),
      );
      const camera = await navigator.mediaDevices.getUserMedia({ video: true }).then(
        () => 'granted',
        () => 'denied',
      );
      return [...states, camera];
    });
    expect(granted.filter((state) => state === 'granted')).toEqual([]);
  });

  test('its page reaches no file outside what is served', async () => {
    const statuses = await page.evaluate(() =>
      Promise.all(
        [
          '/%2e%2e%2fpackage.json',
          '/..%5cpackage.json',
          '//etc/passwd',
          '/image/..%2f..%2ftessera.db',
          '/nowhere.js',
        ].map(async (path) => (await fetch(`tessera://app${path}`)).status),
      ),
    );
    expect(statuses).toEqual([404, 404, 404, 404, 404]);
    const file = await page.evaluate(() =>
      fetch('file:///etc/passwd').then(
        () => 'went through',
        () => 'failed',
      ),
    );
    expect(file).toBe('failed');
  });

  test('a frame inside the page gets none of our names', async () => {
    const names = await page.evaluate(() => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      const seen = Object.hasOwn(frame.contentWindow ?? {}, 'tessera');
      frame.remove();
      return seen;
    });
    expect(names).toBe(false);
  });

  test('calls are answered and events arrive, also after the page has loaded again', async () => {
    await page.reload();
    const heard = await page.evaluate(async () => {
      const { tessera } = window as unknown as PageWindow;
      const names: string[] = [];
      const first = new Promise<void>((resolve) => {
        tessera.onEvent(({ name }) => {
          names.push(name);
          resolve();
        });
      });
      const { ok } = await tessera.call('settings.set', { theme: 'dark' });
      await first;
      return { ok, names };
    });
    expect(heard).toEqual({ ok: true, names: ['settings.changed'] });
  });

  test('a window that is none of ours is refused, although it shows our page with our preload script', async () => {
    const answer = await app.evaluate(
      async ({ BrowserWindow }, preload) => {
        const foreign = new BrowserWindow({
          show: false,
          webPreferences: { preload, sandbox: true, contextIsolation: true },
        });
        await foreign.loadURL('tessera://app/');
        const reply: unknown = await foreign.webContents.executeJavaScript("window.tessera.call('models.list', {})");
        foreign.destroy();
        return reply;
      },
      join(root, 'out', 'preload', 'index.cjs'),
    );
    expect(answer).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
  });

  test('input over 1 MB is refused', async () => {
    const code = await page.evaluate(async () => {
      const { tessera } = window as unknown as PageWindow;
      return (await tessera.call('library.list', { search: 'x'.repeat(1024 * 1024) })).error?.code;
    });
    expect(code).toBe('REQUEST_TOO_LARGE');
  });

  test('a second instance leaves and the first keeps its window', async () => {
    const code = await new Promise<number | null>((resolve) => {
      spawn(electron().executable, argumentsFor(root), { env: environmentFor(home), stdio: 'ignore' }).once(
        'exit',
        resolve,
      );
    });
    expect(code).toBe(0);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });
});
