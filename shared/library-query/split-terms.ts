// Cuts a search line into its terms: a minus, a field, and words or a quoted text.

export interface RawTerm {
  readonly text: string;
  readonly at: number;
  readonly excluded: boolean;
  /** Lower case; null for plain words. */
  readonly field: string | null;
  readonly value: string;
  readonly quoted: boolean;
  readonly closed: boolean;
}

/** Control characters part words as spaces do. */
const gap = /[\s\p{Cc}]/u;
/** Letters right before a colon are a field; `16:9` is not one. */
const fieldStart = /^([\p{L}]+):/u;

export function splitTerms(line: string): RawTerm[] {
  const terms: RawTerm[] = [];
  let at = 0;
  while (at < line.length) {
    if (gap.test(line.charAt(at))) {
      at += 1;
      continue;
    }
    const term = termAt(line, at);
    terms.push(term);
    at += term.text.length;
  }
  return terms;
}

function termAt(line: string, at: number): RawTerm {
  const excluded = line.charAt(at) === '-';
  let from = excluded ? at + 1 : at;
  const field = fieldStart.exec(line.slice(from))?.[1] ?? null;
  if (field !== null) from += field.length + 1;
  const quoted = line.charAt(from) === '"';
  const end = quoted ? line.indexOf('"', from + 1) : bareEnd(line, from);
  const closed = end !== -1;
  const until = closed ? end : line.length;
  return {
    text: line.slice(at, quoted && closed ? until + 1 : until),
    at,
    excluded,
    field: field?.toLowerCase() ?? null,
    value: line.slice(quoted ? from + 1 : from, until),
    quoted,
    closed,
  };
}

function bareEnd(line: string, from: number): number {
  let end = from;
  while (end < line.length && !gap.test(line.charAt(end)) && line.charAt(end) !== '"') end += 1;
  return end;
}
