// How much each part of a prompt counts: (more), [less], (exactly:1.3), and BREAK between parts that are read apart.
//
// The grammar is A1111's: brackets nest and multiply, a bracket left open counts to the end, a closing one without a partner
// is text, and a backslash makes the next bracket text.

export interface WeightedText {
  readonly text: string;
  /** 1 counts as written; what (…:0) names is not heard at all. */
  readonly weight: number;
}

/** What one pair of brackets does, from A1111. */
const step = 1.1;
const breakWord = /\s*\bBREAK\b\s*/;
/** An escaped character, a weight before its closing bracket, a bracket, or text up to the next of them. */
const piece = /\\[()[\]\\]|:\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+))\s*\)|[()[\]]|\\|:|[^\\()[\]:]+/g;

/** @returns at least one segment; those between BREAKs may be empty */
export function readWeightedPrompt(prompt: string): readonly (readonly WeightedText[])[] {
  const segments: WeightedText[][] = [[]];
  for (const { text, weight } of piecesOf(prompt)) {
    for (const [place, part] of text.split(breakWord).entries()) {
      if (place > 0) segments.push([]);
      const segment = segments.at(-1) ?? [];
      const before = segment.at(-1);
      if (part === '') continue;
      if (before?.weight === weight) segment[segment.length - 1] = { text: before.text + part, weight };
      else segment.push({ text: part, weight });
    }
  }
  return segments;
}

/** Where in a prompt something counts more or less than as written; neighbours of one weight are one. */
export function weightsIn(prompt: string): { from: number; to: number; weight: number }[] {
  const spans: { from: number; to: number; weight: number }[] = [];
  for (const { text, weight, from, to } of piecesOf(prompt)) {
    const before = spans.at(-1);
    if (weight === 1 || text.trim() === '') continue;
    if (before?.weight === weight && before.to === from) before.to = to;
    else spans.push({ from, to, weight });
  }
  return spans;
}

/** The words alone, for readers that know no weights: brackets gone, parts apart as sentences are. */
export function plainPrompt(prompt: string): string {
  return readWeightedPrompt(prompt)
    .map((segment) => segment.map(({ text }) => text).join(''))
    .filter((text) => text.trim() !== '')
    .join(', ');
}

interface Piece extends WeightedText {
  /** Where it stands in the prompt. */
  readonly from: number;
  readonly to: number;
}

function piecesOf(prompt: string): readonly Piece[] {
  const pieces: (Omit<Piece, 'weight'> & { weight: number })[] = [];
  /** For each kind, where the brackets that are open began. */
  const round: number[] = [];
  const square: number[] = [];
  const multiply = (from: number, factor: number) => {
    for (const inside of pieces.slice(from)) inside.weight *= factor;
  };
  for (const match of prompt.matchAll(piece)) {
    const [written, exactly] = match;
    const isWeight = exactly !== undefined;
    if (written === '(') round.push(pieces.length);
    else if (written === '[') square.push(pieces.length);
    else if (isWeight && round.length > 0) multiply(round.pop() ?? 0, Number(exactly));
    else if (written === ')' && round.length > 0) multiply(round.pop() ?? 0, step);
    else if (written === ']' && square.length > 0) multiply(square.pop() ?? 0, 1 / step);
    else {
      const [from, to] = [match.index, match.index + written.length];
      pieces.push({ text: isEscape(written) ? written.slice(1) : written, weight: 1, from, to });
    }
  }
  for (const from of round) multiply(from, step);
  for (const from of square) multiply(from, 1 / step);
  return pieces;
}

function isEscape(written: string): boolean {
  return written.length === 2 && written.startsWith('\\');
}
