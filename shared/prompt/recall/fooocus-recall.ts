// Fooocus: JSON under `parameters`, with its scheme beside it; the other scheme is an infotext.

import type { RecalledLora } from '../../domain/recalled.ts';
import { lorasMax } from './listed-loras.ts';
import { amountOf, createDraft, type RecallDraft, wordsOf } from './recall-draft.ts';
import { type JsonRecord, isRecord } from './untrusted-json.ts';

export function looksLikeFooocus(record: JsonRecord): boolean {
  return record['metadata_scheme'] === 'fooocus' || ('base_model' in record && 'performance' in record);
}

export function recallFooocus(record: JsonRecord): RecallDraft {
  const draft = createDraft('fooocus');
  const keys = draft.reading(record);
  keys.text('prompt', 'prompt');
  keys.text('negativePrompt', 'negative_prompt');
  keys.text('seed', 'seed');
  keys.number('steps', 'steps');
  keys.number('guidanceScale', 'guidance_scale');
  keys.text('sampler', 'sampler');
  keys.text('schedule', 'scheduler');
  keys.text('vae', 'vae');
  keys.number('clipSkip', 'clip_skip');
  const [, width, height] = /^\((\d+), ?(\d+)\)$/.exec(wordsOf(keys.take('resolution')) ?? '') ?? [];
  if (width !== undefined && height !== undefined) {
    draft.put('size', { width: Number(width), height: Number(height) }, { from: 'resolution' });
  }
  const [name, hash] = [wordsOf(keys.take('base_model')), wordsOf(keys.take('base_model_hash'))];
  if (name !== null || hash !== null) draft.put('model', { name, hash }, { from: 'base_model' });
  const styles = stylesOf(keys.take('styles'));
  if (styles.length > 0) draft.put('styles', styles, { from: 'styles' });
  // Both spellings may stand in one file, with the same LoRAs.
  const combined = Object.keys(record).filter((key) => /^lora_combined_\d+$/.test(key));
  const named = combined.map((key) => combinedLora(keys.take(key)));
  const listed = keys.take('loras');
  const loras = named.length > 0 ? named : (Array.isArray(listed) ? listed : []).map(listedLora);
  draft.put('loras', loras.filter((lora) => lora !== null).slice(0, lorasMax), { from: 'loras' });
  draft.version(keys.take('version'));
  keys.take('metadata_scheme');
  draft.nameSamplings();
  keys.keepRest();
  return draft;
}

/** A list of Python's, as words: ['Fooocus V2', "Artist's Choice"]. */
function stylesOf(written: unknown): string[] {
  if (Array.isArray(written)) return written.map(wordsOf).filter((word) => word !== null);
  if (typeof written !== 'string') return [];
  return [...written.matchAll(/'([^']*)'|"([^"]*)"/g)].map(([, plain, double]) => plain ?? double ?? '').slice(0, 64);
}

/** `name.safetensors : 0.5` */
function combinedLora(written: unknown): RecalledLora | null {
  const text = wordsOf(written) ?? '';
  const end = text.lastIndexOf(' : ');
  const strength = amountOf(text.slice(end + 3));
  return end < 1 || strength === null ? null : { name: text.slice(0, end), strength, hash: null };
}

/** [name, weight, hash] */
function listedLora(written: unknown): RecalledLora | null {
  if (!Array.isArray(written) || isRecord(written)) return null;
  const [name, strength] = [wordsOf(written[0]), amountOf(written[1])];
  return name === null || strength === null ? null : { name, strength, hash: wordsOf(written[2]) };
}
