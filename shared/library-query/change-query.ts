// Puts a term into a search line, takes it out, or repairs a part, and leaves the rest as it was typed.

import type { QueryProblem } from './library-query.ts';
import { parseQuery } from './parse-query.ts';

export function hasTerm(line: string, text: string): boolean {
  return parseQuery(line).terms.some((term) => term.text === text);
}

/** Adds the term at the end, or takes it away wherever it stands. */
export function toggleTerm(line: string, text: string): string {
  const { terms } = parseQuery(line);
  const standing = terms.filter((term) => term.text === text);
  if (standing.length === 0) return `${line.trim()} ${text}`.trim();
  const without = standing
    .toReversed()
    .reduce((rest, { at }) => rest.slice(0, at) + rest.slice(at + text.length), line);
  return without.replaceAll(/\s+/g, ' ').trim();
}

/** The line with the suggestion in place of what was not understood. */
export function repaired(line: string, { at, text, suggestion }: QueryProblem): string {
  return suggestion === null ? line : line.slice(0, at) + suggestion + line.slice(at + text.length);
}
