// Holds the parts of a model's folder against one another: the class it names, its text encoders, their tokenizers.

import { join } from 'node:path';
import { z } from 'zod';
import type { ModelFamily, ModelManifest } from '../../shared/domain/model.ts';
import { TesseraError } from '../../shared/errors.ts';
import { readGraphHeader } from '../onnx/graph-header.ts';
import { hasModelFile, readModelJson, readModelText, readOptionalModelJson } from './model-json.ts';

/** Which class belongs to which families; a latent consistency model may be made of either Stable Diffusion. */
const classes: readonly { readonly named: RegExp; readonly families: readonly ModelFamily[] }[] = [
  { named: /StableDiffusionXL/, families: ['stable-diffusion-xl'] },
  { named: /StableDiffusion3/, families: ['stable-diffusion-3'] },
  { named: /Flux/, families: ['flux'] },
  { named: /LatentConsistency/, families: ['stable-diffusion', 'stable-diffusion-xl'] },
  { named: /StableDiffusion/, families: ['stable-diffusion'] },
];
const parts = ['', '_2', '_3'].map((suffix) => ({
  graph: `text_encoder${suffix}/model.onnx`,
  config: `text_encoder${suffix}/config.json`,
  tokenizer: `tokenizer${suffix}`,
}));

/** @throws MODEL_UNSUPPORTED for parts of several models, MODEL_CORRUPT */
export function checkAgreement(folder: string, { family, files }: Pick<ModelManifest, 'family' | 'files'>): void {
  checkClass(folder, family);
  for (const part of parts) {
    if (!files.some(({ path }) => path === part.graph)) continue;
    checkVocabulary(folder, part);
    checkMerges(folder, part.tokenizer);
  }
  if (family === 'stable-diffusion' || family === 'stable-diffusion-xl') checkWidths(folder, files);
}

function checkClass(folder: string, family: ModelFamily): void {
  const schema = z.looseObject({ _class_name: z.string().optional() });
  const named = readOptionalModelJson({ folder, path: 'model_index.json', schema })?._class_name;
  const known = named === undefined ? undefined : classes.find((candidate) => candidate.named.test(named));
  if (known === undefined || known.families.includes(family)) return;
  throw mixed('model_index.json', `calls this folder a ${named}, and its graphs are those of ${family}`);
}

/** An id the text encoder has no row for reads whatever lies behind its table, or stops the run. */
function checkVocabulary(folder: string, { config, tokenizer }: (typeof parts)[number]): void {
  const schema = z.looseObject({ vocab_size: z.int().positive().optional() });
  const rows = readOptionalModelJson({ folder, path: config, schema })?.vocab_size;
  const path = `${tokenizer}/vocab.json`;
  if (rows === undefined || !hasModelFile({ folder, path })) return;
  const ids = Object.values(readModelJson({ folder, path, schema: z.record(z.string(), z.int().nonnegative()) }));
  const largest = ids.reduce((most, id) => Math.max(most, id), 0);
  if (largest >= rows) throw mixed(path, `counts to ${largest}, and its text encoder knows ${rows} words`);
  if (new Set(ids).size < ids.length) throw mixed(path, 'gives two words one number');
}

/** A merge whose result is no word of the vocabulary comes from another tokenizer. */
function checkMerges(folder: string, tokenizer: string): void {
  const [words, path] = [`${tokenizer}/vocab.json`, `${tokenizer}/merges.txt`];
  if (!hasModelFile({ folder, path }) || !hasModelFile({ folder, path: words })) return;
  const vocabulary = readModelJson({ folder, path: words, schema: z.record(z.string(), z.int()) });
  for (const line of readModelText({ folder, path }).split(/\r?\n/)) {
    if (line.startsWith('#version') || line.trim() === '') continue;
    const [left = '', right, more] = line.trim().split(' ');
    if (right !== undefined && more === undefined && Object.hasOwn(vocabulary, left + right)) continue;
    throw mixed(path, `merges "${line.slice(0, 40)}", which is no word of ${words}`);
  }
}

/** The denoiser reads the states of one text encoder, or those of two side by side. */
function checkWidths(folder: string, files: ModelManifest['files']): void {
  const denoiser = 'unet/model.onnx';
  const header = (path: string) => readGraphHeader({ path: join(folder, path), label: path });
  const wanted = header(denoiser)
    .inputs.find(({ name }) => name === 'encoder_hidden_states')
    ?.dims?.at(-1);
  const graphs = parts.map(({ graph }) => graph).filter((graph) => files.some(({ path }) => path === graph));
  const widths = graphs.map((graph) => {
    const states = header(graph).outputs.filter(({ dims }) => dims?.length === 3);
    return states.find(({ name }) => /hidden_state/.test(name))?.dims?.at(-1);
  });
  const given = widths.reduce<number>((sum, width) => (typeof width === 'number' ? sum + width : Number.NaN), 0);
  if (typeof wanted !== 'number' || Number.isNaN(given) || wanted === given) return;
  throw mixed(denoiser, `reads ${wanted} numbers to a word, and ${graphs.join(' and ')} give ${given}`);
}

function mixed(path: string, what: string): TesseraError {
  return new TesseraError(
    'MODEL_UNSUPPORTED',
    `The folder mixes two models: ${path} ${what}. Download the whole model again.`,
    { details: { file: path } },
  );
}
