// The sentence each kind of folder gets that is no model, one of another family, or broken.

import { cpSync, chmodSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { inspectModel } from '../../../../engine/models/inspect-model.ts';
import type { OnnxModel } from '../../../../engine/onnx/onnx-writer.ts';
import type { TesseraError } from '../../../../shared/errors.ts';
import { createModelFolders, editJson, refusalOf, writeUnet } from '../../../fixtures/model-folders.ts';
import { makeTinyModel } from '../../../fixtures/tiny-models.ts';

const folders = createModelFolders();
afterAll(() => folders.remove());

describe('a folder that is no model', () => {
  test('is not there, is a file, or holds nothing of the kind', async () => {
    const folder = folders.empty();
    writeFileSync(join(folder, 'notes.txt'), 'hello');
    writeFileSync(join(folder, 'weights.safetensors'), 'hello');
    expect(await refusalOf(join(folder, 'none'))).toEqual([
      'FILE_NOT_FOUND',
      expect.stringContaining('no folder "none"'),
    ]);
    expect(await refusalOf(join(folder, 'notes.txt'))).toEqual([
      'MODEL_NOT_A_MODEL',
      expect.stringContaining('"notes.txt" is a file'),
    ]);
    expect(await refusalOf(join(folder, 'weights.safetensors'))).toEqual([
      'MODEL_UNSUPPORTED',
      expect.stringContaining('Export it to ONNX'),
    ]);
    rmSync(join(folder, 'weights.safetensors'));
    expect(await refusalOf(folder)).toEqual([
      'MODEL_NOT_A_MODEL',
      expect.stringContaining('A model folder holds unet/model.onnx'),
    ]);
  });

  test('that holds the real one is told so', async () => {
    const folder = folders.empty();
    makeTinyModel({ folder: join(folder, 'inner'), variant: 'plain' });
    expect(await refusalOf(folder)).toEqual([
      'MODEL_NOT_A_MODEL',
      expect.stringContaining('in its folder "inner": point at that one'),
    ]);
  });

  test('with PyTorch weights is told to be exported', async () => {
    const folder = folders.empty();
    mkdirSync(join(folder, 'unet'));
    writeFileSync(join(folder, 'unet/diffusion_pytorch_model.safetensors'), 'weights');
    expect(await refusalOf(folder)).toEqual(['MODEL_UNSUPPORTED', expect.stringContaining('optimum-cli export onnx')]);
  });
});

describe('a folder of another family', () => {
  test('is known by its class', async () => {
    const folder = folders.tiny();
    editJson(folder, 'model_index.json', (index) => ({ ...index, _class_name: 'PixArtSigmaPipeline' }));
    expect(await refusalOf(folder)).toEqual([
      'MODEL_UNSUPPORTED',
      'This folder is a PixArtSigmaPipeline. So far Tessera draws with ONNX exports of Stable Diffusion 1, 2, XL and 3, of Flux, and of their turbo and latent consistency models.',
    ]);
  });

  test('is known by its folders when it names no class', async () => {
    const folder = folders.tiny();
    rmSync(join(folder, 'model_index.json'));
    mkdirSync(join(folder, 'prior'));
    expect(await refusalOf(folder)).toEqual([
      'MODEL_UNSUPPORTED',
      expect.stringContaining('prior/ belongs to Kandinsky'),
    ]);
  });

  test("is known by its denoiser's inputs when nothing else tells", async () => {
    const folder = folders.tiny();
    writeUnet(folder, {
      inputs: [
        { name: 'sample', type: 'float32', dims: ['batch', 4, 'h', 'w'] },
        { name: 'timestep', type: 'float32', dims: [] },
        { name: 'encoder_hidden_states', type: 'float32', dims: ['batch', 'sequence', 2048] },
        { name: 'class_labels', type: 'float32', dims: ['batch'] },
      ],
    });
    expect(await refusalOf(folder)).toEqual([
      'MODEL_UNSUPPORTED',
      expect.stringContaining('class_labels: it belongs to an upscaler'),
    ]);
  });

  test('may not be half Stable Diffusion XL', async () => {
    const inputs = [
      { name: 'sample', type: 'float32', dims: ['batch', 4, 'h', 'w'] },
      { name: 'timestep', type: 'float32', dims: [] },
      { name: 'encoder_hidden_states', type: 'float32', dims: ['batch', 'sequence', 2048] },
      { name: 'text_embeds', type: 'float32', dims: ['batch', 1280] },
    ] as const;
    const [alone, both, refiner] = [folders.tiny(), folders.tiny(), folders.tiny()];
    writeUnet(alone, { inputs });
    writeUnet(both, { inputs: [...inputs, { name: 'time_ids', type: 'float32', dims: ['batch', 6] }] });
    writeUnet(refiner, { inputs: [...inputs, { name: 'time_ids', type: 'float32', dims: ['batch', 5] }] });
    const mixed = folders.tiny();
    cpSync(join(mixed, 'text_encoder'), join(mixed, 'text_encoder_2'), { recursive: true });
    expect([await refusalOf(alone), await refusalOf(both), await refusalOf(refiner), await refusalOf(mixed)]).toEqual([
      ['MODEL_UNSUPPORTED', expect.stringContaining('takes only one of text_embeds and time_ids')],
      ['MODEL_UNSUPPORTED', expect.stringContaining('second text encoder text_encoder_2/model.onnx is missing')],
      ['MODEL_UNSUPPORTED', expect.stringContaining('the refiner of Stable Diffusion XL')],
      ['MODEL_UNSUPPORTED', expect.stringContaining('mixes two models')],
    ]);
  });
});

describe('a broken folder', () => {
  test.each([
    'unet/model.onnx',
    'text_encoder/model.onnx',
    'vae_decoder/model.onnx',
    'tokenizer/vocab.json',
    'tokenizer/merges.txt',
  ])('without %s is told that it is missing', async (path) => {
    const folder = folders.tiny();
    rmSync(join(folder, path));
    expect(await refusalOf(folder)).toEqual([
      'MODEL_MISSING_FILE',
      expect.stringContaining(`The model has no ${path}.`),
    ]);
  });

  test('with a graph that is cut off', async () => {
    const folder = folders.tiny();
    truncateSync(join(folder, 'vae_decoder/model.onnx'), 10_000);
    expect(await refusalOf(folder)).toEqual([
      'MODEL_CORRUPT',
      expect.stringMatching(
        /^vae_decoder\/model\.onnx is not a complete ONNX graph: the file ends at byte 10000; .* Download or copy the file again\.$/,
      ),
    ]);
  });

  test('with weights that are missing, cut off, or a Git-LFS pointer', async () => {
    const folder = folders.tiny('v-prediction');
    const weights = join(folder, 'unet/model.onnx_data');
    truncateSync(weights, 100);
    const short = await refusalOf(folder);
    writeFileSync(weights, 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3108\n');
    const pointer = await refusalOf(folder);
    rmSync(weights);
    const missing = await refusalOf(folder);
    expect([short, pointer, missing]).toEqual([
      ['MODEL_CORRUPT', expect.stringContaining('unet/model.onnx_data is cut off: it has 100 bytes')],
      ['MODEL_LFS_POINTER', expect.stringContaining('unet/model.onnx_data is a Git-LFS pointer')],
      ['MODEL_MISSING_FILE', expect.stringContaining('The model has no unet/model.onnx_data')],
    ]);
  });

  test('with a Git-LFS pointer for a graph', async () => {
    const folder = folders.tiny();
    writeFileSync(
      join(folder, 'unet/model.onnx'),
      'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n',
    );
    expect(await refusalOf(folder)).toEqual(['MODEL_LFS_POINTER', expect.stringContaining('Run "git lfs pull"')]);
  });

  test('with weights that lead out of it', async () => {
    const folder = folders.tiny();
    writeUnet(folder, {
      initializers: [{ name: 'w', type: 'float32', dims: [1], data: { location: '../../secret' } }],
    });
    expect(await refusalOf(folder)).toEqual([
      'MODEL_UNSAFE_PATH',
      expect.stringContaining('unet/model.onnx wants its weights from "../../secret"'),
    ]);
  });

  test('with operators or types the CPU lacks', async () => {
    const folder = folders.tiny();
    const sample = {
      nodes: [{ op: 'NhwcConv', domain: 'com.microsoft', inputs: ['sample', 'w'], outputs: ['out_sample'] }],
      initializers: [{ name: 'w', type: 'float32', dims: [1], data: new Float32Array(1) }],
    } satisfies Partial<OnnxModel>;
    writeUnet(folder, { ...sample, domains: { 'com.microsoft': 1 } });
    const operator = await refusalOf(folder);
    writeUnet(folder, { initializers: [{ name: 'w', type: 'bfloat16', dims: [1], data: new Uint16Array(1) }] });
    const type = await refusalOf(folder);
    expect([operator, type]).toEqual([
      ['MODEL_UNSUPPORTED', expect.stringContaining('unet/model.onnx uses the operator NhwcConv')],
      ['MODEL_UNSUPPORTED', expect.stringContaining('unet/model.onnx keeps its weights as bfloat16')],
    ]);
  });

  test('with configs that are no JSON or say what cannot be', async () => {
    const folder = folders.tiny();
    writeFileSync(join(folder, 'unet/config.json'), '{"in_channels": ');
    const noJson = await refusalOf(folder);
    writeFileSync(join(folder, 'unet/config.json'), '{"sample_size": -1}');
    const nonsense = await refusalOf(folder);
    expect([noJson, nonsense]).toEqual([
      ['MODEL_CORRUPT', 'unet/config.json cannot be used: it is not valid JSON. Download or copy the file again.'],
      ['MODEL_CORRUPT', expect.stringContaining('unet/config.json cannot be used: sample_size')],
    ]);
  });

  test('with a schedule nobody here can compute', async () => {
    const folder = folders.tiny();
    editJson(folder, 'scheduler/scheduler_config.json', (config) => ({ ...config, beta_schedule: 'laplace' }));
    expect(await refusalOf(folder)).toEqual(['MODEL_UNSUPPORTED', expect.stringContaining('beta_schedule')]);
  });

  test('that may not be read, except by folders.root, who may read everything', async () => {
    const folder = folders.tiny();
    chmodSync(join(folder, 'unet/model.onnx'), 0);
    const outcome = await inspectModel({ folder, hash: false }).then(
      () => 'let through',
      (error: TesseraError) => error.code,
    );
    expect(outcome).toBe(process.getuid?.() === 0 ? 'let through' : 'FILE_NOT_FOUND');
  });
});
