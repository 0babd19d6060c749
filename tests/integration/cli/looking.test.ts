// The commands that look: jobs, models, help and version; and how they behave in a pipe.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Job } from '../../../shared/domain/job.ts';
import { type Tessera, tesseraEntry, tesseraProcess } from './tessera-process.ts';

let tessera: Tessera;
let made: { job: string };

beforeAll(async () => {
  tessera = tesseraProcess();
  const small = ['--engine', 'mock', '--width', '64', '--height', '64', '--steps', '1', '--count', '2', '--seed', '7'];
  made = await tessera.json('generate', 'a red\napple', ...small);
});

afterAll(() => tessera.remove());

describe('jobs', () => {
  test('list tells each job on one line', async () => {
    const { stdout, exitCode } = await tessera.run('jobs', 'list');
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringMatching(new RegExp(`^${made.job}  completed  \\S+  seed 7  a red apple\n$`)),
    ]);
  });

  test('show tells the pictures and where they are', async () => {
    const { stdout } = await tessera.run('jobs', 'show', made.job);
    const job = await tessera.json<Job>('jobs', 'show', made.job);
    const paths = job.images.map(({ file }) => join(tessera.home, 'library', file ?? ''));
    expect(stdout.split('\n').slice(1)).toEqual([`  1  seed 7  ${paths[0]}`, `  2  seed 8  ${paths[1]}`, '']);
    expect(paths.map((path) => existsSync(path))).toEqual([true, true]);
  });

  test('logs tells the last lines', async () => {
    const all = await tessera.json<{ logs: string[]; totalLines: number }>('jobs', 'logs', made.job);
    expect(all.logs.length).toBe(all.totalLines);
    const last = await tessera.run('jobs', 'logs', made.job, '--lines', '1');
    expect(last.stdout).toBe(`${all.logs.at(-1)}\n`);
  });

  test('cancel of a finished job changes nothing', async () => {
    expect(await tessera.json<Job>('jobs', 'cancel', made.job)).toMatchObject({ id: made.job, state: 'completed' });
  });
});

describe('models', () => {
  test('list marks the default and always offers the mock', async () => {
    const list = await tessera.json<{ models: { id: string }[]; defaultModel: string }>('models', 'list');
    const { stdout } = await tessera.run('models', 'list');
    expect(stdout).toMatch(/^[* ] mock {2}/m);
    expect(stdout.match(/^\* (\S+)/m)?.[1]).toBe(list.defaultModel);
  });
});

describe('help', () => {
  test.each([
    [['--help'], /generate.*jobs.*serve/s],
    [['generate', '--help'], /--save-latents <file>/],
    [['jobs', '--help'], /cancel/],
    [['token', 'create', '--help'], /--expires <time>/],
    [['help', 'serve'], /--port <number>/],
  ])('%j goes to stdout with 0', async (words, text) => {
    const { exitCode, stdout, stderr } = await tessera.run(...words);
    expect([exitCode, stdout, stderr]).toEqual([0, expect.stringMatching(text), '']);
  });

  test('of nothing goes to stderr with 2', async () => {
    const { exitCode, stdout, stderr } = await tessera.run();
    expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringMatching(/^Usage: tessera/)]);
  });

  test('and the version leave no data folder behind', async () => {
    const untouched = tesseraProcess(join(tessera.home, 'untouched'));
    const version = await untouched.run('--version');
    await untouched.run('generate', '--help');
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(existsSync(untouched.home)).toBe(false);
  });
});

describe('in a pipe', () => {
  test('a reader that leaves early is no error', async () => {
    const command = `"${process.execPath}" "${tesseraEntry}" jobs list --json | head -c 1`;
    const env = { ...process.env, TESSERA_HOME: tessera.home };
    const { stdout, stderr } = await promisify(execFile)('sh', ['-c', command], { env });
    expect([stdout, stderr]).toEqual(['{', '']);
  });
});
