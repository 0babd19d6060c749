// Addresses of pictures that must not be fetched, whatever they are written like and wherever they lead.

import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Outside } from '../../../main/api/dialects/guarded-fetch.ts';
import { isPublicAddress } from '../../../main/api/dialects/public-address.ts';
import type { LoopbackStudio } from '../loopback-studio.ts';
import { ask, openMockStudio, until } from './asking.ts';

const publicAddress = '93.184.215.14';
/** What each name of the test stands for; the second answer is what a rebinding resolver gives the second time. */
const names: Record<string, string[][]> = {
  'pictures.example.org': [[publicAddress]],
  'private.example.org': [['10.0.0.8']],
  'loop.example.org': [['127.0.0.1']],
  'loop6.example.org': [['::1']],
  'mapped.example.org': [['::ffff:127.0.0.1']],
  'metadata.example.org': [['169.254.169.254']],
  'both.example.org': [[publicAddress, '127.0.0.1']],
  'rebinding.example.org': [[publicAddress], ['127.0.0.1']],
  'silent.example.org': [],
};
const opened: { url: string; address: string }[] = [];
const asked = new Map<string, number>();

let server: Server;
let studio: LoopbackStudio;

/** Resolves by the table; a connection to the one public address reaches a server of the test. */
const outside: Outside = {
  patienceMs: 2000,
  resolve(host) {
    const turn = asked.get(host) ?? 0;
    asked.set(host, turn + 1);
    if (host === 'silent.example.org') return new Promise(() => {});
    const answers = names[host];
    if (answers === undefined) return Promise.reject(new Error('no such name'));
    return Promise.resolve(answers[Math.min(turn, answers.length - 1)] ?? []);
  },
  open(url, address, signal) {
    opened.push({ url: url.href, address });
    const port = (server.address() as AddressInfo).port;
    return new Promise<IncomingMessage>((resolve, reject) => {
      get({ host: '127.0.0.1', port, path: url.pathname, signal }, resolve).once('error', reject);
    });
  },
};

beforeAll(async () => {
  const png = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#c00' } })
    .png()
    .toBuffer();
  server = createServer((request, response) => {
    const target = /^\/to\/(.+)$/.exec(request.url ?? '')?.[1];
    if (target !== undefined) {
      response.writeHead(302, { location: decodeURIComponent(target) }).end();
    } else if (request.url === '/large.png') {
      const chunk = Buffer.alloc(1 << 20);
      const push = () => {
        while (!response.destroyed && response.write(chunk));
        if (!response.destroyed) response.once('drain', push);
      };
      response.writeHead(200);
      push();
    } else if (request.url === '/endless.png') {
      response.writeHead(200).write('x');
    } else if (request.url === '/missing.png') {
      response.writeHead(404).end();
    } else {
      response.writeHead(200, { 'content-type': 'image/png' }).end(png);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  studio = await openMockStudio({ outside });
  await studio.call('settings.set', { imageHosts: Object.keys(names) });
});
afterAll(async () => {
  await studio.close();
  server.closeAllConnections();
  server.close();
});

const generate = (url: string) =>
  ask(studio, 'POST', '/api/images/generate', {
    prompt: 'a red apple',
    num_images: 1,
    size: '64x64',
    input_image_url: url,
  });
const to = (target: string) => `https://pictures.example.org/to/${encodeURIComponent(target)}`;

describe('a picture of an allowed host', () => {
  test.each(['https://pictures.example.org/a.png', to('https://pictures.example.org/a.png'), to('/a.png')])(
    'is fetched: %s',
    async (url) => {
      const { status, body } = await generate(url);
      expect(status).toBe(202);
      const done = await until(studio, `/api/images/status/${String(body['job_id'])}`, {
        ends: ['COMPLETED', 'FAILED'],
      });
      expect(done['status']).toBe('COMPLETED');
      expect(opened.every(({ address }) => address === publicAddress)).toBe(true);
    },
  );

  test('is fetched from the address that was checked, not from one a resolver gives later', async () => {
    const { status } = await generate('https://rebinding.example.org/a.png');
    expect(status).toBe(202);
    expect(opened.at(-1)).toEqual({ url: 'https://rebinding.example.org/a.png', address: publicAddress });
    expect((await generate('https://rebinding.example.org/a.png')).status).toBe(400);
    expect(opened.at(-1)?.address).toBe(publicAddress);
  });
});

describe('never fetched', () => {
  test.each([
    'http://pictures.example.org/a.png',
    'https://elsewhere.example.com/a.png',
    'https://pictures.example.org.evil.com/a.png',
    'https://pictures.example.org@evil.com/a.png',
    'https://evil.com@pictures.example.org/a.png',
    'https://pictures.example.org:8443/a.png',
    'https://127.0.0.1/a.png',
    'https://localhost/a.png',
    'https://[::1]/a.png',
    'https://[::ffff:127.0.0.1]/a.png',
    'https://[::ffff:7f00:1]/a.png',
    'https://2130706433/a.png',
    'https://017700000001/a.png',
    'https://0x7f000001/a.png',
    'https://0x7f.1/a.png',
    'https://127.1/a.png',
    'https://0/a.png',
    'https://169.254.169.254/latest/meta-data/',
    'https://10.0.0.1/a.png',
    'https://[fd00::1]/a.png',
    'https://[fe80::1]/a.png',
    'https://private.example.org/a.png',
    'https://loop.example.org/a.png',
    'https://loop6.example.org/a.png',
    'https://mapped.example.org/a.png',
    'https://metadata.example.org/a.png',
    'https://both.example.org/a.png',
    'https://unknown.example.org/a.png',
    'file:///etc/passwd',
    'ftp://pictures.example.org/a.png',
    'gopher://pictures.example.org/a.png',
    'javascript:alert(1)',
    '//pictures.example.org/a.png',
    '../../etc/passwd',
  ])('%s', async (url) => {
    const before = opened.length;
    const { status, body } = await generate(url);
    expect(status).toBe(400);
    expect(body).toMatchObject({ details: { field: 'input_image_url' } });
    expect(String(body['error'])).toContain('input_image_url');
    expect(opened.length).toBe(before);
  });

  test.each([
    'http://pictures.example.org/a.png',
    'https://127.0.0.1/a.png',
    'https://loop.example.org/a.png',
    'https://elsewhere.example.com/a.png',
    'file:///etc/passwd',
    'https://[::1]/a.png',
  ])('by a redirect to %s', async (target) => {
    const before = opened.length;
    expect((await generate(to(target))).status).toBe(400);
    // The first hop alone.
    expect(opened.length).toBe(before + 1);
  });

  test('in circles', async () => {
    const circle = 'https://pictures.example.org/to/%2Fto%2F%252Fto%252F%25252Fto%25252F%2525252Fa.png';
    expect((await generate(circle)).status).toBe(400);
  });

  test('more than 20 MB', async () => {
    expect(await generate('https://pictures.example.org/large.png')).toMatchObject({
      status: 413,
      body: { details: { field: 'input_image_url' } },
    });
  });

  test.each(['https://pictures.example.org/endless.png', 'https://silent.example.org/a.png'])(
    'longer than the patience: %s',
    async (url) => {
      const began = performance.now();
      expect(await generate(url)).toMatchObject({ status: 400, body: { details: { field: 'input_image_url' } } });
      expect(performance.now() - began).toBeLessThan(6000);
    },
  );

  test('what is not there', async () => {
    expect((await generate('https://pictures.example.org/missing.png')).status).toBe(400);
  });
});

describe('an address', () => {
  test.each(['93.184.215.14', '1.1.1.1', '2606:4700:4700::1111'])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.31.255.255',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '2001:db8::1',
    '2002:7f00:1::1',
    'fc00::1',
    'fe80::1',
    'ff02::1',
    'localhost',
    '',
  ])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
