// Draw Things: one JSON object in EXIF's or XMP's user comment; `v2` is its whole configuration.

import { putListedLoras } from './listed-loras.ts';
import { amountOf, createDraft, type RecallDraft, wordsOf } from './recall-draft.ts';
import { type JsonRecord, parseRecord } from './untrusted-json.ts';

export function looksLikeDrawThings(record: JsonRecord): boolean {
  return typeof record['c'] === 'string' && ('uc' in record || 'v2' in record || 'sampler' in record);
}

export function recallDrawThings(record: JsonRecord): RecallDraft {
  const draft = createDraft('draw-things');
  const keys = draft.reading(record);
  keys.text('prompt', 'c');
  keys.text('negativePrompt', 'uc');
  keys.text('seed', 'seed');
  keys.number('steps', 'steps');
  keys.number('guidanceScale', 'scale');
  keys.text('sampler', 'sampler');
  const [, width, height] = /^(\d+)x(\d+)$/.exec(wordsOf(keys.take('size')) ?? '') ?? [];
  if (width !== undefined && height !== undefined) {
    draft.put('size', { width: Number(width), height: Number(height) }, { from: 'size' });
  }
  const name = wordsOf(keys.take('model'));
  if (name !== null) draft.put('model', { name, hash: null }, { from: 'model' });
  const lora = { name: ['model', 'file'], weight: ['weight'] };
  putListedLoras(draft, keys.take('lora'), { from: 'lora', spelling: lora });
  const strength = amountOf(keys.take('strength'));
  // 1 keeps nothing of a picture: there was none.
  if (strength !== null && strength < 1) {
    draft.put('denoisingStrength', strength, { from: 'strength' });
    draft.warn('startedFromPicture');
  }
  const whole = draft.reading(parseRecord(keys.take('v2')) ?? {});
  whole.number('clipSkip', 'clipSkip');
  whole.number('steps', 'steps');
  whole.number('guidanceScale', 'guidanceScale');
  whole.text('seed', 'seed');
  const model = wordsOf(whole.take('model'));
  if (model !== null) draft.put('model', { name: model, hash: null }, { from: 'v2.model' });
  const [wide, high] = [amountOf(whole.take('width')), amountOf(whole.take('height'))];
  if (wide !== null && high !== null) draft.put('size', { width: wide, height: high }, { from: 'v2.width' });
  putListedLoras(draft, whole.take('loras'), { from: 'v2.loras', spelling: lora });
  if (whole.take('hiresFix') === true) {
    const denoisingStrength = amountOf(whole.take('hiresFixStrength'));
    const hires = { scale: null, steps: null, upscaler: null, denoisingStrength };
    draft.put('hires', hires, { from: 'v2.hiresFix', confidence: 'likely' });
  }
  draft.nameSamplings();
  keys.keepRest();
  whole.keepRest('v2.');
  return draft;
}
