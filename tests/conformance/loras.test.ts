// LoRAs merged into exported graphs against diffusers and peft: two naming schemes, two families, the same pictures.

import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inspectModel } from '../../engine/models/inspect-model.ts';
import { loadPipeline } from '../../engine/pipelines/load-pipeline.ts';
import { createOrtRuntime } from '../../engine/runtime/ort-runtime.ts';
import type { Note } from '../../shared/domain/note.ts';
import { readGoldens } from './goldens.ts';
import { measure } from './measure.ts';
import { makeVariant, variants } from './variants.ts';

const root = mkdtempSync(join(tmpdir(), 'loras-'));
const runtime = await createOrtRuntime();
const folders = new Map<string, string>();
beforeAll(() => {
  for (const variant of variants) {
    if (variant.name === 'sd1' || variant.name === 'sdxl') folders.set(variant.name, makeVariant(variant, root));
  }
});
afterAll(() => rmSync(root, { recursive: true }));

interface Asked {
  readonly file: string;
  readonly strength: number;
}

async function open(model: string, loras: readonly Asked[], cache = mkdtempSync(join(root, 'cache-'))) {
  const folder = folders.get(model) ?? '';
  const { family, name } = await inspectModel({ folder, hash: false });
  const notes: Note[] = [];
  const items = loras.map(({ file, strength }) => {
    const path = file.includes('/') ? file : join(import.meta.dirname, 'loras', file);
    return { name: file, path, sha256: createHash('sha256').update(readFileSync(path)).digest('hex'), strength };
  });
  const pipeline = await loadPipeline({
    model: { family, folder, name, loras: { cache, items } },
    runtime,
    note: (note) => notes.push(note),
  });
  return { pipeline, notes, cache };
}

function golden(model: string) {
  const [first] = readGoldens(`lora-${model}`);
  if (first === undefined) throw new Error('a golden');
  return first;
}

describe.each(['sd1', 'sdxl'])('on %s', (model) => {
  test.each([`${model}-peft.safetensors`, `${model}-kohya.safetensors`])(
    '%s draws what diffusers draws',
    async (file) => {
      const { pipeline, notes } = await open(model, [{ file, strength: 0.7 }]);
      const { latents, withinOne } = await measure(pipeline, golden(model));
      await pipeline.close();
      expect(latents).toBeLessThan(1e-4);
      expect(withinOne).toBe(1);
      expect(notes).toEqual([]);
    },
  );
});

test('two halves of one LoRA are the whole, and a merge is remembered', async () => {
  const before = filesOf(folders.get('sd1') ?? '');
  const halves = [
    { file: 'sd1-peft.safetensors', strength: 0.5 },
    { file: 'sd1-kohya.safetensors', strength: 0.2 },
  ];
  const { pipeline, cache } = await open('sd1', halves);
  expect((await measure(pipeline, golden('sd1'))).latents).toBeLessThan(1e-4);
  await pipeline.close();
  const merged = filesOf(cache);
  const again = await open('sd1', halves, cache);
  expect(filesOf(cache).map(([name]) => name)).toEqual(merged.map(([name]) => name));
  expect(filesOf(cache).filter(([name]) => name.endsWith('.onnx'))).toEqual(
    merged.filter(([name]) => name.endsWith('.onnx')),
  );
  await again.pipeline.close();
  expect(filesOf(folders.get('sd1') ?? '')).toEqual(before);
});

test('a merge that was cut off is done again', async () => {
  const one = [{ file: 'sd1-peft.safetensors', strength: 0.7 }];
  const { pipeline, cache } = await open('sd1', one);
  await pipeline.close();
  for (const name of readdirSync(cache)) {
    rmSync(join(cache, name, 'made.json'));
    writeFileSync(join(cache, name, 'model.onnx'), 'cut off');
  }
  const again = await open('sd1', one, cache);
  expect((await measure(again.pipeline, golden('sd1'))).latents).toBeLessThan(1e-4);
  await again.pipeline.close();
});

describe('a LoRA that does not fit', () => {
  test.each([
    ['sdxl', 'sd1-peft.safetensors'],
    ['sd1', 'sdxl-peft.safetensors'],
  ])('is refused by %s: %s', async (model, file) => {
    await expect(open(model, [{ file, strength: 1 }])).rejects.toMatchObject({
      code: 'LORA_WRONG_BASE',
      message: expect.stringMatching(/another kind of model/),
    });
  });

  test('leaves nothing half merged behind', async () => {
    const cache = mkdtempSync(join(root, 'cache-'));
    await expect(open('sdxl', [{ file: 'sd1-peft.safetensors', strength: 1 }], cache)).rejects.toThrow(
      /another kind of model/,
    );
    expect(readdirSync(cache).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe('files that are no LoRA', () => {
  const whole = readFileSync(join(import.meta.dirname, 'loras', 'sd1-peft.safetensors'));
  const headerBytes = Number(whole.readBigUInt64LE());
  const header = JSON.parse(whole.toString('utf8', 8, 8 + headerBytes)) as Record<string, unknown>;

  function rewritten(change: (header: Record<string, unknown>) => unknown): Buffer {
    const text = Buffer.from(JSON.stringify(change(structuredClone(header))));
    const size = Buffer.alloc(8);
    size.writeBigUInt64LE(BigInt(text.length));
    return Buffer.concat([size, text, whole.subarray(8 + headerBytes)]);
  }
  const renamed = (from: RegExp, to: string) =>
    rewritten((all) => Object.fromEntries(Object.entries(all).map(([key, value]) => [key.replace(from, to), value])));

  const cases: readonly (readonly [name: string, bytes: Buffer, code: string, sentence: RegExp])[] = [
    ['nothing', Buffer.alloc(0), 'MODEL_CORRUPT', /does not start/],
    [
      'a header longer than the file',
      Buffer.concat([Buffer.from([255, 255, 255, 0, 0, 0, 0, 0]), whole.subarray(8)]),
      'MODEL_CORRUPT',
      /does not start/,
    ],
    ['a header of absurd length', Buffer.alloc(64, 255), 'MODEL_CORRUPT', /does not start/],
    [
      'a header that is no JSON',
      Buffer.concat([whole.subarray(0, 8), Buffer.alloc(whole.length - 8, 123)]),
      'MODEL_CORRUPT',
      /no JSON/,
    ],
    ['cut in half', whole.subarray(0, whole.length / 2), 'MODEL_CORRUPT', /within the file/],
    [
      'tensors that overlap the end',
      rewritten((all) => ({
        ...all,
        'unet.x.lora_A.weight': { dtype: 'F32', shape: [4, 4], data_offsets: [1e9, 1e9 + 64] },
      })),
      'MODEL_CORRUPT',
      /within the file/,
    ],
    [
      'a shape that lies',
      rewritten((all) => ({ ...all, 'unet.x.lora_A.weight': { dtype: 'F32', shape: [9, 9], data_offsets: [0, 64] } })),
      'MODEL_CORRUPT',
      /within the file/,
    ],
    [
      'negative offsets',
      rewritten((all) => ({ ...all, x: { dtype: 'F32', shape: [1], data_offsets: [-4, 0] } })),
      'MODEL_CORRUPT',
      /where its tensors/,
    ],
    [
      '8-bit floats',
      rewritten((all) => ({ ...all, x: { dtype: 'F8_E4M3', shape: [4], data_offsets: [0, 4] } })),
      'MODEL_UNSUPPORTED',
      /F8_E4M3/,
    ],
    ['a LoHa', renamed(/lora_A\.weight$/, 'hada_w1_a'), 'MODEL_UNSUPPORTED', /LoHa/],
    ['a DoRA', renamed(/lora_A\.weight$/, 'lora_magnitude_vector'), 'MODEL_UNSUPPORTED', /DoRA/],
    ['a checkpoint', renamed(/lora_[AB]\./, ''), 'MODEL_UNSUPPORTED', /no pair of LoRA/],
    ['half of each pair', renamed(/lora_B\.weight$/, 'lora_B.bias'), 'MODEL_UNSUPPORTED', /matching pair/],
    ['layers of something else', renamed(/^(unet|text_encoder)\./, 'vocoder.'), 'MODEL_UNSUPPORTED', /no model/],
  ];
  test.each(cases)('are refused: %s', async (_, bytes, code, sentence) => {
    const path = join(root, 'bad.safetensors');
    writeFileSync(path, bytes);
    await expect(open('sd1', [{ file: path, strength: 1 }])).rejects.toMatchObject({
      code,
      message: expect.stringMatching(sentence),
    });
  });
});

test('layers this model has not are named, not dropped in silence', async () => {
  const path = join(root, 'more.safetensors');
  cpSync(join(import.meta.dirname, 'loras', 'sd1-kohya.safetensors'), path);
  const bytes = readFileSync(path);
  // Same length, so that nothing else moves: one block is now numbered past the last.
  writeFileSync(
    path,
    Buffer.from(bytes.toString('latin1').replaceAll('lora_unet_up_blocks_0', 'lora_unet_up_blocks_9'), 'latin1'),
  );
  const { pipeline, notes } = await open('sd1', [{ file: path, strength: 0.7 }]);
  await pipeline.close();
  expect(notes).toMatchObject([{ code: 'LORA_PARTLY', values: { lora: path } }]);
  const { taken, total } = notes[0]?.values ?? {};
  expect(Number(taken)).toBeGreaterThan(0);
  expect(Number(taken)).toBeLessThan(Number(total));
});

function filesOf(folder: string): [name: string, size: number, changed: number][] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => [path, statSync(path).size, path.endsWith('.json') ? 0 : statSync(path).mtimeMs]);
}
