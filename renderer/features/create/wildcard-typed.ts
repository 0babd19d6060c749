// The wildcard that is being typed before the cursor, and what the prompt becomes when a name is chosen for it.

export interface TypedWildcard {
  /** Where its first underline stands. */
  readonly from: number;
  readonly beginning: string;
}

/** Null where none is being typed; one that is closed already is not. */
export function typedWildcard(text: string, at: number): TypedWildcard | null {
  const before = text.slice(0, at);
  const pieces = before.split('__');
  // An even number of pairs: every wildcard so far is closed.
  if (pieces.length % 2 === 1) return null;
  const beginning = pieces.at(-1) ?? '';
  if (!/^[\p{L}\p{N}*./ _-]{0,80}$/u.test(beginning)) return null;
  return { from: at - beginning.length - 2, beginning };
}

export function withWildcard(text: string, { from, at, name }: { from: number; at: number; name: string }): string {
  const after = text.slice(at).replace(/^[\p{L}\p{N}*./-]*__/u, '');
  return `${text.slice(0, from)}__${name}__${after}`;
}

/** Names that begin so first, then those that hold it. */
export function matchingNames(names: readonly string[], beginning: string, most: number): string[] {
  const wanted = beginning.trim().toLocaleLowerCase();
  const low = (name: string) => name.toLocaleLowerCase();
  const begin = names.filter((name) => low(name).startsWith(wanted));
  const hold = names.filter((name) => !low(name).startsWith(wanted) && low(name).includes(wanted));
  return [...begin, ...hold].slice(0, most);
}
