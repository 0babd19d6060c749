// The character map of a sentencepiece model: which characters it reads as which others, with the model's own table.
//
// T5's is Unicode's NFKC with spaces for what is none. Stored as a double-array trie of 32-bit units over UTF-8 bytes, followed by
// the replacements with a zero byte behind each: https://github.com/google/sentencepiece/blob/v0.2.0/src/normalizer.cc. Texts
// are cut into graphemes first, as https://github.com/huggingface/tokenizers does, whose ids models were trained on.

const utf8 = new TextEncoder();
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Longer graphemes are looked up character by character. */
const longestLookedUpWhole = 5;

/** A map from text to text, or null when the bytes are no such table. */
export function readCharacterMap(base64: string): ((text: string) => string) | null {
  const bytes = Buffer.from(base64, 'base64');
  const trieBytes = bytes.length < 4 ? 0 : bytes.readUInt32LE(0);
  if (trieBytes === 0 || trieBytes % 4 !== 0 || 4 + trieBytes > bytes.length) return null;
  const units = Uint32Array.from({ length: trieBytes / 4 }, (_, index) => bytes.readUInt32LE(4 + index * 4));
  const replacements = bytes.subarray(4 + trieBytes);
  const replacementAt = (place: number) => {
    const end = replacements.indexOf(0, place);
    return replacements.toString('utf8', place, end === -1 ? replacements.length : end);
  };
  const mapped = (chunk: Uint8Array): string | null => {
    const place = shortestMatch(units, chunk);
    return place === null ? null : replacementAt(place);
  };

  return (text) => {
    let result = '';
    for (const { segment } of graphemes.segment(text)) {
      const bytesOfSegment = utf8.encode(segment);
      const whole = bytesOfSegment.length <= longestLookedUpWhole ? mapped(bytesOfSegment) : null;
      result += whole ?? Array.from(segment, (character) => mapped(utf8.encode(character)) ?? character).join('');
    }
    return result;
  };
}

/** Where the replacement of the shortest beginning of `key` that is in the trie stands. */
function shortestMatch(units: Uint32Array, key: Uint8Array): number | null {
  let node = offsetOf(units[0] ?? 0);
  for (const byte of key) {
    node ^= byte;
    const unit = units[node] ?? 0;
    if (labelOf(unit) !== byte) return null;
    node ^= offsetOf(unit);
    if (hasLeaf(unit)) return valueOf(units[node] ?? 0);
  }
  return null;
}

// The fields of one unit: bit 31 marks a value, bits 10 to 30 are the offset, bit 9 says it is in steps of 256, bit 8 that a
// value follows, and bits 0 to 7 are the label.
function hasLeaf(unit: number): boolean {
  return ((unit >>> 8) & 1) === 1;
}

function valueOf(unit: number): number {
  return unit & 0x7fffffff;
}

function labelOf(unit: number): number {
  return (unit & 0x800000ff) >>> 0;
}

function offsetOf(unit: number): number {
  return (unit >>> 10) << ((unit & 0x200) >>> 6);
}
