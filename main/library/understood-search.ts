// What a search line asks for, or a refusal that says which part of it was not understood.

import { TesseraError } from '../../shared/errors.ts';
import type { Term } from '../../shared/library-query/library-query.ts';
import { parseQuery } from '../../shared/library-query/parse-query.ts';

/** @throws SEARCH_NOT_UNDERSTOOD with the place and a guess */
export function understood(search: string): readonly Term[] {
  const { terms, problems } = parseQuery(search);
  const [problem] = problems;
  if (problem === undefined) return terms;
  const { text, at, code, suggestion } = problem;
  const advice = suggestion === null ? 'Leave it out.' : `Perhaps ${suggestion} was meant.`;
  throw new TesseraError('SEARCH_NOT_UNDERSTOOD', `search: ${text} (place ${at + 1}) was not understood. ${advice}`, {
    details: { field: 'search', problem: code, text, at, ...(suggestion === null ? {} : { suggestion }) },
  });
}
