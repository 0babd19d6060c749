// Tokens of the local API: minted, checked, refused for the right reason, revoked; the key behind them.

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { SignJWT, UnsecuredJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTokenTable } from '../../../../main/store/token-table.ts';
import { createTokenService, type TokenService } from '../../../../main/tokens/token-service.ts';
import { TesseraError } from '../../../../shared/errors.ts';

const hour = 3600;
let home: string;
let database: Database.Database;
let nowMs: number;
let service: TokenService;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tessera-tokens-'));
  database = new Database(':memory:');
  database.exec(
    'CREATE TABLE tokens (jti TEXT PRIMARY KEY, name TEXT NOT NULL, created_at TEXT NOT NULL, expires_at TEXT NOT NULL, revoked_at TEXT) STRICT',
  );
  nowMs = Date.parse('2030-01-01T00:00:00.000Z');
  let made = 0;
  service = createTokenService({
    home,
    table: createTokenTable(database),
    clock: () => nowMs,
    newId: () => `token-${++made}`,
  });
});

afterEach(() => {
  database.close();
  rmSync(home, { recursive: true });
});

async function refusalOf(token: string | null): Promise<TesseraError> {
  const error: unknown = await service.verify(token).catch((thrown: unknown) => thrown);
  if (!(error instanceof TesseraError)) throw new Error('the token was accepted');
  return error;
}

/** A token as `sign` would make it, but with any claims and any key. */
function forge(options: { key: Uint8Array; claims?: Record<string, unknown>; algorithm?: string }): Promise<string> {
  return new SignJWT({
    iss: 'tessera',
    sub: 'x',
    jti: 'token-1',
    scope: 'read',
    exp: nowMs / 1000 + hour,
    ...options.claims,
  })
    .setProtectedHeader({ alg: options.algorithm ?? 'HS256' })
    .sign(options.key);
}

describe('a good token', () => {
  test('is accepted with its name, scopes and expiry', async () => {
    const { token, info } = await service.create({ name: 'ci', expiresInSeconds: hour, scopes: ['read', 'admin'] });
    const verified = await service.verify(token);
    expect(verified.name).toBe('ci');
    expect([...verified.access]).toEqual(['read', 'admin']);
    expect(verified.expiresAt.toISOString()).toBe('2030-01-01T01:00:00.000Z');
    expect(info).toEqual({
      jti: 'token-1',
      name: 'ci',
      createdAt: '2030-01-01T00:00:00.000Z',
      expiresAt: '2030-01-01T01:00:00.000Z',
      revokedAt: null,
    });
  });

  test('reads and writes but does not administer unless asked to', async () => {
    const { token } = await service.create({ name: 'ci', expiresInSeconds: hour });
    expect([...(await service.verify(token)).access]).toEqual(['read', 'write']);
  });

  test('can never reach the desktop, even when the claim says so', async () => {
    await service.create({ name: 'ci', expiresInSeconds: hour });
    const key = readFileSync(join(home, 'keys', 'api.key'));
    const token = await forge({ key, claims: { scope: 'read desktop' } });
    expect([...(await service.verify(token)).access]).toEqual(['read']);
  });

  test('is good for another service on the same data folder', async () => {
    const { token } = await service.create({ name: 'ci', expiresInSeconds: hour });
    const second = createTokenService({
      home,
      table: createTokenTable(database),
      clock: () => nowMs,
      newId: () => 'unused',
    });
    expect((await second.verify(token)).name).toBe('ci');
  });
});

describe('a bad token is refused with the reason and without an echo', () => {
  test('missing', async () => {
    expect((await refusalOf(null)).details).toEqual({ reason: 'missing' });
  });

  test.each(['x', 'a.b.c', 'eyJhbGciOiJIUzI1NiJ9.e30', '{"alg":"HS256"}'])('malformed: %s', async (token) => {
    const error = await refusalOf(token);
    expect(error.details).toEqual({ reason: 'malformed' });
    expect(error.message).not.toContain(token.length > 1 ? token : '\u0000');
  });

  test('signed by another key', async () => {
    const error = await refusalOf(await forge({ key: new Uint8Array(32).fill(7) }));
    expect(error.details).toEqual({ reason: 'signature' });
  });

  test('changed after it was signed', async () => {
    const { token } = await service.create({ name: 'ci', expiresInSeconds: hour });
    const [header, , signature] = token.split('.');
    const payload = Buffer.from(
      JSON.stringify({ iss: 'tessera', sub: 'ci', jti: 'token-1', scope: 'admin', exp: 1e10 }),
    );
    const error = await refusalOf(`${header}.${payload.toString('base64url')}.${signature}`);
    expect(error.details).toEqual({ reason: 'signature' });
  });

  test('expired, to the second', async () => {
    const { token } = await service.create({ name: 'ci', expiresInSeconds: hour });
    nowMs += hour * 1000 - 1;
    expect((await service.verify(token)).jti).toBe('token-1');
    nowMs += 1;
    expect((await refusalOf(token)).details).toEqual({ reason: 'expired' });
  });

  test('revoked', async () => {
    const { token, info } = await service.create({ name: 'ci', expiresInSeconds: hour });
    service.revoke(info.jti);
    const error = await refusalOf(token);
    expect(error.details).toEqual({ reason: 'revoked' });
    expect(error.message).not.toContain(token);
  });

  test('alg none', async () => {
    const unsigned = new UnsecuredJWT({ sub: 'x', jti: 'token-1', scope: 'admin', exp: 1e10 })
      .setIssuer('tessera')
      .encode();
    expect((await refusalOf(unsigned)).details).toEqual({ reason: 'unsigned' });
  });

  test('another algorithm under the right key', async () => {
    await service.create({ name: 'ci', expiresInSeconds: hour });
    const key = readFileSync(join(home, 'keys', 'api.key'));
    const token = await forge({ key: Buffer.concat([key, key]), algorithm: 'HS512' });
    expect((await refusalOf(token)).details).toEqual({ reason: 'algorithm' });
  });

  test('signed here but never minted', async () => {
    await service.create({ name: 'ci', expiresInSeconds: hour });
    const key = readFileSync(join(home, 'keys', 'api.key'));
    const token = await forge({ key, claims: { jti: 'token-99' } });
    expect((await refusalOf(token)).details).toEqual({ reason: 'unknown' });
  });

  test('without expiry', async () => {
    await service.create({ name: 'ci', expiresInSeconds: hour });
    const key = readFileSync(join(home, 'keys', 'api.key'));
    expect((await refusalOf(await forge({ key, claims: { exp: undefined } }))).details).toEqual({
      reason: 'malformed',
    });
  });
});

describe('revoking', () => {
  test('keeps the first moment and shows in the list, newest first', async () => {
    const first = await service.create({ name: 'first', expiresInSeconds: hour });
    nowMs += 1000;
    await service.create({ name: 'second', expiresInSeconds: hour });
    service.revoke(first.info.jti);
    nowMs += 1000;
    service.revoke(first.info.jti);
    expect(service.list().map((info) => [info.name, info.revokedAt])).toEqual([
      ['second', null],
      ['first', '2030-01-01T00:00:01.000Z'],
    ]);
  });

  test('refuses an id that was never made', () => {
    expect(() => service.revoke('nobody')).toThrow(expect.objectContaining({ code: 'TOKEN_NOT_FOUND' }));
  });
});

describe('the signing key', () => {
  test('is 32 bytes that only the owner can read', async () => {
    await service.create({ name: 'ci', expiresInSeconds: hour });
    const path = join(home, 'keys', 'api.key');
    expect(readFileSync(path)).toHaveLength(32);
    // Windows has no such bits: there the user's profile folder keeps others out.
    expect((statSync(path).mode & 0o777).toString(8)).toBe(process.platform === 'win32' ? '666' : '600');
  });

  test('that is damaged is named, not replaced', async () => {
    await service.create({ name: 'ci', expiresInSeconds: hour });
    const path = join(home, 'keys', 'api.key');
    writeFileSync(path, 'short');
    const other = createTokenService({ home, table: createTokenTable(database), clock: () => nowMs, newId: () => 'x' });
    await expect(other.create({ name: 'ci', expiresInSeconds: hour })).rejects.toThrow(/keys\/api\.key.*5 bytes/);
    expect(readFileSync(path, 'utf8')).toBe('short');
  });
});
