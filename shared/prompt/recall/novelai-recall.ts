// NovelAI: `Description`, `Source` and a JSON `Comment`, as text chunks or as one JSON under the transparency.

import { amountOf, createDraft, type RecallDraft, wordsOf } from './recall-draft.ts';
import { isRecord, parseRecord } from './untrusted-json.ts';

export function recallNovelAi(texts: ReadonlyMap<string, unknown>): RecallDraft | null {
  const comment = parseRecord(texts.get('Comment'));
  if (comment === null) return null;
  const draft = createDraft('novelai');
  const keys = draft.reading(comment);
  keys.text('prompt', 'prompt');
  const described = wordsOf(texts.get('Description'));
  if (described !== null && described !== '') draft.put('prompt', described, { from: 'Description' });
  keys.text('negativePrompt', 'uc');
  keys.text('seed', 'seed');
  keys.number('steps', 'steps');
  keys.number('guidanceScale', 'scale');
  keys.text('sampler', 'sampler');
  keys.text('schedule', 'noise_schedule');
  const [width, height] = [amountOf(keys.take('width')), amountOf(keys.take('height'))];
  if (width !== null && height !== null) draft.put('size', { width, height }, { from: 'width' });
  const source = wordsOf(texts.get('Source'));
  if (source !== null) putModel(draft, source);
  const strength = amountOf(keys.take('strength'));
  if (/img2img|infill/i.test(wordsOf(keys.take('request_type')) ?? '')) {
    if (strength !== null) draft.put('denoisingStrength', strength, { from: 'strength' });
    draft.warn('startedFromPicture');
  }
  readCaptions(draft, keys.take('v4_prompt'), 'prompt');
  readCaptions(draft, keys.take('v4_negative_prompt'), 'negativePrompt');
  draft.version(source);
  draft.nameSamplings();
  keys.keepRest();
  return draft;
}

/** `NovelAI Diffusion V4 37442FCA`: the name, and 8 digits of a hash. */
function putModel(draft: RecallDraft, source: string): void {
  const [, name, hash] = /^(.+) ([0-9A-F]{8})$/.exec(source) ?? [];
  draft.put('model', { name: name ?? source, hash: hash?.toLowerCase() ?? null }, { from: 'Source' });
}

/** Version 4 says the scene once and each of its people apart; the plain prompt has only the scene. */
function readCaptions(draft: RecallDraft, written: unknown, field: 'prompt' | 'negativePrompt'): void {
  const caption = isRecord(written) ? written['caption'] : undefined;
  if (!isRecord(caption)) return;
  const base = wordsOf(caption['base_caption']);
  if (base !== null && base !== '') draft.put(field, base, { from: 'v4_prompt' });
  const people = Array.isArray(caption['char_captions']) ? caption['char_captions'] : [];
  for (const person of people.filter(isRecord)) draft.other('v4_prompt.char_caption', person['char_caption']);
}
