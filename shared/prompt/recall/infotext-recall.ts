// A1111's infotext into fields, for every studio that writes it: A1111, Forge, StabilityMatrix, Fooocus, Tessera.

import { recalledTextMax, type RecalledTool } from '../../domain/recalled.ts';
import { noiseGeneratorOf } from '../../domain/noise-generator.ts';
import { parseInfotext } from '../infotext.ts';
import { takeLoraTags } from '../lora-tags.ts';
import { amountOf, createDraft, type KeyReader, type RecallDraft, wordsOf } from './recall-draft.ts';

/** Forge counts its own version before A1111's: f2.0.1v1.10.1. */
const forgeVersion = /^(?:f\d|neo|forge)/i;

/** The tags of a longer prompt are left in it: looking for them takes time that grows with its square. */
const taggedPromptMax = 20_000;

/** @returns null for a text without the fields that make it an infotext */
export function recallInfotext(text: string, asTool?: RecalledTool): RecallDraft | null {
  if (text.length > 2 * recalledTextMax) return null;
  const { prompt, negativePrompt, fields } = parseInfotext(text);
  if (!fields.has('Steps') && !fields.has('Seed') && !fields.has('Sampler')) return null;
  const version = fields.get('Version') ?? '';
  const draft = createDraft(asTool ?? toolOf(version));
  fillFromInfotext(draft, { prompt, negativePrompt, fields });
  return draft;
}

function toolOf(version: string): RecalledTool {
  if (version.startsWith('Tessera')) return 'tessera';
  if (version.startsWith('Fooocus')) return 'fooocus';
  return forgeVersion.test(version) ? 'forge' : 'a1111';
}

function fillFromInfotext(draft: RecallDraft, infotext: ReturnType<typeof parseInfotext>): void {
  const keys = draft.reading(infotext.fields);
  const { prompt } = infotext;
  const words = prompt.length > taggedPromptMax ? { prompt, loras: [] } : takeLoraTags(prompt);
  if (words.prompt !== '') draft.put('prompt', words.prompt, { from: 'prompt' });
  if (infotext.negativePrompt !== '') draft.put('negativePrompt', infotext.negativePrompt, { from: 'Negative prompt' });
  keys.number('steps', 'Steps');
  keys.text('sampler', 'Sampler');
  keys.text('schedule', 'Schedule type');
  keys.number('guidanceScale', 'CFG scale');
  keys.number('distilledGuidanceScale', 'Distilled CFG Scale');
  keys.text('seed', 'Seed');
  keys.text('vae', 'VAE');
  readSize(draft, keys);
  readModel(draft, keys);
  const hashes = loraHashes(keys.take('Lora hashes'));
  const loras = words.loras.map(({ name, strength }) => ({ name, strength, hash: hashes.get(name) ?? null }));
  draft.put('loras', loras.slice(0, 64), { from: 'prompt' });
  readVariation(draft, keys);
  readSecondPass(draft, keys);
  keys.number('clipSkip', 'Clip skip');
  const rng = wordsOf(keys.take('RNG'));
  draft.put('noise', noiseGeneratorOf(rng ?? undefined), {
    from: rng === null ? 'default' : 'RNG',
    confidence: rng === null ? 'likely' : 'certain',
  });
  draft.version(keys.take('Version'));
  draft.nameSamplings();
  keys.keepRest();
}

function readSize(draft: RecallDraft, keys: KeyReader): void {
  keys.take('Size');
  const [width, height] = [amountOf(keys.take('Size-1')), amountOf(keys.take('Size-2'))];
  if (width !== null && height !== null) draft.put('size', { width, height }, { from: 'Size' });
}

function readModel(draft: RecallDraft, keys: KeyReader): void {
  const [name, hash] = [wordsOf(keys.take('Model')), wordsOf(keys.take('Model hash'))];
  if (name !== null || hash !== null)
    draft.put('model', { name, hash }, { from: name === null ? 'Model hash' : 'Model' });
}

function readVariation(draft: RecallDraft, keys: KeyReader): void {
  const [seed, strength] = [wordsOf(keys.take('Variation seed')), amountOf(keys.take('Variation seed strength'))];
  if (seed !== null && strength !== null) draft.put('variation', { seed, strength }, { from: 'Variation seed' });
}

/** With a second pass the denoising strength is that pass's own. */
function readSecondPass(draft: RecallDraft, keys: KeyReader): void {
  const scale = amountOf(keys.take('Hires upscale'));
  const steps = amountOf(keys.take('Hires steps'));
  const upscaler = wordsOf(keys.take('Hires upscaler'));
  if (scale === null && upscaler === null) {
    keys.number('denoisingStrength', 'Denoising strength');
    if (draft.has('denoisingStrength')) draft.warn('startedFromPicture');
    return;
  }
  const denoisingStrength = amountOf(keys.take('Denoising strength'));
  draft.put('hires', { scale, steps, upscaler, denoisingStrength }, { from: 'Hires upscale' });
}

/** `name: hash, other: hash` */
function loraHashes(written: unknown): ReadonlyMap<string, string> {
  const hashes = new Map<string, string>();
  for (const item of typeof written === 'string' ? written.split(',') : []) {
    const end = item.lastIndexOf(':');
    if (end > 0) hashes.set(item.slice(0, end).trim(), item.slice(end + 1).trim());
  }
  return hashes;
}
