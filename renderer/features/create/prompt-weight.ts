// Makes words of a prompt count more or less, as A1111's keys do: (word:1.1), ten hundredths a press; at 1 the brackets go.

export interface Selected {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

const most = 2;
const least = 0.1;
/** What parts words from each other, and from the brackets around them. */
const partsWords = /[\s,.;:()[\]{}|<>]/;

/** @returns the prompt with its selection still around the same words; the prompt as it came where there is no word */
export function weighted({ text, from, to }: Selected, by: number): Selected {
  const { from: start, to: end } = from === to ? wordAt(text, from) : trimmed({ text, from, to });
  if (start === end) return { text, from, to };
  const before = text.slice(0, start);
  const words = text.slice(start, end);
  const after = text.slice(end);
  const written = /^:\s*(\d*\.?\d+)\s*\)/.exec(after);
  const isWeighted = before.endsWith('(') && !before.endsWith('\\(') && written !== null;
  const now = isWeighted ? Number(written[1]) : 1;
  const next = Math.round(Math.min(most, Math.max(least, now + by)) * 100) / 100;
  const head = isWeighted ? before.slice(0, -1) : before;
  const tail = isWeighted ? after.slice(written[0].length) : after;
  if (next === 1) return { text: head + words + tail, from: head.length, to: head.length + words.length };
  return {
    text: `${head}(${words}:${next})${tail}`,
    from: head.length + 1,
    to: head.length + 1 + words.length,
  };
}

function wordAt(text: string, at: number): { from: number; to: number } {
  let from = at;
  let to = at;
  while (from > 0 && !partsWords.test(text[from - 1] ?? '')) from -= 1;
  while (to < text.length && !partsWords.test(text[to] ?? '')) to += 1;
  return { from, to };
}

function trimmed({ text, from, to }: Selected): { from: number; to: number } {
  const words = text.slice(from, to);
  const lead = words.length - words.trimStart().length;
  return { from: from + lead, to: from + lead + words.trim().length };
}
