// Looks over the text of a JSON file before it is parsed: what nests or branches without end would fill the memory.

/** Configs nest three levels, tokenizers eight. */
const maxDepth = 64;
/** The largest honest tokenizer lists some million entries; each takes tens of bytes once parsed. */
const maxEntries = 4_000_000;

/** What is wrong with it, or null; that it is JSON at all is for the parser to say. */
export function excessOf(text: string): string | null {
  let depth = 0;
  let entries = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isQuoted) {
      if (character === '\\') at += 1;
      else if (character === '"') isQuoted = false;
      continue;
    }
    if (character === '"') isQuoted = true;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    else if (character !== ',') continue;
    entries += 1;
    if (depth > maxDepth) return `it nests deeper than ${maxDepth} levels`;
    if (entries > maxEntries) return `it has more than ${maxEntries} entries`;
  }
  return null;
}
