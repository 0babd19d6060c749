// StabilityMatrix: A1111's infotext, the same as JSON in `parameters-json`, and its project in `smproj`.

import { amountOf, createDraft, type RecallDraft, wordsOf } from './recall-draft.ts';
import { recallInfotext } from './infotext-recall.ts';
import { parseRecord } from './untrusted-json.ts';

export function recallStabilityMatrix(texts: ReadonlyMap<string, string>): RecallDraft | null {
  const record = parseRecord(texts.get('parameters-json'));
  if (record === null) return recallInfotext(texts.get('parameters') ?? '', 'stability-matrix');
  const draft = createDraft('stability-matrix');
  const keys = draft.reading(record);
  keys.text('prompt', 'PositivePrompt');
  keys.text('negativePrompt', 'NegativePrompt');
  keys.text('seed', 'Seed');
  keys.number('steps', 'Steps');
  keys.number('guidanceScale', 'CfgScale');
  keys.text('sampler', 'Sampler');
  const [width, height] = [amountOf(keys.take('Width')), amountOf(keys.take('Height'))];
  if (width !== null && height !== null) draft.put('size', { width, height }, { from: 'Width' });
  const [name, hash] = [wordsOf(keys.take('ModelName')), wordsOf(keys.take('ModelHash'))];
  if (name !== null || hash !== null) draft.put('model', { name, hash }, { from: 'ModelName' });
  draft.put('noise', 'torch-cpu', { from: 'default', confidence: 'likely' });
  draft.version(parseRecord(texts.get('smproj'))?.['AppVersion']);
  draft.nameSamplings();
  keys.keepRest();
  return draft;
}
