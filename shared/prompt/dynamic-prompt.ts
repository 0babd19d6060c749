// Dynamic prompts: {a|b|2::c}, {2$$ and $$a|b|c} and __name__ read into parts. What is drawn from them: resolve-prompt.ts.

export interface Choice {
  readonly kind: 'choice';
  /** How many of the options are taken. */
  readonly least: number;
  readonly most: number;
  readonly separator: string;
  readonly options: readonly Option[];
  /** Where it stands in its text, counted in UTF-16 units from 0. */
  readonly at: number;
}

export interface Option {
  readonly weight: number;
  readonly parts: readonly PromptPart[];
}

export type PromptPart =
  | { readonly kind: 'text'; readonly text: string }
  | Choice
  /** A line of a file of the user's; `name` may hold `*`. */
  | { readonly kind: 'wildcard'; readonly name: string; readonly at: number };

/** What is wrong with a text, and where. */
export class PromptFault extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.name = 'PromptFault';
    this.at = at;
  }
}

const nestingMax = 30;
/** Sticky, so that a text is read in one go from its start to its end. */
const patterns = {
  escaped: /\\[{}|$_\\]/y,
  // Names in tags such as <lora:my__name__here:0.8> are not wildcards.
  tag: /<\w+:[^<>{}|]*>/y,
  wildcard: /__([\p{L}\p{N}*][\p{L}\p{N} *./-]*(?:_[\p{L}\p{N} *./-]+)*)__/uy,
  plain: /[^\\{}|_$<]+/y,
  count: /\s*(?:(\d{1,3})?(-)(\d{1,3})?|(\d{1,3}))\s*\$\$/y,
  separator: /([^{}|$]*)\$\$/y,
  weight: /\s*(\d{1,6}(?:\.\d{1,6})?|\.\d{1,6})::/y,
} as const;

/** @throws PromptFault for a bracket that is never closed, a count or weight that cannot be, and what is not supported */
export function readDynamicPrompt(text: string): readonly PromptPart[] {
  let at = 0;
  const match = (name: keyof typeof patterns): RegExpExecArray | null => {
    const pattern = patterns[name];
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) at = pattern.lastIndex;
    return found;
  };

  function parts(depth: number): PromptPart[] {
    const found: PromptPart[] = [];
    const say = (words: string) => {
      const last = found.at(-1);
      if (last?.kind === 'text') found[found.length - 1] = { kind: 'text', text: last.text + words };
      else found.push({ kind: 'text', text: words });
    };
    while (at < text.length && !(depth > 0 && (text[at] === '}' || text[at] === '|'))) {
      const start = at;
      const words = match('tag')?.[0] ?? match('plain')?.[0];
      const name = words === undefined ? match('wildcard')?.[1] : undefined;
      if (words !== undefined) say(words);
      else if (name !== undefined) found.push({ kind: 'wildcard', name, at: start });
      else if (match('escaped') !== null)
        say(text[start] === '\\' && text[start + 1] === '\\' ? '\\\\' : (text[start + 1] ?? ''));
      else if (text.startsWith('${', at)) throw new PromptFault('variables such as ${name} are not known here', at);
      else if (text[at] === '{') found.push(choice(depth + 1));
      else {
        say(text[at] ?? '');
        at += 1;
      }
    }
    return found;
  }

  function choice(depth: number): Choice {
    const start = at;
    if (depth > nestingMax) throw new PromptFault(`brackets are nested more than ${nestingMax} deep`, start);
    at += 1;
    const { least, most, separator } = count();
    const options: Option[] = [];
    const option = () => {
      const weight = match('weight')?.[1];
      options.push({ weight: weight === undefined ? 1 : Number(weight), parts: trimmed(parts(depth)) });
    };
    option();
    while (text[at] === '|') {
      at += 1;
      option();
    }
    if (text[at] !== '}') throw new PromptFault('the { that begins here is never closed', start);
    at += 1;
    if (options.every(({ weight }) => weight === 0)) throw new PromptFault('every choice here has the weight 0', start);
    return { kind: 'choice', least, most, separator, options, at: start };
  }

  function count(): { least: number; most: number; separator: string } {
    const start = at;
    const found = match('count');
    if (found === null) return { least: 1, most: 1, separator: ', ' };
    const [, from, dash, to, exactly] = found;
    const least = Number(exactly ?? from ?? 0);
    const most = dash === undefined ? least : to === undefined ? Number.POSITIVE_INFINITY : Number(to);
    if (most < least) throw new PromptFault(`${least} to ${most} is no range`, start);
    return { least, most, separator: match('separator')?.[1] ?? ', ' };
  }

  return parts(0);
}

/** Spaces around an option are there to be read by people. */
function trimmed(parts: PromptPart[]): PromptPart[] {
  return parts
    .map((part, place): PromptPart => {
      if (part.kind !== 'text') return part;
      const text = place === 0 ? part.text.trimStart() : part.text;
      return { kind: 'text', text: place === parts.length - 1 ? text.trimEnd() : text };
    })
    .filter((part) => part.kind !== 'text' || part.text !== '');
}
