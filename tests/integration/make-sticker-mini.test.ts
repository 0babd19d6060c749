// The workshop's last step: a model folder put together of its parts, and what ships held against it.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inspectModel } from '../../engine/models/inspect-model.ts';
import { modelFolder } from '../fixtures/exemplar-studio.ts';

const script = fileURLToPath(new URL('../../scripts/make-sticker-mini.mjs', import.meta.url));
const make = (...words: string[]) => execFileSync(process.execPath, [script, ...words], { stdio: 'pipe' });
const read = (folder: string, file: string) => readFileSync(join(folder, file));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-make-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a model put together', () => {
  test('of what ships alone is what ships, so nothing derived is out of date', async () => {
    const into = join(folder, 'model');
    make('--into', into);
    const { files } = await inspectModel({ folder: into, hash: false });

    expect(read(into, 'tessera.json').equals(read(modelFolder, 'tessera.json'))).toBe(true);
    for (const { path } of files)
      expect([path, read(into, path).equals(read(modelFolder, path))]).toEqual([path, true]);
  });

  test("takes another autoencoder with that autoencoder's own previews", async () => {
    const [parts, into] = [join(folder, 'export'), join(folder, 'model')];
    for (const name of ['vae_encoder', 'vae_decoder'])
      cpSync(join(modelFolder, name), join(parts, name), { recursive: true });
    const preview = { weights: [[1], [2], [3]], bias: [0, 0, 0] };
    writeFileSync(join(parts, 'preview.json'), JSON.stringify({ preview }));
    make('--into', into, '--autoencoder', parts);
    const settings = JSON.parse(read(into, 'sampler.json').toString('utf8'));

    expect(settings).toEqual({ ...JSON.parse(read(modelFolder, 'sampler.json').toString('utf8')), preview });
    await expect(inspectModel({ folder: into, hash: false })).resolves.toMatchObject({ family: 'exemplar' });
  });

  test('never lies in the place of what ships', () => {
    expect(() => make('--autoencoder', folder)).toThrow(/need --into/);
  });
});
