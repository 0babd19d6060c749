// What is learnt from a folder before anything is loaded, by its configs and headers or by its own word.

import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { inspectModel } from '../../../../engine/models/inspect-model.ts';
import { ModelManifest } from '../../../../shared/domain/model.ts';
import { createModelFolders, refusalOf } from '../../../fixtures/model-folders.ts';
import { makeTinyModel, tinyVariants } from '../../../fixtures/tiny-models.ts';

const folders = createModelFolders();
afterAll(() => folders.remove());

function inspect(folder: string, options: { readonly hash: boolean } = { hash: false }): Promise<ModelManifest> {
  return inspectModel({ folder, ...options });
}

describe('a Stable-Diffusion folder', () => {
  test.each(tinyVariants)('of the kind %s has a manifest that parses', async (variant) => {
    const manifest = await inspect(folders.tiny(variant));
    expect(ModelManifest.parse(manifest)).toEqual(manifest);
    expect(manifest.family).toBe('stable-diffusion');
  });

  test('tells name, sizes, schedulers and defaults from its configs', async () => {
    const folder = folders.tiny('v-prediction');
    const { name, capabilities } = await inspect(folder);
    expect(name).toBe(basename(folder));
    expect(capabilities).toMatchObject({
      negativePrompt: true,
      schedulers: expect.arrayContaining(['ddim', 'pndm', 'euler-ancestral', 'heun', 'dpmpp-2m-sde', 'unipc', 'deis']),
      defaultScheduler: 'ddim',
      defaultSteps: 25,
      defaultGuidanceScale: 7.5,
      sideMultiple: 8,
      sideMin: 64,
      sideMax: 192,
    });
    expect(capabilities.sizes[0]).toEqual({ aspect: '1:1', width: 128, height: 128 });
  });

  test('lists the files it needs, weight files included, and hashes them when asked', async () => {
    const folder = folders.tiny('v-prediction');
    writeFileSync(join(folder, 'unrelated.txt'), 'not needed');
    const manifest = await inspect(folder, { hash: true });
    expect(manifest.files.map((file) => file.path)).toEqual([
      'model_index.json',
      'scheduler/scheduler_config.json',
      'text_encoder/config.json',
      'text_encoder/model.onnx',
      'tokenizer/merges.txt',
      'tokenizer/tokenizer_config.json',
      'tokenizer/vocab.json',
      'unet/config.json',
      'unet/model.onnx',
      'unet/model.onnx_data',
      'vae_decoder/config.json',
      'vae_decoder/model.onnx',
    ]);
    expect(manifest.sizeBytes).toBe(manifest.files.reduce((sum, file) => sum + file.sizeBytes, 0));
    expect(manifest.files.every((file) => /^[0-9a-f]{64}$/.test(file.sha256 ?? ''))).toBe(true);
    expect((await inspect(folder)).files.every((file) => file.sha256 === null)).toBe(true);
  });

  test('offers one size when its graph is fixed to it, and one scheduler when it was distilled for it', async () => {
    const fixed = await inspect(folders.tiny('fixed-size'));
    const consistency = await inspect(folders.tiny('latent-consistency'));
    expect(fixed.capabilities).toMatchObject({
      sideMin: 64,
      sideMax: 64,
      sizes: [{ aspect: '1:1', width: 64, height: 64 }],
    });
    expect(consistency.capabilities).toMatchObject({
      schedulers: ['lcm', 'tcd'],
      defaultSteps: 4,
      negativePrompt: false,
    });
  });

  test('needs no model_index.json and hardly any config', async () => {
    const folder = folders.tiny();
    for (const path of ['model_index.json', 'unet/config.json', 'vae_decoder/config.json', 'scheduler']) {
      rmSync(join(folder, path), { recursive: true });
    }
    const { capabilities } = await inspect(folder);
    expect(capabilities).toMatchObject({ sideMultiple: 64, sideMax: 768, defaultScheduler: 'dpmpp-2m-karras' });
    expect(capabilities.sizes[0]).toEqual({ aspect: '1:1', width: 512, height: 512 });
  });

  test('may live in a Hugging Face cache, made of links, and is called by its own name', async () => {
    const cache = join(folders.empty(), 'models--someone--tiny-apples');
    const [blobs, snapshot] = [join(cache, 'blobs'), join(cache, 'snapshots', '0123abcd')];
    makeTinyModel({ folder: snapshot, variant: 'v-prediction' });
    mkdirSync(blobs);
    for (const name of ['model.onnx', 'model.onnx_data']) {
      cpSync(join(snapshot, 'unet', name), join(blobs, `blob-of-${name}`));
      rmSync(join(snapshot, 'unet', name));
      symlinkSync(join(blobs, `blob-of-${name}`), join(snapshot, 'unet', name));
    }
    expect((await inspect(snapshot)).name).toBe('tiny-apples');
  });

  test('tells the licence its model card states', async () => {
    const folder = folders.tiny();
    writeFileSync(join(folder, 'README.md'), '---\ntags: [a]\nlicense: creativeml-openrail-m\n---\n# license: other\n');
    expect((await inspect(folder)).licence).toBe('creativeml-openrail-m');
  });
});

describe('a folder with a tessera.json', () => {
  async function stated(change: (manifest: ModelManifest) => unknown = (manifest) => manifest): Promise<string> {
    const folder = folders.tiny('v-prediction');
    const manifest = await inspect(folder, { hash: true });
    const own = { ...manifest, name: 'Apples', description: 'Draws apples', licence: 'CC0-1.0' };
    writeFileSync(join(folder, 'tessera.json'), JSON.stringify(change(own)));
    return folder;
  }

  test('is what it says it is', async () => {
    const folder = await stated();
    expect(await inspect(folder)).toMatchObject({ name: 'Apples', description: 'Draws apples', licence: 'CC0-1.0' });
    expect((await inspect(folder, { hash: true })).files.every((file) => file.sha256 !== null)).toBe(true);
  });

  test('whose files are others than it says', async () => {
    const folder = await stated();
    const path = join(folder, 'unet/model.onnx_data');
    const bytes = readFileSync(path);
    bytes[50] = (bytes[50] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    // Reading every byte is for the asking; sizes are looked at always.
    await expect(inspect(folder)).resolves.toMatchObject({ name: 'Apples' });
    expect(await refusalOf(folder, { hash: true })).toEqual([
      'MODEL_CORRUPT',
      expect.stringContaining('unet/model.onnx_data is not the file'),
    ]);
    writeFileSync(path, Buffer.concat([bytes, bytes]));
    expect(await refusalOf(folder)).toEqual(['MODEL_CORRUPT', expect.stringContaining('where tessera.json says')]);
    rmSync(path);
    expect(await refusalOf(folder)).toEqual(['MODEL_MISSING_FILE', expect.stringContaining('unet/model.onnx_data')]);
  });

  test('that names files outside itself, by name or by link', async () => {
    const file = { path: '../secret', sizeBytes: 1, sha256: null };
    const folder = await stated((manifest) => ({ ...manifest, files: [file] }));
    expect((await refusalOf(folder))[0]).toBe('MODEL_UNSAFE_PATH');
    writeFileSync(join(folders.root, 'secret'), 'x');
    symlinkSync(join(folders.root, 'secret'), join(folder, 'linked'));
    const linking = await stated((manifest) => ({ ...manifest, files: [{ ...file, path: 'linked' }] }));
    symlinkSync(join(folders.root, 'secret'), join(linking, 'linked'));
    expect((await refusalOf(linking))[0]).toBe('MODEL_UNSAFE_PATH');
  });

  test('that is no manifest', async () => {
    const folder = await stated(() => ({ name: 'Apples' }));
    expect(await refusalOf(folder)).toEqual([
      'MODEL_CORRUPT',
      expect.stringContaining('tessera.json cannot be used: family'),
    ]);
    const mock = await stated((manifest) => ({ ...manifest, family: 'mock' }));
    expect((await refusalOf(mock))[0]).toBe('MODEL_UNSUPPORTED');
  });
});

test('the embedded models pass', async () => {
  const manifest = await inspect(join(import.meta.dirname, '../../../../resources/models/sticker-mini'));
  expect(manifest.family).toBe('exemplar');
});
