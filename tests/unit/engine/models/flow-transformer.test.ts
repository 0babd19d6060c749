// Folders of Stable Diffusion 3 and Flux: what is learnt of them, and what is refused before anything is loaded.

import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { inspectModel } from '../../../../engine/models/inspect-model.ts';
import { writeOnnxModel } from '../../../../engine/onnx/onnx-writer.ts';
import { ModelManifest } from '../../../../shared/domain/model.ts';
import { makeVariant, variants } from '../../../conformance/variants.ts';
import { createModelFolders, editJson, refusalOf } from '../../../fixtures/model-folders.ts';

const folders = createModelFolders();
afterAll(() => folders.remove());

function folderOf(name: string): string {
  const variant = variants.find((candidate) => candidate.name === name);
  if (variant === undefined) throw new TypeError(`there is no variant ${name}`);
  return makeVariant(variant, folders.empty());
}

function rewriteTransformer(folder: string, inputs: Readonly<Record<string, readonly (number | string)[]>>): void {
  const graph = writeOnnxModel({
    nodes: [{ op: 'Identity', inputs: ['hidden_states'], outputs: ['out_hidden_states'] }],
    inputs: Object.entries(inputs).map(([name, dims]) => ({ name, type: 'float32' as const, dims: [...dims] })),
    outputs: [{ name: 'out_hidden_states', type: 'float32', dims: ['batch', 16, 'height', 'width'] }],
    initializers: [],
  });
  writeFileSync(join(folder, 'transformer/model.onnx'), graph);
}

const inputs = {
  hidden_states: ['batch', 16, 'height', 'width'],
  encoder_hidden_states: ['batch', 'sequence', 96],
  pooled_projections: ['batch', 64],
  timestep: ['batch'],
} as const;

describe('a folder with a flow transformer', () => {
  test.each([
    ['sd3', 'stable-diffusion-3', { negativePrompt: true, defaultSteps: 28, defaultGuidanceScale: 7 }],
    ['sd3-without-t5', 'stable-diffusion-3', { negativePrompt: true, sideMultiple: 16 }],
    ['flux-schnell', 'flux', { negativePrompt: false, defaultSteps: 4, defaultGuidanceScale: 1, sideMultiple: 16 }],
  ])('%s is of the family %s', async (name, family, capabilities) => {
    const manifest = await inspectModel({ folder: folderOf(name), hash: false });
    expect(ModelManifest.parse(manifest)).toEqual(manifest);
    expect(manifest).toMatchObject({ family, capabilities: { schedulers: ['flow-match-euler'], ...capabilities } });
    expect(manifest.files.map((file) => file.path)).toContain('transformer/model.onnx');
  });

  test('is known without model_index.json and without configs', async () => {
    for (const [name, family] of [
      ['sd3', 'stable-diffusion-3'],
      ['flux-schnell', 'flux'],
    ] as const) {
      const folder = folderOf(name);
      for (const path of ['model_index.json', 'transformer/config.json', 'scheduler']) {
        rmSync(join(folder, path), { recursive: true });
      }
      expect((await inspectModel({ folder, hash: false })).family).toBe(family);
    }
  });

  test('that takes its guidance as an input is left at the guidance of its makers', async () => {
    const folder = folderOf('flux-schnell');
    editJson(folder, 'transformer/config.json', (config) => ({ ...config, guidance_embeds: true }));
    const { capabilities } = await inspectModel({ folder, hash: false });
    expect(capabilities).toMatchObject({ defaultSteps: 28, defaultGuidanceScale: 3.5 });
  });

  test('is refused with the reason when its graph is not what the family has', async () => {
    const [lacking, strange, editing] = [folderOf('flux-schnell'), folderOf('sd3'), folderOf('sd3')];
    rewriteTransformer(lacking, inputs);
    rewriteTransformer(strange, { ...inputs, block_controlnet_hidden_states: ['batch', 16, 'h', 'w'] });
    rewriteTransformer(editing, { ...inputs, hidden_states: ['batch', 33, 'height', 'width'] });
    expect([await refusalOf(lacking), await refusalOf(strange), await refusalOf(editing)]).toEqual([
      ['MODEL_UNSUPPORTED', 'transformer/model.onnx lacks the input img_ids that a transformer of this family has.'],
      ['MODEL_UNSUPPORTED', expect.stringContaining('takes block_controlnet_hidden_states, which Tessera cannot give')],
      ['MODEL_UNSUPPORTED', expect.stringContaining('takes 33 channels where 16 were due')],
    ]);
  });

  test('is refused when an encoder cannot give what the family reads', async () => {
    const folder = folderOf('sd3');
    // The T5 gives its last layer only.
    cpSync(join(folder, 'text_encoder_3'), join(folder, 'text_encoder_2'), { recursive: true });
    expect(await refusalOf(folder)).toEqual([
      'MODEL_UNSUPPORTED',
      expect.stringContaining('text_encoder_2/model.onnx does not give its hidden states layer by layer'),
    ]);
  });
});
