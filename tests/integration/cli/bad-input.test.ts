// What bad input gets on the command line: a code, a sentence that says what to do, and the exit code of its class.

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OnnxModel, writeOnnxModel } from '../../../engine/onnx/onnx-writer.ts';
import { errorCatalogue, type ErrorCode, type ErrorEnvelope } from '../../../shared/errors.ts';
import { makeTinyModel } from '../../fixtures/tiny-models.ts';
import { type Finished, type Tessera, tesseraProcess } from './tessera-process.ts';

let tessera: Tessera;

beforeAll(() => {
  tessera = tesseraProcess();
});

afterAll(() => tessera.remove());

/** The refusal of a command run with --json: nothing else on stdout, nothing at all on stderr. */
function refusalOf(finished: Finished): ErrorEnvelope {
  expect(finished.stderr).toBe('');
  const body = finished.json() as { ok: boolean; error: ErrorEnvelope };
  expect(body.ok).toBe(false);
  expect(finished.exitCode).toBe(errorCatalogue[body.error.code].exit);
  expect(body.error.message).toMatch(/^.*\w.*[.?]$/s);
  expect(body.error.message).not.toMatch(/\bat .*:\d+:\d+/);
  return body.error;
}

const generate = (...words: string[]) => ['generate', ...words, '--engine', 'mock'];

describe('generate', () => {
  test.each<[string, string[], ErrorCode, number, RegExp]>([
    ['an empty prompt', generate(''), 'VALIDATION_ERROR', 2, /prompt: .*empty/],
    ['a prompt of spaces', generate('   '), 'VALIDATION_ERROR', 2, /prompt: .*empty/],
    ['a prompt that is too long', generate('a'.repeat(4001)), 'VALIDATION_ERROR', 2, /prompt: .*at most 4000.*4001/],
    ['no prompt', ['generate'], 'INVALID_INPUT', 2, /prompt/],
    ['width 513', generate('x', '--width', '513', '--height', '512'), 'VALIDATION_ERROR', 2, /--width: .*512 and 520/],
    ['a width without a height', generate('x', '--width', '512'), 'INVALID_INPUT', 2, /height: .*both/],
    ['aspect 5:1', generate('x', '--aspect', '5:1'), 'VALIDATION_ERROR', 2, /--aspect: .*1:1.*16:9/],
    [
      'an unknown scheduler',
      generate('x', '--scheduler', 'eular'),
      'VALIDATION_ERROR',
      2,
      /--scheduler: .*nearest is euler/,
    ],
    ['a second pass of its own size', generate('x', '--hires', '1'), 'VALIDATION_ERROR', 2, /--hires: /],
    [
      'the steps of no second pass',
      generate('x', '--hires-steps', '2'),
      'VALIDATION_ERROR',
      2,
      /hires-steps: .*--hires/,
    ],
    ['an unknown engine', ['generate', 'x', '--engine', 'gpu'], 'VALIDATION_ERROR', 2, /engine: .*mock/],
    ['two engines', ['generate', 'x', '--engine', 'mock', '--model', 'other'], 'INVALID_INPUT', 2, /Leave out/],
    ['a seed that is a word', generate('x', '--seed', 'seven'), 'VALIDATION_ERROR', 2, /seed: .*number/],
    ['a negative seed', generate('x', '--seed', '-1'), 'VALIDATION_ERROR', 2, /--seed: .*at least 0/],
    ['a seed past 32 bits', generate('x', '--seed', '4294967296'), 'VALIDATION_ERROR', 2, /--seed: .*4294967295/],
    ['half a step', generate('x', '--steps', '2.5'), 'VALIDATION_ERROR', 2, /--steps: .*whole number/],
    ['guidance 99', generate('x', '--guidance', '99'), 'VALIDATION_ERROR', 2, /--guidance: .*at most 30/],
    ['five pictures', generate('x', '--count', '5'), 'VALIDATION_ERROR', 2, /--count: .*at most 4/],
    ['an unknown model', ['generate', 'x', '--model', 'nobody'], 'MODEL_NOT_FOUND', 3, /nobody.*mock/],
    ['an unknown style', generate('x', '--style', 'nothing'), 'STYLE_NOT_FOUND', 3, /nothing/],
    ['an unknown option', generate('x', '--cfg', '7'), 'INVALID_INPUT', 2, /--cfg.*--help/],
    ['an option without its value', ['generate', 'x', '--seed'], 'INVALID_INPUT', 2, /--seed/],
    ['one word too many', generate('a red', 'apple'), 'INVALID_INPUT', 2, /arguments/],
  ])('%s', async (_case, [command = '', ...words], code, exitCode, sentence) => {
    // In front, so that an option without its value cannot take it for one.
    const finished = await tessera.run(command, '--json', ...words);
    expect(refusalOf(finished)).toMatchObject({ code, message: expect.stringMatching(sentence) });
    expect(finished.exitCode).toBe(exitCode);
  });

  test('says the same as a sentence on stderr, and nothing on stdout', async () => {
    const finished = await tessera.run(...generate('x', '--width', '513', '--height', '512'));
    expect(finished).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: 'VALIDATION_ERROR: --width: must be a multiple of 8; the nearest valid values are 512 and 520.\n',
    });
  });

  test('a file where the folder of --out should be', async () => {
    const out = join(tessera.home, 'file');
    writeFileSync(out, 'mine');
    const refusal = refusalOf(await tessera.run(...generate('x', '--out', out), '--json'));
    expect([refusal.code, readFileSync(out, 'utf8')]).toEqual(['INVALID_INPUT', 'mine']);
  });

  test('left no job behind', async () => {
    expect(await tessera.json('jobs', 'list')).toEqual({ jobs: [], nextCursor: null });
  });
});

describe('other commands', () => {
  test.each<[string, string[], ErrorCode]>([
    ['an unknown command', ['paint', 'x'], 'INVALID_INPUT'],
    ['a group without its command', ['models'], 'INVALID_INPUT'],
    ['an unknown job', ['jobs', 'show', 'nobody'], 'JOB_NOT_FOUND'],
    ['the logs of an unknown job', ['jobs', 'logs', 'nobody'], 'JOB_NOT_FOUND'],
    ['cancelling an unknown job', ['jobs', 'cancel', 'nobody'], 'JOB_NOT_FOUND'],
    ['a limit of none', ['jobs', 'list', '--limit', '0'], 'VALIDATION_ERROR'],
    ['removing an unknown model', ['models', 'remove', 'nobody'], 'MODEL_NOT_FOUND'],
    ['verifying an unknown model', ['models', 'verify', 'nobody'], 'MODEL_NOT_FOUND'],
    ['a token without a name', ['token', 'create'], 'INVALID_INPUT'],
    ['a token for ever', ['token', 'create', '--name', 'x', '--expires', 'never'], 'VALIDATION_ERROR'],
    ['a token for ten years', ['token', 'create', '--name', 'x', '--expires', '520w'], 'VALIDATION_ERROR'],
    ['a token that does everything', ['token', 'create', '--name', 'x', '--scope', 'root'], 'VALIDATION_ERROR'],
    ['a token for the desktop', ['token', 'create', '--name', 'x', '--scope', 'desktop'], 'VALIDATION_ERROR'],
    ['revoking an unknown token', ['token', 'revoke', 'nobody'], 'TOKEN_NOT_FOUND'],
    ['port 65536', ['serve', '--port', '65536'], 'VALIDATION_ERROR'],
  ])('%s', async (_case, words, code) => {
    expect(refusalOf(await tessera.run(...words, '--json')).code).toBe(code);
  });
});

describe('models add', () => {
  function modelFolder(name: string, spoil: (folder: string) => void): string {
    const folder = join(tessera.home, 'models-of-mine', name);
    makeTinyModel({ folder, variant: 'plain' });
    spoil(folder);
    return folder;
  }
  const unet = (folder: string) => join(folder, 'unet', 'model.onnx');

  test.each<[string, (folder: string) => void, ErrorCode]>([
    ['a graph cut in half', (at) => writeFileSync(unet(at), readFileSync(unet(at)).subarray(0, 500)), 'MODEL_CORRUPT'],
    [
      'a Git LFS pointer in place of a graph',
      (at) =>
        writeFileSync(unet(at), `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 9\n`),
      'MODEL_LFS_POINTER',
    ],
    ['a config that is no JSON', (at) => writeFileSync(join(at, 'unet', 'config.json'), '{'), 'MODEL_CORRUPT'],
  ])('%s', async (name, spoil, code) => {
    const refusal = refusalOf(await tessera.run('models', 'add', modelFolder(name, spoil), '--json'));
    expect(refusal).toMatchObject({ code, message: expect.stringContaining('unet') });
  });

  test('a folder that is no model', async () => {
    const folder = join(tessera.home, 'pictures');
    mkdirSync(folder);
    expect(refusalOf(await tessera.run('models', 'add', folder, '--json')).code).toBe('MODEL_NOT_A_MODEL');
  });

  test('a folder that is not there', async () => {
    const refusal = refusalOf(await tessera.run('models', 'add', join(tessera.home, 'nowhere'), '--json'));
    expect(errorCatalogue[refusal.code].kind).toMatch(/invalid|not-found/);
  });

  test('a graph with an operator that nothing here can run', async () => {
    const folder = modelFolder('unknown-operator', (at) =>
      writeFileSync(unet(at), writeOnnxModel(unknownOperatorGraph())),
    );
    const refusal = refusalOf(await tessera.run('models', 'add', folder, '--json'));
    expect(refusal).toMatchObject({ code: 'MODEL_UNSUPPORTED', message: expect.stringContaining('Teleport') });
  });

  test('leaves good models alone: one is added, listed, verified and removed', async () => {
    const folder = modelFolder('good', () => {});
    await tessera.json('models', 'add', folder, '--id', 'good');
    const list = await tessera.json<{ models: { id: string }[] }>('models', 'list');
    expect(list.models.map(({ id }) => id)).toContain('good');
    expect(await tessera.json('models', 'verify', 'good')).toMatchObject({ ok: true });
    expect(await tessera.json('models', 'verify', 'good')).toMatchObject({ ok: true });
    copyFileSync(join(folder, 'vae_decoder', 'model.onnx'), unet(folder));
    const verified = await tessera.run('models', 'verify', 'good', '--json');
    expect([verified.exitCode, verified.json()]).toMatchObject([2, { ok: false }]);
    expect(await tessera.json('models', 'remove', 'good')).toEqual({ id: 'good' });
    expect(readFileSync(unet(folder)).length).toBeGreaterThan(0);
  });
});

describe('the data folder', () => {
  test('that cannot be made', async () => {
    const file = join(tessera.home, 'a-file');
    writeFileSync(file, '');
    const refusal = refusalOf(await tesseraProcess(join(file, 'home')).run('jobs', 'list', '--json'));
    expect(refusal).toMatchObject({ code: 'DATA_FOLDER_READ_ONLY', message: expect.stringContaining('TESSERA_HOME') });
  });

  test('with a damaged database is left as it is', async () => {
    const other = tesseraProcess();
    const file = join(other.home, 'tessera.db');
    writeFileSync(file, 'this is no database, and long enough to be read as one'.repeat(100));
    const before = readFileSync(file);
    const refusal = refusalOf(await other.run('jobs', 'list', '--json'));
    expect([refusal.code, readFileSync(file).equals(before)]).toEqual(['DATABASE_CORRUPT', true]);
    other.remove();
  });

  test('of a newer Tessera is left as it is', async () => {
    const other = tesseraProcess();
    await other.json('jobs', 'list');
    const database = new Database(join(other.home, 'tessera.db'));
    database.pragma('user_version = 9999');
    database.close();
    expect(refusalOf(await other.run('jobs', 'list', '--json')).code).toBe('DATABASE_FROM_THE_FUTURE');
    other.remove();
  });

  test('that another Tessera has open is refused at once, and free when that one ends', async () => {
    const other = tesseraProcess();
    const server = other.start('serve', '--port', '0');
    await server.sees('stdout', /answers at/);
    const refusal = refusalOf(await other.run('generate', 'x', '--engine', 'mock', '--json'));
    expect(refusal).toMatchObject({
      code: 'DATA_FOLDER_IN_USE',
      retryable: true,
      message: expect.stringMatching(/already running/),
    });
    server.kill('SIGTERM');
    await server.finished;
    expect(await other.json('jobs', 'list')).toMatchObject({ jobs: [] });
    other.remove();
  });

  test('is free again when its Tessera was killed', async () => {
    const other = tesseraProcess();
    const server = other.start('serve', '--port', '0');
    await server.sees('stdout', /answers at/);
    server.kill('SIGKILL');
    await server.finished;
    expect(await other.json('jobs', 'list')).toMatchObject({ jobs: [] });
    other.remove();
  });
});

describe('serve', () => {
  test('on a port that another program has', async () => {
    const program = createServer();
    const port = await new Promise<number>((resolve) => {
      program.listen(0, '127.0.0.1', () => resolve((program.address() as { port: number }).port));
    });
    const refusal = refusalOf(await tessera.run('serve', '--port', String(port), '--json'));
    expect(refusal).toMatchObject({ code: 'PORT_IN_USE', details: { port } });
    await new Promise((resolve) => program.close(resolve));
  });
});

/** A denoiser by its inputs and outputs, with an operator that no runtime knows. */
function unknownOperatorGraph(): OnnxModel {
  const plane = ['batch', 4, 'height', 'width'];
  return {
    inputs: [
      { name: 'sample', type: 'float32', dims: plane },
      { name: 'timestep', type: 'float32', dims: [] },
      { name: 'encoder_hidden_states', type: 'float32', dims: ['batch', 'sequence', 8] },
    ],
    outputs: [{ name: 'out_sample', type: 'float32', dims: plane }],
    nodes: [{ op: 'Teleport', inputs: ['sample'], outputs: ['out_sample'] }],
  };
}
