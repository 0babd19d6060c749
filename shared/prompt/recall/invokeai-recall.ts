// InvokeAI: `invokeai_metadata`, and what its older versions wrote as `sd-metadata` and `Dream`.

import { amountOf, createDraft, type RecallDraft, wordsOf } from './recall-draft.ts';
import { putListedLoras } from './listed-loras.ts';
import { isRecord, parseRecord } from './untrusted-json.ts';

export function recallInvokeAi(text: string): RecallDraft | null {
  const metadata = parseRecord(text);
  if (metadata === null) return null;
  const draft = createDraft('invokeai');
  const keys = draft.reading(metadata);
  keys.text('prompt', 'positive_prompt');
  keys.text('negativePrompt', 'negative_prompt');
  keys.text('seed', 'seed');
  keys.number('steps', 'steps');
  keys.number('guidanceScale', 'cfg_scale');
  keys.number('distilledGuidanceScale', 'guidance');
  keys.text('sampler', 'scheduler');
  keys.number('clipSkip', 'clip_skip');
  keys.number('denoisingStrength', 'strength');
  const [width, height] = [amountOf(keys.take('width')), amountOf(keys.take('height'))];
  if (width !== null && height !== null) draft.put('size', { width, height }, { from: 'width' });
  putModel(draft, keys.take('model'));
  const vae = keys.take('vae');
  const vaeName = wordsOf(isRecord(vae) ? (vae['name'] ?? vae['model_name']) : vae);
  if (vaeName !== null) draft.put('vae', vaeName, { from: 'vae' });
  putListedLoras(draft, keys.take('loras'), {
    from: 'loras',
    spelling: { name: ['model', 'lora'], weight: ['weight'] },
  });
  const device = wordsOf(keys.take('rand_device'));
  if (device !== null) draft.put('noise', device === 'cpu' ? 'torch-cpu' : 'philox', { from: 'rand_device' });
  const second = { scale: null, steps: null, upscaler: null, denoisingStrength: null };
  if (keys.take('hrf_enabled') === true) {
    const [upscaler, strength] = [wordsOf(keys.take('hrf_method')), amountOf(keys.take('hrf_strength'))];
    draft.put('hires', { ...second, upscaler, denoisingStrength: strength }, { from: 'hrf_enabled' });
  }
  if (keys.take('init_image') !== undefined || keys.take('generation_mode') === 'img2img') {
    draft.warn('startedFromPicture');
  }
  draft.version(keys.take('app_version'));
  draft.nameSamplings();
  keys.keepRest();
  return draft;
}

function putModel(draft: RecallDraft, model: unknown): void {
  if (!isRecord(model)) return;
  const name = wordsOf(model['name'] ?? model['model_name']);
  draft.put('model', { name, hash: wordsOf(model['hash']) }, { from: 'model' });
}

/** Of version 2: one object with the picture inside it. */
export function recallOldInvokeAi(text: string): RecallDraft | null {
  const metadata = parseRecord(text);
  const image = parseRecord(metadata?.['image']);
  if (metadata === null || image === null) return null;
  const draft = createDraft('invokeai');
  const keys = draft.reading(image);
  const written = keys.take('prompt');
  const parts = Array.isArray(written) ? written.map((part) => (isRecord(part) ? wordsOf(part['prompt']) : null)) : [];
  const whole = parts.length > 0 ? parts.filter((part) => part !== null).join(' ') : wordsOf(written);
  if (whole !== null) putBracketed(draft, whole, 'prompt');
  keys.text('seed', 'seed');
  keys.number('steps', 'steps');
  keys.number('guidanceScale', 'cfg_scale');
  keys.text('sampler', 'sampler');
  const [width, height] = [amountOf(keys.take('width')), amountOf(keys.take('height'))];
  if (width !== null && height !== null) draft.put('size', { width, height }, { from: 'width' });
  if (keys.take('type') === 'img2img') draft.warn('startedFromPicture');
  keys.number('denoisingStrength', 'strength');
  const [name, hash] = [wordsOf(metadata['model_weights']), wordsOf(metadata['model_hash'])];
  if (name !== null || hash !== null) draft.put('model', { name, hash }, { from: 'model_weights' });
  draft.version(metadata['app_version']);
  draft.nameSamplings();
  keys.keepRest();
  return draft;
}

/** The negative words stand in square brackets among the others. */
function putBracketed(draft: RecallDraft, whole: string, from: string): void {
  const negative = [...whole.matchAll(/\[([^[\]]*)\]/g)].map(([, words]) => words ?? '');
  const prompt = whole.replaceAll(/\[[^[\]]*\]/g, '').trim();
  if (prompt !== '') draft.put('prompt', prompt, { from });
  if (negative.length > 0) draft.put('negativePrompt', negative.join(', '), { from, confidence: 'likely' });
}

const dreamFlags = { s: 'steps', C: 'guidanceScale', f: 'denoisingStrength' } as const;

/** A command line: "a prompt" -s 50 -S 123 -W 512 -H 512 -C 7.5 -A k_lms */
export function recallDream(text: string): RecallDraft | null {
  const end = text.lastIndexOf('"');
  if (!text.startsWith('"') || end < 1) return null;
  const draft = createDraft('invokeai');
  putBracketed(draft, text.slice(1, end), 'Dream');
  const size = new Map<string, number>();
  for (const [, flag = '', value = ''] of text.slice(end + 1).matchAll(/-([A-Za-z]) ?([^\s-]\S*)/g)) {
    const amount = amountOf(value);
    if (flag === 'S') draft.put('seed', value, { from: '-S' });
    else if (flag === 'A') draft.put('sampler', value, { from: '-A' });
    else if (amount !== null && (flag === 'W' || flag === 'H')) size.set(flag, amount);
    else if (amount !== null && isDreamFlag(flag)) draft.put(dreamFlags[flag], amount, { from: `-${flag}` });
    else draft.other(`-${flag}`, value);
  }
  const [width, height] = [size.get('W'), size.get('H')];
  if (width !== undefined && height !== undefined) draft.put('size', { width, height }, { from: '-W' });
  draft.nameSamplings();
  return draft;
}

function isDreamFlag(flag: string): flag is keyof typeof dreamFlags {
  return Object.hasOwn(dreamFlags, flag);
}
