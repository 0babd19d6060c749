// Reads the words a picture was made with out of its own text chunks.

import { inflateSync } from 'node:zlib';
import { parseInfotext } from '../../../shared/prompt/infotext.ts';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** More than any prompt; a chunk that claims more is not unpacked. */
const textMaxBytes = 1 << 20;

/** The `parameters` chunk of a PNG, as A1111 and its kin write it; null without one. */
export function infotextOf(bytes: Uint8Array): string | null {
  return textChunks(bytes).get('parameters') ?? null;
}

/** The prompt alone: what stands before the negative prompt and the line of settings. */
export function infotextPrompt(bytes: Uint8Array): string | null {
  const text = infotextOf(bytes);
  if (text === null) return null;
  const prompt = parseInfotext(text).prompt.trim();
  return prompt === '' ? null : prompt;
}

/** Every text chunk by its keyword: tEXt, zTXt and iTXt (PNG, third edition, section 11.3.3). */
export function textChunks(given: Uint8Array): Map<string, string> {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  const found = new Map<string, string>();
  if (!bytes.subarray(0, 8).equals(signature)) return found;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const data = bytes.subarray(at + 8, at + 8 + length);
    if (data.length < length) break;
    const text = /^(?:tEXt|zTXt|iTXt)$/.test(type) ? readText(type, data) : null;
    if (text !== null) found.set(text.keyword, text.value);
    at += 12 + length;
  }
  return found;
}

function readText(type: string, data: Buffer): { keyword: string; value: string } | null {
  const end = data.indexOf(0);
  if (end < 1) return null;
  const keyword = data.toString('latin1', 0, end);
  const rest = data.subarray(end + 1);
  if (type === 'tEXt') return { keyword, value: rest.toString('latin1') };
  if (type === 'zTXt') return unpacked(keyword, rest.subarray(1), 'latin1');
  const isPacked = rest[0] === 1;
  const language = rest.indexOf(0, 2);
  const translated = language === -1 ? -1 : rest.indexOf(0, language + 1);
  if (translated === -1) return null;
  const value = rest.subarray(translated + 1);
  return isPacked ? unpacked(keyword, value, 'utf8') : { keyword, value: value.toString('utf8') };
}

function unpacked(keyword: string, packed: Buffer, encoding: 'latin1' | 'utf8') {
  try {
    return { keyword, value: inflateSync(packed, { maxOutputLength: textMaxBytes }).toString(encoding) };
  } catch {
    // A damaged chunk says nothing; the picture around it is still good.
    return null;
  }
}
