// Our own chunk `tessera`: the recipe as it was resolved, and the picture's place in it.

import { parseRecord, isRecord } from './untrusted-json.ts';
import { amountOf, createDraft, type RecallDraft, wordsOf } from './recall-draft.ts';
import { recallInfotext } from './infotext-recall.ts';

/** @param parameters the infotext beside it, which names the model as people know it */
export function recallTessera(chunk: string, parameters: string | null): RecallDraft | null {
  const saying = parseRecord(chunk);
  const recipe = parseRecord(saying?.['recipe']);
  if (saying === null || recipe === null) return null;
  const draft = createDraft('tessera');
  const image = draft.reading(parseRecord(saying['image']) ?? {});
  const keys = draft.reading(recipe);
  image.text('seed', 'seed');
  keys.text('seed', 'seed');
  keys.text('prompt', 'prompt');
  keys.text('negativePrompt', 'negativePrompt');
  keys.number('steps', 'steps');
  keys.number('guidanceScale', 'guidanceScale');
  keys.text('sampler', 'scheduler');
  const sigmas = wordsOf(keys.take('sigmas'));
  // The model's own spacing has no word in other studios.
  if (sigmas !== null && sigmas !== 'default') draft.put('schedule', sigmas, { from: 'sigmas' });
  const noise = keys.take('noise');
  if (noise === 'torch-cpu' || noise === 'philox') draft.put('noise', noise, { from: 'noise' });
  const [width, height] = [amountOf(keys.take('width')), amountOf(keys.take('height'))];
  if (width !== null && height !== null) draft.put('size', { width, height }, { from: 'size' });
  const id = wordsOf(keys.take('model'));
  if (id !== null) draft.put('model', { name: id, hash: null }, { from: 'model' });
  const style = wordsOf(keys.take('style'));
  const more = keys.take('moreStyles');
  const styles = [style, ...(Array.isArray(more) ? more.map(wordsOf) : [])].filter((name) => name !== null);
  if (styles.length > 0) draft.put('styles', styles, { from: 'style' });
  readLoras(draft, keys.take('loras'));
  readVariations(draft, image.take('variations'));
  const source = keys.take('source');
  if (isRecord(source)) {
    const strength = amountOf(source['strength']);
    if (strength !== null) draft.put('denoisingStrength', strength, { from: 'source' });
    draft.warn('startedFromPicture');
  }
  readHires(draft, keys.take('hires'));
  keys.take('styledPrompt', 'styledNegativePrompt', 'count', 'variations');
  keys.keepRest();
  draft.version(saying['app']);
  draft.nameSamplings();
  if (!draft.has('size') || !draft.has('prompt')) {
    const beside = parameters === null ? null : recallInfotext(parameters, 'tessera');
    return beside ?? draft;
  }
  return draft;
}

function readLoras(draft: RecallDraft, written: unknown): void {
  const loras = (Array.isArray(written) ? written : []).filter(isRecord).flatMap((lora) => {
    const [name, strength] = [wordsOf(lora['id']), amountOf(lora['strength'])];
    return name === null || strength === null ? [] : [{ name, strength, hash: null }];
  });
  draft.put('loras', loras.slice(0, 64), { from: 'loras' });
}

function readHires(draft: RecallDraft, written: unknown): void {
  if (!isRecord(written)) return;
  const { scale, steps, denoise, upscaler } = written;
  const pass = { scale: amountOf(scale), steps: amountOf(steps), upscaler: wordsOf(upscaler) };
  draft.put('hires', { ...pass, denoisingStrength: amountOf(denoise) }, { from: 'hires' });
}

/** A chain of variations has one seed there and the last step here; the whole of it stays in the raw text. */
function readVariations(draft: RecallDraft, written: unknown): void {
  const last: unknown = Array.isArray(written) ? written.at(-1) : undefined;
  if (!isRecord(last)) return;
  const [seed, strength] = [wordsOf(last['seed']), amountOf(last['strength'])];
  if (seed !== null && strength !== null) draft.put('variation', { seed, strength }, { from: 'variations' });
}
