// One prompt out of a dynamic one: the same seed takes the same choices, on every machine.

import { promptMaxLength } from '../domain/recipe.ts';
import { type Choice, type Option, PromptFault, type PromptPart, readDynamicPrompt } from './dynamic-prompt.ts';

export interface ResolveOptions {
  readonly seed: number;
  /** Keeps what is drawn for one text apart from what is drawn for another. */
  readonly purpose: 'prompt' | 'negative prompt';
  /** Lines of a wildcard's files; null when there is none of that name. */
  readonly wildcard: (name: string) => readonly string[] | null;
}

/** Wildcards that name wildcards; more is a circle. */
const wildcardDepthMax = 20;
/** Parts that may be looked at in all, which any honest template stays far below. */
const partsMax = 20_000;

/** @throws PromptFault naming the place in `template`, also for faults inside a wildcard's files */
export function resolvePrompt(template: string, options: ResolveOptions): string {
  const random = randomOf(options);
  const read = new Map<string, readonly Option[]>();
  let looked = 0;

  function sayAll(parts: readonly PromptPart[], depth: number, from: number | null): string {
    let said = '';
    for (const part of parts) {
      looked += 1;
      const at = from ?? (part.kind === 'text' ? 0 : part.at);
      if (looked > partsMax) throw new PromptFault('what begins here has too many choices in it', at);
      if (part.kind === 'text') said += part.text;
      else if (part.kind === 'choice') said += sayChoice(part, depth, from);
      else said += sayOption(drawn(linesOf(part.name, at, depth), 1)[0], depth + 1, at);
      if (said.length > promptMaxLength) {
        throw new PromptFault(`the prompt that comes out is longer than ${promptMaxLength} characters`, at);
      }
    }
    return said;
  }

  function sayOption(option: Option | undefined, depth: number, from: number | null): string {
    return option === undefined ? '' : sayAll(option.parts, depth, from);
  }

  function sayChoice(choice: Choice, depth: number, from: number | null): string {
    const at = from ?? choice.at;
    const [only] = choice.options.length === 1 ? (choice.options[0]?.parts ?? []) : [];
    // {2$$__colours__} means two of the colours.
    const isWildcard = only?.kind === 'wildcard' && choice.options[0]?.parts.length === 1;
    const options = isWildcard ? linesOf(only.name, at, depth) : choice.options;
    if (choice.least > options.length) {
      throw new PromptFault(`${choice.least} of ${options.length} cannot be taken`, at);
    }
    const most = Math.min(choice.most, options.length);
    const count = choice.least + Math.floor(random() * (most - choice.least + 1));
    return drawn(options, count)
      .map((option) => sayOption(option, isWildcard ? depth + 1 : depth, isWildcard ? at : from))
      .join(choice.separator);
  }

  function linesOf(name: string, at: number, depth: number): readonly Option[] {
    if (depth >= wildcardDepthMax) throw new PromptFault(`__${name}__ leads in circles`, at);
    const lines = options.wildcard(name);
    if (lines === null) throw new PromptFault(`there is no wildcard __${name}__`, at);
    if (lines.length === 0) throw new PromptFault(`the wildcard __${name}__ has no lines`, at);
    const known = read.get(name);
    if (known !== undefined) return known;
    const found = lines.map((line): Option => {
      try {
        const [, weight, text = line] = /^(\d{1,6}(?:\.\d{1,6})?)::(.*)$/.exec(line) ?? [];
        return { weight: weight === undefined ? 1 : Number(weight), parts: readDynamicPrompt(text) };
      } catch (thrown) {
        if (!(thrown instanceof PromptFault)) throw thrown;
        throw new PromptFault(`a line of __${name}__ cannot be read: ${thrown.message}`, at);
      }
    });
    read.set(name, found);
    return found;
  }

  /** Without putting back; what weighs nothing is never taken while anything else is left. */
  function drawn(from: readonly Option[], count: number): Option[] {
    const left = [...from];
    return Array.from({ length: count }, () => {
      const total = left.reduce((sum, { weight }) => sum + weight, 0);
      let rest = random() * total;
      const place = left.findIndex(({ weight }) => (rest -= weight) < 0);
      const taken = left.splice(place === -1 ? left.length - 1 : place, 1)[0];
      if (taken === undefined) throw new RangeError('more was drawn than there is');
      return taken;
    });
  }

  return sayAll(readDynamicPrompt(template), 0, null);
}

/** Whether anything in a text is resolved at all. */
export function isDynamic(text: string): boolean {
  const [first, ...others] = readDynamicPrompt(text);
  return !(first === undefined || (others.length === 0 && first.kind === 'text' && first.text === text));
}

/** SplitMix32: small, and the same everywhere. Steele, Lea, Flood, OOPSLA 2014, https://doi.org/10.1145/2660193.2660195. */
function randomOf({ seed, purpose }: ResolveOptions): () => number {
  let state = purpose === 'prompt' ? seed >>> 0 : (seed ^ 0x9e3779b9) >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
}
