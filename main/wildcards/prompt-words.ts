// What a prompt can be written with: the lines of the user's wildcards, the prompts that were drawn before, and the form as
// it was left.

import { createDraftTable, type DraftTable } from '../store/draft-table.ts';
import { createPromptHistory, type PromptHistory } from '../store/prompt-history-table.ts';
import type { Store } from '../store/database.ts';
import { createStructuredReader } from './structured-wildcards.ts';
import { readWildcard, wildcardNames } from './wildcard-files.ts';

export interface PromptWords {
  /** Null when there is none of that name. */
  readonly wildcard: (name: string) => readonly string[] | null;
  readonly wildcardNames: () => string[];
  readonly history: PromptHistory;
  readonly draft: DraftTable;
}

export function createPromptWords({ home, store }: { readonly home: string; readonly store: Store }): PromptWords {
  const readLists = createStructuredReader();
  return {
    wildcard: (name) => readWildcard(home, name, readLists),
    wildcardNames: () => wildcardNames(home, readLists),
    history: createPromptHistory(store),
    draft: createDraftTable(store),
  };
}
