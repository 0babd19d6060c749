// tessera://app/ over real files: what is served, with which headers, and that nothing else can be reached.

import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AppFiles, answerRequest, registerAppScheme, serveApp } from '../../../../main/shell/protocol.ts';
import { TesseraError } from '../../../../shared/errors.ts';
import { type ImageId, SourceId } from '../../../../shared/domain/ids.ts';
import { protocol, resetElectron } from '../../../fakes/electron.ts';
import { handedInFakes } from '../../../fakes/handed-in-files.ts';

let folder: string;
let files: AppFiles;
let thumbnailsAsked: (readonly [string, number])[];

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

beforeEach(() => {
  resetElectron();
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tessera-protocol-')));
  const renderer = join(folder, 'renderer');
  const home = join(folder, 'home');
  mkdirSync(join(renderer, 'assets'), { recursive: true });
  mkdirSync(join(home, 'library'), { recursive: true });
  writeFileSync(join(renderer, 'index.html'), '<!doctype html>');
  writeFileSync(join(renderer, 'assets', 'index.js'), 'export {}');
  writeFileSync(join(renderer, 'assets', 'index.css'), 'a{}');
  writeFileSync(join(renderer, 'assets', 'data.bin'), '\u0000');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(home, 'library', 'a.png'), 'png');
  writeFileSync(join(home, 'library', 'a.webp'), 'webp');
  symlinkSync(join(folder, 'secret.txt'), join(renderer, 'link.txt'));
  symlinkSync(folder, join(renderer, 'up'));
  symlinkSync(join(folder, 'secret.txt'), join(home, 'library', 'link.png'));
  thumbnailsAsked = [];
  const paths: Record<string, string> = {
    a: join(home, 'library', 'a.png'),
    linked: join(home, 'library', 'link.png'),
    outside: join(folder, 'secret.txt'),
    lost: join(home, 'library', 'lost.png'),
  };
  files = {
    renderer,
    home,
    devServer: null,
    sources: {
      async put(bytes: Uint8Array) {
        if (bytes.length === 0) throw new TesseraError('INVALID_INPUT', 'This cannot be read as a picture.');
        return { id: sourceId, width: bytes.length, height: 1 };
      },
      path: (id: string) => (id === sourceId ? join(home, 'library', 'a.png') : join(folder, 'secret.txt')),
    } as unknown as AppFiles['sources'],
    ...handedInFakes,
    images: {
      path: (id: ImageId) => paths[id] ?? null,
      async thumbnail(id: ImageId, width: number) {
        thumbnailsAsked.push([id, width]);
        return paths[id] === undefined ? null : join(home, 'library', 'a.webp');
      },
      preview: (id: ImageId) => (id === 'a' ? new Uint8Array([1, 2, 3]) : null),
    } as AppFiles['images'],
  };
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const sourceId = SourceId.parse('5'.repeat(64));

/** A request as Electron makes it; Node's own Request keeps hostile paths only when given an object like this. */
function ask(url: string, method = 'GET'): Promise<Response> {
  return answerRequest({ url, method } as Request, files);
}

async function seen(url: string): Promise<readonly [number, string | null, string]> {
  const response = await ask(url);
  return [response.status, response.headers.get('content-type'), await response.text()];
}

describe('the scheme', () => {
  test('has an origin of its own and is secure, and is no way around the policy', () => {
    registerAppScheme();
    expect(protocol.schemes).toEqual([
      { scheme: 'tessera', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
  });

  test('is answered by us', async () => {
    serveApp(files);
    const response = await protocol.handlers.get('tessera')?.(new Request('tessera://app/'));
    expect(response?.status).toBe(200);
  });
});

describe('the built interface', () => {
  test.each([
    ['tessera://app/', 'text/html; charset=utf-8', '<!doctype html>'],
    ['tessera://app/index.html', 'text/html; charset=utf-8', '<!doctype html>'],
    ['tessera://app/assets/index.js', 'text/javascript; charset=utf-8', 'export {}'],
    ['tessera://app/assets/index.css?v=1#x', 'text/css; charset=utf-8', 'a{}'],
    ['tessera://app/assets/data.bin', 'application/octet-stream', '\u0000'],
  ])('%s', async (url, type, text) => {
    expect(await seen(url)).toEqual([200, type, text]);
  });

  test.each(['tessera://app/', 'tessera://app/assets/index.js', 'tessera://app/nowhere', 'tessera://app/image/a'])(
    '%s carries the policy and is never guessed at',
    async (url) => {
      const { headers } = await ask(url);
      expect(headers.get('content-security-policy')).toBe(policy);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    },
  );

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is refused', async (method) => {
    expect((await ask('tessera://app/', method)).status).toBe(405);
  });
});

describe('what must not be reached', () => {
  test.each([
    'tessera://app/../secret.txt',
    'tessera://app/assets/../../secret.txt',
    'tessera://app/%2e%2e/secret.txt',
    'tessera://app/%2E%2E%2Fsecret.txt',
    'tessera://app/..%2fsecret.txt',
    'tessera://app/..%5csecret.txt',
    'tessera://app/..\\secret.txt',
    'tessera://app/assets/..%5c..%5csecret.txt',
    'tessera://app/%252e%252e/secret.txt',
    'tessera://app/...//secret.txt',
    'tessera://app//etc/passwd',
    'tessera://app/%2fetc%2fpasswd',
    'tessera://app/C:/Windows/win.ini',
    'tessera://app/C%3a/Windows/win.ini',
    'tessera://app/index.html::$DATA',
    'tessera://app/index.html%00.png',
    'tessera://app/index.html%0a',
    'tessera://app/%',
    'tessera://app/%ff',
    'tessera://app/assets',
    'tessera://app/assets/',
    'tessera://app/link.txt',
    'tessera://app/up/secret.txt',
    'tessera://app/nowhere.html',
    'tessera://elsewhere/index.html',
    'tessera://app@elsewhere/index.html',
    'tessera://user@app/index.html',
    'tessera://app:80/index.html',
    'file:///etc/passwd',
    'not an address',
  ])('%s is a 404', async (url) => {
    const [status, type, text] = await seen(url);
    expect([status, type, text]).toEqual([404, 'text/plain; charset=utf-8', 'Not found']);
  });
});

describe('pictures', () => {
  test('a picture is its PNG', async () => {
    expect(await seen('tessera://app/image/a')).toEqual([200, 'image/png', 'png']);
  });

  test('with a width it is a WebP thumbnail', async () => {
    expect(await seen('tessera://app/image/a?w=256')).toEqual([200, 'image/webp', 'webp']);
    expect(thumbnailsAsked).toEqual([['a', 256]]);
  });

  test('a preview comes from memory and is never kept', async () => {
    const response = await ask('tessera://app/preview/a?v=3');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]));
  });

  test.each([
    'tessera://app/image/unknown',
    'tessera://app/image/',
    'tessera://app/image/a/b',
    'tessera://app/image/..',
    'tessera://app/image/a%20b',
    'tessera://app/image/a?w=15',
    'tessera://app/image/a?w=2049',
    'tessera://app/image/a?w=12.5',
    'tessera://app/image/a?w=wide',
    'tessera://app/image/a?w=',
    'tessera://app/image/lost',
    'tessera://app/preview/b',
    'tessera://app/preview/a/b',
  ])('%s is a 404', async (url) => {
    expect((await ask(url)).status).toBe(404);
  });

  test('a record that points outside the data folder serves nothing', async () => {
    expect((await ask('tessera://app/image/outside')).status).toBe(404);
  });

  test('a link in the library that leads outside serves nothing', async () => {
    expect((await ask('tessera://app/image/linked')).status).toBe(404);
  });
});

describe('while developing', () => {
  let server: Server;
  let asked: (string | undefined)[];

  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      asked.push(request.url);
      response.writeHead(200, { 'content-type': 'text/javascript' }).end('from the server');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    files = { ...files, devServer: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
  });

  afterEach(() => new Promise((resolve) => server.close(resolve)));

  test('the server answers in place of the built interface, with a looser policy', async () => {
    const response = await ask('tessera://app/@vite/client?t=1');
    expect(await response.text()).toBe('from the server');
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self' 'unsafe-inline'");
    expect(response.headers.get('content-security-policy')).toContain(`ws://127.0.0.1:`);
    expect(asked).toEqual(['/@vite/client?t=1']);
  });

  test('pictures still come from the library, with the strict policy', async () => {
    const response = await ask('tessera://app/image/a');
    expect(await response.text()).toBe('png');
    expect(response.headers.get('content-security-policy')).toBe(policy);
    expect(asked).toEqual([]);
  });
});

describe('a picture handed in', () => {
  const send = (body: string) => answerRequest(new Request('tessera://app/source', { method: 'POST', body }), files);

  test('is taken and answered with its id', async () => {
    expect(await (await send('abc')).json()).toEqual({ ok: true, value: { id: sourceId, width: 3, height: 1 } });
  });

  test('that is no picture is answered with the reason', async () => {
    expect(await (await send('')).json()).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } });
  });

  test('that goes on past 20 MB is cut off there', async () => {
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(1 << 20));
      },
    });
    const endless = new Request('tessera://app/source', { method: 'POST', body, duplex: 'half' } as RequestInit);
    expect(await (await answerRequest(endless, files)).json()).toMatchObject({ error: { code: 'REQUEST_TOO_LARGE' } });
    expect(sent).toBeLessThan(30);
  });

  test('is served by its id and never from outside the data folder', async () => {
    expect(await seen(`tessera://app/source/${sourceId}`)).toEqual([200, 'image/png', 'png']);
    expect((await ask(`tessera://app/source/${'6'.repeat(64)}`)).status).toBe(404);
    expect((await ask('tessera://app/source/..%2f..%2fsecret.txt')).status).toBe(404);
  });

  test('goes nowhere but to its own address', async () => {
    expect((await ask('tessera://app/source/x', 'POST')).status).toBe(405);
    expect((await ask('tessera://app/image/a', 'POST')).status).toBe(405);
  });
});

describe('a picture to recall', () => {
  const send = (body: string) => answerRequest(new Request('tessera://app/recall', { method: 'POST', body }), files);

  test('is read, or refused with the reason', async () => {
    expect(await (await send('picture')).json()).toEqual({ ok: true, value: { models: [], loras: [] } });
    expect(await (await send('')).json()).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } });
  });
});

describe('a palette', () => {
  const send = (body: string) => answerRequest(new Request('tessera://app/palette', { method: 'POST', body }), files);

  test('handed in is taken, or refused with the reason', async () => {
    expect(await (await send('PK')).json()).toEqual({ ok: true, value: { palette: 'a palette', known: false } });
    expect(await (await send('no')).json()).toMatchObject({ ok: false, error: { code: 'PALETTE_NOT_A_PALETTE' } });
  });

  test('shows its pictures by their place, and nothing else', async () => {
    expect(await seen('tessera://app/palette/mine/0')).toEqual([200, 'image/webp', 'webp']);
    const statuses = await Promise.all(
      ['mine/1', 'mine/-1', 'mine/x', 'yours/0', 'mine', '..%2fmine/0'].map(
        async (path) => (await ask(`tessera://app/palette/${path}`)).status,
      ),
    );
    expect(new Set(statuses)).toEqual(new Set([404]));
  });
});
