// Folders of Stable Diffusion XL: what is learnt of them before anything is loaded.

import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { inspectModel } from '../../../../engine/models/inspect-model.ts';
import { makeVariant, variants } from '../../../conformance/variants.ts';
import { createModelFolders, refusalOf } from '../../../fixtures/model-folders.ts';

const folders = createModelFolders();
afterAll(() => folders.remove());

function folderOf(name: string): string {
  const variant = variants.find((candidate) => candidate.name === name);
  if (variant === undefined) throw new TypeError(`there is no variant ${name}`);
  return makeVariant(variant, folders.empty());
}

describe('a folder of Stable Diffusion XL', () => {
  test('is a family of its own, with the files of both encoders', async () => {
    const manifest = await inspectModel({ folder: folderOf('sdxl'), hash: false });
    expect(manifest).toMatchObject({
      family: 'stable-diffusion-xl',
      description: 'Stable Diffusion XL, made for 64x64 pixels',
      capabilities: { negativePrompt: true, defaultScheduler: 'euler', defaultGuidanceScale: 5 },
    });
    expect(manifest.files.map((file) => file.path).filter((path) => path.includes('_2/'))).toEqual([
      'text_encoder_2/config.json',
      'text_encoder_2/model.onnx',
      'tokenizer_2/merges.txt',
      'tokenizer_2/special_tokens_map.json',
      'tokenizer_2/tokenizer_config.json',
      'tokenizer_2/vocab.json',
    ]);
  });

  test('that is turbo takes few steps, no guidance and no negative prompt', async () => {
    const { capabilities } = await inspectModel({ folder: folderOf('sdxl-turbo'), hash: false });
    expect(capabilities).toMatchObject({
      negativePrompt: false,
      defaultScheduler: 'euler-ancestral',
      defaultSteps: 4,
      defaultGuidanceScale: 1,
    });
  });

  test('is refused when an encoder gives its last layer only', async () => {
    const folder = folderOf('sdxl');
    const other = folderOf('sd1');
    cpSync(join(other, 'text_encoder'), join(folder, 'text_encoder'), { recursive: true });
    expect(await refusalOf(folder)).toEqual([
      'MODEL_UNSUPPORTED',
      expect.stringContaining('text_encoder/model.onnx does not give its hidden states layer by layer'),
    ]);
  });
});
