// JSON as other tools write it into pictures: NaN from Python, seeds of 64 bits, and whatever a hostile file holds.

/** A deeper document is no metadata, and walking it would end the stack of whoever writes it out again. */
const depthMax = 64;
/** 2^53 has 16 digits; a longer integer would lose its last ones as a number. */
const safeDigits = 15;

/** Outside of strings: what opens and closes, and the words and numbers that must be written anew. */
const bare = /[[\]{}]|-?\d[\d.eE+-]*|-?Infinity|NaN/g;

/** @returns undefined for what is no JSON; integers that a number cannot hold come as strings, NaN as null */
export function parseUntrustedJson(text: string): unknown {
  const start = text.trimStart()[0];
  if (start !== '{' && start !== '[') return undefined;
  const plain = plainJson(text);
  if (plain === null) return undefined;
  try {
    return JSON.parse(plain);
  } catch {
    // Not JSON: the caller reads it as something else, or as words.
    return undefined;
  }
}

/** Strings are stepped over by hand: an expression for them takes time that grows with the square of a hostile one. */
function plainJson(text: string): string | null {
  const written: string[] = [];
  let depth = 0;
  let deepest = 0;
  const rewrite = (part: string) => {
    if (part === '{' || part === '[') deepest = Math.max(deepest, ++depth);
    else if (part === '}' || part === ']') depth -= 1;
    else return plainToken(part);
    return part;
  };
  for (let place = 0; place < text.length; ) {
    const opening = text.indexOf('"', place);
    const between = text.slice(place, opening < 0 ? text.length : opening);
    written.push(between.replace(bare, rewrite));
    if (deepest > depthMax) return null;
    if (opening < 0) break;
    const closing = closingQuote(text, opening);
    if (closing < 0) return null;
    written.push(text.slice(opening, closing + 1));
    place = closing + 1;
  }
  return written.join('');
}

function closingQuote(text: string, opening: number): number {
  for (let place = opening + 1; place < text.length; place += 1) {
    const letter = text[place];
    if (letter === '"') return place;
    if (letter === '\\') place += 1;
  }
  return -1;
}

function plainToken(part: string): string {
  if (part === 'NaN' || part === 'Infinity' || part === '-Infinity') return 'null';
  return /^-?\d+$/.test(part) && part.length > safeDigits ? `"${part}"` : part;
}

export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @returns null for anything but a JSON object */
export function parseRecord(text: unknown): JsonRecord | null {
  if (isRecord(text)) return text;
  const value = typeof text === 'string' ? parseUntrustedJson(text) : undefined;
  return isRecord(value) ? value : null;
}
