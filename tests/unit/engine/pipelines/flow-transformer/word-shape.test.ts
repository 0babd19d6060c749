// What a graph has written into it goes before what a folder says.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readFlowTransformerConfigs } from '../../../../../engine/pipelines/flow-transformer/model-configs.ts';
import { wordShape } from '../../../../../engine/pipelines/flow-transformer/word-shape.ts';

const root = mkdtempSync(join(tmpdir(), 'word-shape-'));
afterAll(() => rmSync(root, { recursive: true }));

function configsOf(name: string, transformer: object) {
  const folder = join(root, name);
  mkdirSync(join(folder, 'transformer'), { recursive: true });
  writeFileSync(join(folder, 'transformer/config.json'), JSON.stringify(transformer));
  return readFlowTransformerConfigs(folder);
}

const sd3 = configsOf('sd3', { _class_name: 'SD3Transformer2DModel', joint_attention_dim: 2048 });
const schnell = configsOf('schnell', { _class_name: 'FluxTransformer2DModel' });
const dev = configsOf('dev', { _class_name: 'FluxTransformer2DModel', guidance_embeds: true });

describe('words', () => {
  test('are as many and as wide as the folder says where the graph leaves it open', () => {
    const open = ['batch', 'words', 'width'];
    expect([sd3, schnell, dev].map((configs) => wordShape(open, configs))).toEqual([
      { width: 2048, t5Length: 256 },
      { width: 4096, t5Length: 256 },
      { width: 4096, t5Length: 512 },
    ]);
  });

  test('are as many as the graph has written into it, less those of CLIP before them', () => {
    expect(wordShape([1, 333, 1024], sd3)).toEqual({ width: 1024, t5Length: 256 });
    expect(wordShape([1, 154, 4096], sd3)).toEqual({ width: 4096, t5Length: 77 });
    expect(wordShape([1, 512, 4096], schnell)).toEqual({ width: 4096, t5Length: 512 });
  });
});
