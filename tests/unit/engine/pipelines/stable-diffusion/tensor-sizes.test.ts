// How large the largest tensors are thought to be, against the sizes known of the models everybody uses.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeOnnxModel } from '../../../../../engine/onnx/onnx-writer.ts';
import { readAutoencoderMemory } from '../../../../../engine/pipelines/stable-diffusion/autoencoder-memory.ts';
import { readAttentionBytes } from '../../../../../engine/pipelines/stable-diffusion/denoiser-memory.ts';

const mebibyte = 2 ** 20;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sizes-'));
  mkdirSync(join(folder, 'unet'));
  mkdirSync(join(folder, 'vae_decoder'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function writeUnet(config: unknown, operator = 'MatMul'): void {
  if (config !== null) writeFileSync(join(folder, 'unet/config.json'), JSON.stringify(config));
  const domain = operator === 'MultiHeadAttention' ? { domain: 'com.microsoft' } : {};
  const values = [{ name: 'a', type: 'float32', dims: [1] }] as const;
  writeFileSync(
    join(folder, 'unet/model.onnx'),
    writeOnnxModel({
      inputs: values,
      outputs: [{ name: 'b', type: 'float32', dims: [1] }],
      nodes: [{ op: operator, inputs: ['a', 'a'], outputs: ['b'], name: 'b', ...domain }],
    }),
  );
}

describe('the scores of attention', () => {
  const first = { down_block_types: ['CrossAttnDownBlock2D', 'DownBlock2D'], attention_head_dim: 8 };
  const second = { down_block_types: ['DownBlock2D', 'CrossAttnDownBlock2D'], attention_head_dim: [5, 10, 20] };

  test.each([
    ['Stable Diffusion 1 at 512', first, 64, 512],
    ['Stable Diffusion 1 at 768', first, 96, 2592],
    ['Stable Diffusion 2 at 512', { ...first, attention_head_dim: [5, 10, 20, 20] }, 64, 320],
    ['Stable Diffusion XL at 1024', second, 128, 640],
    ['a folder without configs', null, 64, 512],
    ['a U-Net without attention', { down_block_types: ['DownBlock2D'] }, 64, 0],
  ])('of %s', (_, config, side, mebibytes) => {
    writeUnet(config);
    expect(readAttentionBytes({ folder, latents: { width: side, height: side } })).toBe(mebibytes * mebibyte);
  });

  test('are never made where one operator does it all', () => {
    writeUnet(first, 'MultiHeadAttention');
    expect(readAttentionBytes({ folder, latents: { width: 96, height: 96 } })).toBe(0);
  });
});

test('a decoder of 1024x1024 pixels needs a gibibyte in one piece, of 512x512 a quarter', () => {
  const channels = { block_out_channels: [128, 256, 512, 512] };
  writeFileSync(join(folder, 'vae_decoder/config.json'), JSON.stringify(channels));
  const memory = readAutoencoderMemory({ folder, part: 'vae_decoder', latentFactor: 8 });
  expect(memory.largestTensorBytes({ width: 128, height: 128 })).toBe(1024 * mebibyte);
  expect(memory.largestTensorBytes({ width: 64, height: 64 })).toBe(256 * mebibyte);
});
