// Where the local API answers now, told by whoever opened it, asked by the screens.

import type { CallOutput } from '../../shared/contract/index.ts';

export type LocalApiState = CallOutput<'localApi.status'>;

export interface LocalApiHolder {
  get(): LocalApiState;
  set(state: LocalApiState): void;
}

export function createLocalApiHolder(): LocalApiHolder {
  let state: LocalApiState = { url: null, problem: null };
  return {
    get: () => state,
    set(next) {
      state = next;
    },
  };
}
