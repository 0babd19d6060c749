// From the texts of a picture to one form: finds out which tool wrote them, and lets its parser read.

import type { PictureText, Recalled } from '../../domain/recalled.ts';
import { recallComfyUi } from './comfyui-recall.ts';
import { looksLikeDrawThings, recallDrawThings } from './draw-things-recall.ts';
import { looksLikeFooocus, recallFooocus } from './fooocus-recall.ts';
import { recallInfotext } from './infotext-recall.ts';
import { recallDream, recallInvokeAi, recallOldInvokeAi } from './invokeai-recall.ts';
import { recallNovelAi } from './novelai-recall.ts';
import type { RecallDraft } from './recall-draft.ts';
import { recallStabilityMatrix } from './stability-matrix-recall.ts';
import { recallSwarmUi } from './swarmui-recall.ts';
import { recallTessera } from './tessera-recall.ts';
import { type JsonRecord, parseRecord } from './untrusted-json.ts';

/** The surest sign first: keys that only one tool writes, then what several share. */
export function recallTexts(raw: readonly PictureText[]): Recalled {
  const texts = new Map<string, string>();
  // The first of a name wins: what stands before the pixels was written by the tool, what was added later may not be.
  for (const { key, text } of raw) if (!texts.has(key)) texts.set(key, text);
  const draft = byOwnKeys(texts) ?? byText(texts, raw);
  if (draft === null) {
    return { tool: null, version: null, fields: {}, others: [], warnings: [], raw: [...raw] };
  }
  return { ...draft.finish(), raw: [...raw] };
}

function byOwnKeys(texts: ReadonlyMap<string, string>): RecallDraft | null {
  const chunk = (key: string) => texts.get(key) ?? null;
  const tessera = chunk('tessera');
  const invoke = chunk('invokeai_metadata');
  const [old, dream] = [chunk('sd-metadata'), chunk('Dream')];
  return (
    (tessera === null ? null : recallTessera(tessera, chunk('parameters'))) ??
    (invoke === null ? null : recallInvokeAi(invoke)) ??
    (old === null ? null : recallOldInvokeAi(old)) ??
    (dream === null ? null : recallDream(dream)) ??
    (texts.has('parameters-json') || texts.has('smproj') ? recallStabilityMatrix(texts) : null) ??
    (chunk('Software') === 'NovelAI' ? recallNovelAi(texts) : null) ??
    recallComfyUi({ prompt: chunk('prompt'), workflow: chunk('workflow') })
  );
}

/** `parameters`, a user comment, a file's comment, what lay under the transparency: an infotext or one of many JSONs. */
function byText(texts: ReadonlyMap<string, string>, raw: readonly PictureText[]): RecallDraft | null {
  for (const { place, text } of raw) {
    const record = parseRecord(text);
    const draft =
      record === null
        ? recallInfotext(text, place === 'stealth' ? stealthTool(text) : undefined)
        : byShape(record, text);
    if (draft !== null) return draft;
  }
  // Other programs may strip `Software` and leave the comment.
  return texts.has('Comment') ? recallNovelAi(texts) : null;
}

/** Only Forge hides an infotext, and not every version of it says so in the text. */
function stealthTool(text: string): 'forge' | undefined {
  return /Version: (?:Fooocus|Tessera)/.test(text) ? undefined : 'forge';
}

function byShape(record: JsonRecord, text: string): RecallDraft | null {
  if ('sui_image_params' in record) return recallSwarmUi(record);
  if (looksLikeFooocus(record)) return recallFooocus(record);
  if (looksLikeDrawThings(record)) return recallDrawThings(record);
  if ('Comment' in record) return recallNovelAi(new Map(Object.entries(record)));
  if ('positive_prompt' in record && 'cfg_scale' in record) return recallInvokeAi(text);
  return recallComfyUi({ prompt: text, workflow: text });
}
