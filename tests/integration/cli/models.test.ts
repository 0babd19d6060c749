// tessera models: a folder is added where it is, checked file by file, and forgotten, by the real command and engine.

import { appendFileSync, cpSync, existsSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Tessera, tesseraProcess } from './tessera-process.ts';

const tinyModel = fileURLToPath(new URL('../../conformance/models/sdxl', import.meta.url));
let tessera: Tessera;
let folder: string;

beforeAll(() => {
  tessera = tesseraProcess();
  folder = join(tessera.home, 'Own model');
  cpSync(tinyModel, folder, { recursive: true });
  writeFileSync(join(folder, 'README.md'), '---\nlicense: mit\n---\n');
  writeFileSync(join(folder, 'LICENSE'), 'The words of the licence.');
});

afterAll(() => tessera.remove());

test('a folder is added, verified, found changed and forgotten', async () => {
  const added = await tessera.run('models', 'add', folder);
  const verified = await tessera.run('models', 'verify', 'Own-model');
  appendFileSync(join(folder, 'tokenizer_2/merges.txt'), '#');
  const changed = await tessera.run('models', 'verify', 'Own-model');
  const removed = await tessera.run('models', 'remove', 'Own-model');
  const listed = await tessera.json<{ models: { id: string }[] }>('models', 'list');

  expect(added.stdout + added.stderr).toMatch(
    /Added Own model as Own-model\.\s+family +stable-diffusion-xl\s[\s\S]*licence +mit, LICENSE\s+weights +float32\s[\s\S]*runs on +cpu/,
  );
  expect([added.exitCode, verified.exitCode, changed.exitCode, removed.exitCode]).toEqual([0, 0, 2, 0]);
  expect(changed.stdout + changed.stderr).toMatch(/^changed +tokenizer_2\/merges\.txt$/m);
  expect(`${changed.stdout}${changed.stderr}`.match(/^changed /gm)).toHaveLength(1);
  expect(listed.models.map(({ id }) => id)).not.toContain('Own-model');
  expect(existsSync(join(folder, 'unet/model.onnx'))).toBe(true);
});

test('a folder that is cut off is refused by code and sentence', async () => {
  truncateSync(join(folder, 'unet/model.onnx'), 9_000);
  const refused = await tessera.run('models', 'add', folder);

  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain(
    'MODEL_CORRUPT: unet/model.onnx is not a complete ONNX graph: the file ends at byte 9000',
  );
});
