import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, it, test } from 'vitest';
import { createLogger, redact } from '../../../../main/logging/logger.ts';
import { temporaryFolder } from '../fixtures.ts';

const clock = () => Date.parse('2026-11-21T10:00:00Z');

it('writes one line per event with its time, and gives the last ones back', () => {
  const logger = createLogger({ folder: temporaryFolder(), clock });
  logger.job('j1', 'first');
  logger.job('j1', 'second\nwith a break');
  logger.job('j1', 'third');

  expect(logger.jobLines('j1', 2)).toEqual({
    logs: ['2026-11-21T10:00:00.000Z second | with a break', '2026-11-21T10:00:00.000Z third'],
    totalLines: 3,
  });
});

it('has no lines for a job that never logged', () => {
  expect(createLogger({ folder: temporaryFolder(), clock }).jobLines('none', 10)).toEqual({ logs: [], totalLines: 0 });
});

it('leaves out tokens and the name in the home folder', () => {
  const folder = temporaryFolder();
  const token = ['eyJhbGciOiJub25l', 'eyJzdWIiOiJ4In0', 'c2ln'].join('.');
  createLogger({ folder, clock }).line(`Bearer ${token} in ${homedir()}/pictures, and again ${token}`);
  const text = readFileSync(join(folder, 'tessera.log'), 'utf8');

  expect(text).not.toContain(token);
  expect(text).not.toContain(homedir());
});

// Put together here, so that no secret scanner takes them for real ones.
const words = (...parts: string[]) => parts.join('');

test.each([
  ['a header', words('Authorization: Bear', 'er abcdef0123456789'), 'abcdef0123456789'],
  ['basic authentication', words('sent Bas', 'ic dXNlcjpwYXNzd29yZA=='), 'dXNlcjpwYXNzd29yZA'],
  ['an address with a password', 'GET https://ada:lovelace@s3.example.org/bucket failed', 'lovelace'],
  ['an address with a token', 'GET /events?token=0123456789abcdef&names=job', '0123456789abcdef'],
  ['a header of ours', 'X-Webhook-Secret: a-secret-of-sixteen', 'a-secret-of-sixteen'],
  ['settings as JSON', '{"s3SecretAccessKey":"wJalrXUtnFEMI","bucket":"b"}', 'wJalrXUtnFEMI'],
  ['settings as code', "{ password: 'correct horse' }", 'correct'],
  ['a key of AWS', words('AK', 'IA', 'IOSFODNN7EXAMPLE', ' was refused'), 'IOSFODNN7EXAMPLE'],
  ['a key of Hugging Face', words('using hf', '_abcdefghijklmnopqrst'), 'abcdefghijklmnopqrst'],
] as const)('takes the secret out of %s', (_what, line, secret) => {
  expect(redact(line)).not.toContain(secret);
  expect(redact(redact(line))).toBe(redact(line));
});

test.each([
  'queued by cli: generate, 4 picture(s), model sticker-mini',
  'engine: {"totalMs":812,"sessionMs":500,"sessionRuns":24,"loadMs":30}',
  'the words reach 81 tokens, 4 more than fit',
  'GET https://models.example.org/a/b@v2/model.onnx',
])('leaves %s as it is', (line) => {
  expect(redact(line)).toBe(line);
});

it('goes on in a second file when the first has grown too long, and reads both', () => {
  const folder = temporaryFolder();
  const logger = createLogger({ folder, clock });
  writeFileSync(join(folder, 'jobs', 'j1.log'), `${'x'.repeat(1024 * 1024)}\n`.repeat(3));
  logger.job('j1', 'after');
  logger.job('j1', 'and after');

  expect(readdirSync(join(folder, 'jobs')).toSorted()).toEqual(['j1.log', 'j1.log.old']);
  expect(logger.jobLines('j1', 2).logs).toEqual([
    expect.stringMatching(/ after$/),
    expect.stringMatching(/ and after$/),
  ]);
  expect(logger.jobLines('j1', 2).totalLines).toBe(5);
});

it('keeps the logs of the last jobs only', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'jobs'), { recursive: true });
  for (let job = 0; job < 5; job += 1) {
    const file = join(folder, 'jobs', `j${job}.log`);
    writeFileSync(file, 'done\n');
    utimesSync(file, 1000 + job, 1000 + job);
  }
  const logger = createLogger({ folder, clock, jobLogsKept: 3 });

  expect(readdirSync(join(folder, 'jobs'))).toHaveLength(3);
  expect(logger.jobLines('j1', 1).totalLines).toBe(0);
  expect(logger.jobLines('j2', 1).totalLines).toBe(1);
});
