// A LoRA file: for each layer it changes, two small matrices whose product is added to the layer's weights (arXiv:2106.09685).

import { basename } from 'node:path';
import { z } from 'zod';
import { TesseraError } from '../../shared/errors.ts';
import { layerName, type LayerName } from './layer-names.ts';
import { openSafetensors, type SafetensorsFile } from './safetensors-file.ts';

export interface LoraLayer extends LayerName {
  /** Of `down` and `up`, as stored: [rank, in] and [out, rank], or with a kernel behind them. */
  readonly downShape: readonly number[];
  readonly upShape: readonly number[];
  /** down: f32[rank, in * kernel], up: f32[out, rank], and alpha / rank. */
  read(): { readonly down: Float32Array; readonly up: Float32Array; readonly scale: number };
}

export interface LoraFile {
  readonly layers: readonly LoraLayer[];
  /** What trainers note, such as ss_base_model_version. */
  readonly metadata: Readonly<Record<string, string>>;
  close(): void;
}

const ends = [
  ['.lora_down.weight', '.lora_up.weight'],
  ['.lora_A.weight', '.lora_B.weight'],
  ['.lora_A.default.weight', '.lora_B.default.weight'],
  ['.lora.down.weight', '.lora.up.weight'],
  ['.down.weight', '.up.weight'],
] as const;
/** Relatives that add something else than a product of two matrices. */
const relatives: readonly (readonly [mark: RegExp, name: string])[] = [
  [/\.hada_w\d/, 'LoHa'],
  [/\.lokr_w/, 'LoKr'],
  [/dora_scale|lora_magnitude_vector/, 'DoRA'],
  [/\.lora_mid\.weight$/, 'LoCon with a middle matrix'],
  [/\.oft_/, 'OFT'],
];

/** @throws MODEL_UNSUPPORTED for a relative of LoRA, or a file of something else; MODEL_CORRUPT, FILE_NOT_FOUND */
export function openLora(path: string): LoraFile {
  const file = openSafetensors(path);
  try {
    return { layers: layersOf(file, basename(path)), metadata: file.metadata, close: () => file.close() };
  } catch (thrown) {
    file.close();
    throw thrown;
  }
}

function layersOf(file: SafetensorsFile, label: string): LoraLayer[] {
  for (const [mark, name] of relatives) {
    if (file.names.some((key) => mark.test(key))) {
      throw unsupported(label, `it is a ${name}, and only plain LoRA can be merged so far`);
    }
  }
  const layers: LoraLayer[] = [];
  for (const key of file.names) {
    const end = ends.find(([down]) => key.endsWith(down));
    if (end === undefined) continue;
    const stem = key.slice(0, -end[0].length);
    const upKey = stem + end[1];
    const named = layerName(stem);
    if (named === null) throw unsupported(label, `${stem} is a layer of no model that is drawn with here`);
    const downShape = file.shape(key) ?? [];
    const upShape = file.shape(upKey);
    const rank = downShape[0] ?? 0;
    if (upShape === undefined || rank === 0 || upShape[1] !== rank)
      throw unsupported(label, `${stem} has no matching pair`);
    const alphaKey = [`${stem}.alpha`, `${key.slice(0, key.lastIndexOf('.lora'))}.alpha`].find(
      (candidate) => file.shape(candidate) !== undefined,
    );
    layers.push({
      ...named,
      downShape,
      upShape,
      read: () => ({
        down: file.read(key),
        up: file.read(upKey),
        scale: alphaKey === undefined ? scaleOf(file.metadata, stem, rank) : (file.read(alphaKey)[0] ?? rank) / rank,
      }),
    });
  }
  if (layers.length === 0) {
    throw unsupported(label, 'it holds no pair of LoRA matrices. A whole checkpoint is added under Models');
  }
  return layers;
}

const AdapterNote = z.looseObject({
  r: z.number().optional(),
  lora_alpha: z.number().optional(),
});

/** Without an alpha beside the matrices, diffusers takes alpha = rank, unless its adapter's settings were noted in the file. */
function scaleOf(metadata: Readonly<Record<string, string>>, stem: string, rank: number): number {
  const noted = metadata['lora_adapter_metadata'];
  if (noted === undefined) return 1;
  try {
    const adapters = z.record(z.string(), z.unknown()).parse(JSON.parse(noted));
    const part = stem.slice(0, stem.indexOf('.'));
    // Either one note per part of the model, or every setting with the part before its name.
    const flat = { r: adapters[`${part}.r`], lora_alpha: adapters[`${part}.lora_alpha`] };
    const { lora_alpha } = AdapterNote.parse(adapters[part] ?? flat);
    return lora_alpha === undefined ? 1 : lora_alpha / rank;
  } catch {
    return 1;
  }
}

function unsupported(label: string, why: string): TesseraError {
  return new TesseraError('MODEL_UNSUPPORTED', `${label} cannot be used as a LoRA: ${why}.`, {
    details: { file: label },
  });
}
