// Where the API listens, who else may hold its port, and the interface it serves.

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApi } from '../../main/api/server.ts';
import { type LoopbackStudio, openLoopbackStudio } from './loopback-studio.ts';

let studio: LoopbackStudio;
let ui: string;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-ui-'));
  ui = join(folder, 'renderer');
  mkdirSync(join(ui, 'assets'), { recursive: true });
  writeFileSync(join(ui, 'index.html'), '<!doctype html><title>Tessera</title>');
  writeFileSync(join(ui, 'assets', 'index-abc123.js'), 'export {};');
  writeFileSync(join(ui, '.hidden'), 'hidden');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  studio = await openLoopbackStudio({ ui });
});

afterAll(async () => {
  await studio.close();
  rmSync(join(ui, '..'), { recursive: true });
});

function reaches(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: studio.api.port, timeout: 2000 });
    const end = (reached: boolean) => {
      socket.destroy();
      resolve(reached);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}

function addressesOfThisMachine() {
  return Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
}

describe('the API listens', () => {
  test('on 127.0.0.1', async () => {
    expect(await reaches('127.0.0.1')).toBe(true);
  });

  test('on ::1 exactly where this machine has it', async () => {
    const hasIpv6 = addressesOfThisMachine().some(({ address }) => address === '::1');
    expect(await reaches('::1')).toBe(hasIpv6);
  });

  test('on no other address', async () => {
    const others = addressesOfThisMachine().filter(({ internal, scopeid }) => !internal && !scopeid);
    // 127.0.0.2 is this machine too on Linux, and stands for the others where there is no network.
    const reached = await Promise.all(['127.0.0.2', ...others.map(({ address }) => address)].map(reaches));
    expect(reached).not.toContain(true);
  });

  test('and says PORT_IN_USE, with what to do, when another program does', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port));
    });
    const start = startApi({ core: studio.core, port, ui: null, version: '0', log: () => {} });
    await expect(start).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: expect.stringMatching(new RegExp(`Port ${port} .*Choose another`)),
      details: { port },
    });
    await new Promise((resolve) => other.close(resolve));
  });
});

describe('the interface', () => {
  test('is open, fresh, and under the content security policy', async () => {
    const answer = await studio.ask({ path: '/', token: null });
    expect([answer.status, answer.text]).toEqual([200, '<!doctype html><title>Tessera</title>']);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'content-security-policy': expect.stringContaining("default-src 'none'; script-src 'self'"),
      'x-content-type-options': 'nosniff',
    });
  });

  test('keeps what carries a hash in its name', async () => {
    const answer = await studio.ask({ path: '/assets/index-abc123.js', token: null });
    expect([answer.status, answer.headers['content-type'], answer.headers['cache-control']]).toEqual([
      200,
      expect.stringMatching(/^(text|application)\/javascript; charset=utf-8$/),
      'public, max-age=31536000, immutable',
    ]);
  });

  test.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/..%5csecret.txt',
    '//secret.txt',
    '/.hidden',
    '/assets',
    '/nothing.js',
  ])('has nothing at %s', async (path) => {
    const answer = await studio.ask({ path, token: null });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.text).not.toMatch(/secret$|hidden$/);
    expect(answer.json()).toMatchObject({ code: expect.any(String), error: expect.any(String) });
  });

  test('does not follow a link out of its folder', async () => {
    symlinkSync(join(ui, '..', 'secret.txt'), join(ui, 'link.txt'));
    const answer = await studio.ask({ path: '/link.txt', token: null });
    expect([answer.status, answer.json()]).toMatchObject([404, { code: 'FILE_NOT_FOUND' }]);
  });

  test('is not there when it was not asked for', async () => {
    const bare = await openLoopbackStudio();
    const answer = await bare.ask({ path: '/', token: null });
    await bare.close();
    expect([answer.status, answer.json()]).toMatchObject([404, { code: 'FILE_NOT_FOUND' }]);
  });
});
