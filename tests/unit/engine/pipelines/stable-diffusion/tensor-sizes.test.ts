// How large the largest tensors are thought to be, against the sizes known of the models everybody uses.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeOnnxModel } from '../../../../../engine/onnx/onnx-writer.ts';
import { readAutoencoderMemory } from '../../../../../engine/pipelines/stable-diffusion/autoencoder-memory.ts';
import { readTransformerMemory } from '../../../../../engine/pipelines/flow-transformer/transformer-memory.ts';
import { readFlowTransformerConfigs } from '../../../../../engine/pipelines/flow-transformer/model-configs.ts';
import { readUnetMemory } from '../../../../../engine/pipelines/stable-diffusion/denoiser-memory.ts';
import { largestTensorBytes } from '../../../../../shared/domain/model-memory.ts';

const mebibyte = 2 ** 20;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sizes-'));
  mkdirSync(join(folder, 'vae_decoder'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function writeUnet(config: unknown, operator = 'MatMul'): void {
  writeDenoiser('unet', { config, operator });
}

function writeDenoiser(
  part: string,
  { config, operator }: { readonly config: unknown; readonly operator: string },
): void {
  mkdirSync(join(folder, part), { recursive: true });
  if (config !== null) writeFileSync(join(folder, part, 'config.json'), JSON.stringify(config));
  const domain = operator === 'MultiHeadAttention' ? { domain: 'com.microsoft' } : {};
  const values = [{ name: 'a', type: 'float32', dims: [1] }] as const;
  writeFileSync(
    join(folder, part, 'model.onnx'),
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
  ])('of %s', (_, config, side, mebibytes) => {
    writeUnet(config);
    expect(largestTensorBytes(readUnetMemory(folder), { width: side, height: side })).toBe(mebibytes * mebibyte);
  });

  test('are never made where one operator does it all', () => {
    writeUnet(first, 'MultiHeadAttention');
    expect(readUnetMemory(folder)).toEqual({ numbersPerPlace: 2560, scores: null });
  });

  test('are never made where there is no attention', () => {
    writeUnet({ down_block_types: ['DownBlock2D'] });
    expect(readUnetMemory(folder)).toEqual({ numbersPerPlace: 960, scores: null });
  });
});

test('a decoder of 1024x1024 pixels needs a gibibyte in one piece, of 512x512 a quarter', () => {
  const channels = { block_out_channels: [128, 256, 512, 512] };
  writeFileSync(join(folder, 'vae_decoder/config.json'), JSON.stringify(channels));
  const memory = readAutoencoderMemory({ folder, part: 'vae_decoder', latentFactor: 8 });
  expect(largestTensorBytes(memory, { width: 128, height: 128 })).toBe(1024 * mebibyte);
  expect(largestTensorBytes(memory, { width: 64, height: 64 })).toBe(256 * mebibyte);
});

describe('the scores of a flow transformer', () => {
  const mebibytesOf = (config: { readonly _class_name: string }, side: number) => {
    writeDenoiser('transformer', { config, operator: 'MatMul' });
    const memory = readTransformerMemory(folder, readFlowTransformerConfigs(folder));
    return largestTensorBytes(memory, { width: side / 8, height: side / 8 }) / mebibyte;
  };

  // 24 heads over (1024 / 16)^2 places of the picture, with 77 + 256 words in Stable Diffusion 3 and 256 in Flux schnell.
  test.each([
    ['SD3Transformer2DModel', 1024, (24 * 4 * (4096 + 333) ** 2) / mebibyte],
    ['FluxTransformer2DModel', 1024, (24 * 4 * (4096 + 256) ** 2) / mebibyte],
    ['FluxTransformer2DModel', 512, (24 * 4 * (1024 + 256) ** 2) / mebibyte],
  ])('of %s at %i pixels count words and picture', (_class_name, side, mebibytes) => {
    expect(mebibytesOf({ _class_name }, side)).toBe(mebibytes);
  });

  test('are never made where one operator does it all', () => {
    writeDenoiser('transformer', { config: { _class_name: 'FluxTransformer2DModel' }, operator: 'MultiHeadAttention' });
    expect(readTransformerMemory(folder, readFlowTransformerConfigs(folder)).scores).toBeNull();
  });
});
