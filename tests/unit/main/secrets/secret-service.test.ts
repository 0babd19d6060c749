import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFileSecretBox, type SecretBox } from '../../../../main/secrets/secret-box.ts';
import { createSecretService } from '../../../../main/secrets/secret-service.ts';
import { temporaryFolder } from '../fixtures.ts';

const token = 'a-token-of-the-cloud';

function open(home = temporaryFolder(), box: SecretBox = createFileSecretBox(home), weakAllowed = false) {
  return { home, secrets: createSecretService({ home, box, weakAllowed: () => weakAllowed }) };
}

describe('secrets in files', () => {
  test('come back after a restart, by name', () => {
    const { home, secrets } = open();
    secrets.set({ cloudToken: token, webhookSecret: 'another secret' });

    expect(open(home).secrets.get('cloudToken')).toBe(token);
    expect(open(home).secrets.known()).toEqual({
      cloudToken: true,
      webhookSecret: true,
      s3AccessKeyId: false,
      s3SecretAccessKey: false,
    });
  });

  test('are nowhere in the clear, and readable by their owner alone', () => {
    const { home, secrets } = open();
    secrets.set({ cloudToken: token });
    const files = readdirSync(join(home, 'keys'));

    expect(files.sort()).toEqual(['secrets.json', 'secrets.key']);
    for (const name of files) {
      const path = join(home, 'keys', name);
      expect(readFileSync(path).includes(token)).toBe(false);
      expect(statSync(path).mode & 0o777).toBe(0o600);
    }
  });

  test('are sealed differently each time', () => {
    const box = createFileSecretBox(temporaryFolder());
    expect(box.seal(token).equals(box.seal(token))).toBe(false);
  });

  test('are closed again to others when a backup opened them', () => {
    const { home, secrets } = open();
    secrets.set({ cloudToken: token });
    const path = join(home, 'keys', 'secrets.json');
    chmodSync(path, 0o644);
    secrets.get('cloudToken');

    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('are forgotten with null, one by one', () => {
    const { secrets } = open();
    secrets.set({ cloudToken: token, webhookSecret: 'another secret' });
    secrets.set({ cloudToken: null });

    expect(secrets.get('cloudToken')).toBeNull();
    expect(secrets.get('webhookSecret')).toBe('another secret');
  });

  test('under another key are unreadable, say so, and can be entered again', () => {
    const { home, secrets } = open();
    secrets.set({ cloudToken: token });
    writeFileSync(join(home, 'keys', 'secrets.key'), Buffer.alloc(32, 1));
    const later = open(home).secrets;

    expect(() => later.get('cloudToken')).toThrowError(expect.objectContaining({ code: 'SECRET_UNREADABLE' }));
    later.set({ cloudToken: 'a-newer-token' });
    expect(later.get('cloudToken')).toBe('a-newer-token');
  });
});

describe('a keychain', () => {
  const keychain = (protection: 'keychain' | 'weak' | 'unavailable'): SecretBox & { allowed: boolean } => ({
    allowed: false,
    protection: () => protection,
    allowWeak() {
      this.allowed = true;
    },
    seal: (text) => Buffer.from(text).reverse(),
    open: (sealed) => Buffer.from(sealed).reverse().toString(),
  });

  test('keeps its secrets apart from those of the command line', () => {
    const { home, secrets } = open(undefined, keychain('keychain'));
    secrets.set({ cloudToken: token });

    expect(readdirSync(join(home, 'keys'))).toEqual(['secrets.keychain.json']);
    expect(open(home).secrets.get('cloudToken')).toBeNull();
  });

  test('is not opened by the command line, which says what it cannot open', () => {
    const { home, secrets } = open(undefined, keychain('keychain'));
    secrets.set({ cloudToken: token, webhookSecret: 'another secret' });
    const commandLine = open(home).secrets;
    commandLine.set({ webhookSecret: 'entered on the line' });

    expect(commandLine.known()).toMatchObject({ cloudToken: false, webhookSecret: true });
    expect([commandLine.onlyInWindow(), secrets.onlyInWindow()]).toEqual([['cloudToken'], []]);
  });

  test('stands beside the key of the command line, whose secrets the window opens too', () => {
    const { home, secrets: commandLine } = open();
    commandLine.set({ cloudToken: token });
    const window = open(home, keychain('keychain')).secrets;

    expect([window.get('cloudToken'), window.known().cloudToken]).toEqual([token, true]);
  });

  test('holds what was entered last, wherever that was', () => {
    const { home, secrets: commandLine } = open();
    const window = open(home, keychain('keychain')).secrets;
    commandLine.set({ cloudToken: 'first, on the line' });
    window.set({ cloudToken: 'second, in the window' });
    const afterWindow = [commandLine.get('cloudToken'), window.get('cloudToken')];
    commandLine.set({ cloudToken: 'third, on the line' });

    expect(afterWindow).toEqual([null, 'second, in the window']);
    expect([commandLine.get('cloudToken'), window.get('cloudToken')]).toEqual([
      'third, on the line',
      'third, on the line',
    ]);
    expect(JSON.parse(readFileSync(join(home, 'keys', 'secrets.keychain.json'), 'utf8'))).toEqual({});
  });

  test('forgets what the command line kept as well', () => {
    const { home, secrets: commandLine } = open();
    commandLine.set({ cloudToken: token, webhookSecret: 'another secret' });
    open(home, keychain('keychain')).secrets.set({ cloudToken: null });

    expect([commandLine.get('cloudToken'), commandLine.get('webhookSecret')]).toEqual([null, 'another secret']);
  });

  test('that only obscures is refused without consent', () => {
    const box = keychain('weak');
    const { secrets } = open(undefined, box);

    expect(() => secrets.set({ cloudToken: token })).toThrowError(
      expect.objectContaining({ code: 'KEYCHAIN_UNAVAILABLE', details: expect.objectContaining({ reason: 'weak' }) }),
    );
    expect(box.allowed).toBe(false);
  });

  test('that only obscures is used with consent', () => {
    const box = keychain('weak');
    const { secrets } = open(undefined, box, true);
    secrets.set({ cloudToken: token });

    expect(box.allowed).toBe(true);
    expect(secrets.get('cloudToken')).toBe(token);
  });

  test('that does not answer keeps nothing, but lets go of what it has', () => {
    const { secrets } = open(undefined, keychain('unavailable'));

    expect(() => secrets.set({ cloudToken: token })).toThrowError(
      expect.objectContaining({ code: 'KEYCHAIN_UNAVAILABLE' }),
    );
    expect(() => secrets.set({ cloudToken: null })).not.toThrow();
  });
});
