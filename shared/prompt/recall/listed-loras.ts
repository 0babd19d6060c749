// LoRAs as tools list them in JSON: a name and a weight under a few spellings.

import type { RecalledLora } from '../../domain/recalled.ts';
import { amountOf, type RecallDraft, wordsOf } from './recall-draft.ts';
import { isRecord } from './untrusted-json.ts';

export const lorasMax = 64;

/** @param spelling where name, weight and hash of one entry stand, the likeliest key first */
export function putListedLoras(
  draft: RecallDraft,
  list: unknown,
  options: {
    readonly from: string;
    readonly spelling: { readonly name: readonly string[]; readonly weight: readonly string[] };
  },
): void {
  const { name: nameKeys, weight: weightKeys } = options.spelling;
  const loras: RecalledLora[] = [];
  for (const entry of Array.isArray(list) ? list.slice(0, lorasMax) : []) {
    if (!isRecord(entry)) continue;
    const named = nameKeys.map((key) => entry[key]).find((value) => value !== undefined);
    const name = wordsOf(isRecord(named) ? (named['name'] ?? named['model_name']) : named);
    const strength = amountOf(weightKeys.map((key) => entry[key]).find((value) => value !== undefined)) ?? 1;
    const hash = isRecord(named) ? wordsOf(named['hash']) : null;
    if (name !== null && name !== '') loras.push({ name, strength, hash });
  }
  draft.put('loras', loras, { from: options.from });
}
