// A set of listeners that one bridge announces to.

export interface Listeners<Values extends unknown[]> {
  add(listener: (...values: Values) => void): () => void;
  announce(...values: Values): void;
}

export function createListeners<Values extends unknown[]>(): Listeners<Values> {
  const listeners = new Set<(...values: Values) => void>();
  return {
    add(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    announce(...values) {
      for (const listener of listeners) listener(...values);
    },
  };
}
