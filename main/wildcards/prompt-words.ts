// What a prompt can be written with: the lines of the user's wildcards, and the prompts that were drawn before.

import { createPromptHistory, type PromptHistory } from '../store/prompt-history-table.ts';
import type { Store } from '../store/database.ts';
import { readWildcard, wildcardNames } from './wildcard-files.ts';

export interface PromptWords {
  /** Null when there is none of that name. */
  readonly wildcard: (name: string) => readonly string[] | null;
  readonly wildcardNames: () => string[];
  readonly history: PromptHistory;
}

export function createPromptWords({ home, store }: { readonly home: string; readonly store: Store }): PromptWords {
  return {
    wildcard: (name) => readWildcard(home, name),
    wildcardNames: () => wildcardNames(home),
    history: createPromptHistory(store),
  };
}
