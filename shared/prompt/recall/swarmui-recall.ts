// SwarmUI: JSON under `parameters` with the settings in `sui_image_params`.

import type { RecalledLora } from '../../domain/recalled.ts';
import { lorasMax } from './listed-loras.ts';
import { amountOf, createDraft, type RecallDraft, wordsOf } from './recall-draft.ts';
import { isRecord, type JsonRecord, parseRecord } from './untrusted-json.ts';

export function recallSwarmUi(record: JsonRecord): RecallDraft {
  const draft = createDraft('swarmui');
  const keys = draft.reading(parseRecord(record['sui_image_params']) ?? {});
  keys.text('prompt', 'prompt');
  keys.text('negativePrompt', 'negativeprompt');
  keys.text('seed', 'seed');
  keys.number('steps', 'steps');
  keys.number('guidanceScale', 'cfgscale');
  keys.number('distilledGuidanceScale', 'fluxguidancescale');
  keys.text('sampler', 'sampler');
  keys.text('schedule', 'scheduler');
  keys.text('vae', 'vae');
  const [width, height] = [amountOf(keys.take('width')), amountOf(keys.take('height'))];
  if (width !== null && height !== null) draft.put('size', { width, height }, { from: 'width' });
  const hashes = hashesOf(record['sui_models']);
  const name = wordsOf(keys.take('model'));
  if (name !== null) draft.put('model', { name, hash: hashOf(hashes, name) }, { from: 'model' });
  const weights = listOf(keys.take('loraweights'));
  const loras = listOf(keys.take('loras')).map(
    (lora, place): RecalledLora => ({
      name: lora,
      strength: amountOf(weights[place]) ?? 1,
      hash: hashOf(hashes, lora),
    }),
  );
  draft.put('loras', loras.slice(0, lorasMax), { from: 'loras' });
  const [seed, strength] = [wordsOf(keys.take('variationseed')), amountOf(keys.take('variationseedstrength'))];
  if (seed !== null && strength !== null) draft.put('variation', { seed, strength }, { from: 'variationseed' });
  const stop = amountOf(keys.take('clipstopatlayer'));
  // Counted from the end there, as ComfyUI does.
  if (stop !== null) draft.put('clipSkip', -stop, { from: 'clipstopatlayer', confidence: 'likely' });
  readSecondPass(draft, keys);
  const creativity = keys.take('initimagecreativity');
  if (creativity !== undefined) {
    const denoising = amountOf(creativity);
    if (denoising !== null) draft.put('denoisingStrength', denoising, { from: 'initimagecreativity' });
    draft.warn('startedFromPicture');
  }
  draft.version(keys.take('swarm_version'));
  draft.put('noise', 'torch-cpu', { from: 'default', confidence: 'likely' });
  draft.nameSamplings();
  keys.keepRest();
  draft.reading(parseRecord(record['sui_extra_data']) ?? {}).keepRest('sui_extra_data.');
  return draft;
}

function readSecondPass(draft: RecallDraft, keys: ReturnType<RecallDraft['reading']>): void {
  const scale = amountOf(keys.take('refinerupscale'));
  const steps = amountOf(keys.take('refinersteps'));
  const upscaler = wordsOf(keys.take('refinerupscalemethod'));
  const denoisingStrength = amountOf(keys.take('refinercontrolpercentage', 'refinercontrol'));
  if (scale === null || scale === 1) return;
  draft.put('hires', { scale, steps, upscaler, denoisingStrength }, { from: 'refinerupscale', confidence: 'likely' });
}

/** One of many settings there: a list, or words with commas. */
function listOf(written: unknown): string[] {
  const list: unknown[] = Array.isArray(written) ? written : typeof written === 'string' ? written.split(',') : [];
  return list.map(wordsOf).filter((word) => word !== null && word !== '') as string[];
}

function hashesOf(models: unknown): ReadonlyMap<string, string> {
  const entries = (Array.isArray(models) ? models : []).filter(isRecord).flatMap((model) => {
    const [name, hash] = [wordsOf(model['name']), wordsOf(model['hash'])];
    return name === null || hash === null ? [] : [[bareName(name), hash.replace(/^0x/, '')] as const];
  });
  return new Map(entries);
}

function hashOf(hashes: ReadonlyMap<string, string>, name: string): string | null {
  return hashes.get(bareName(name)) ?? null;
}

function bareName(name: string): string {
  return name.replace(/\.safetensors$/, '');
}
