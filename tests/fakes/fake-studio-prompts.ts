// What the fake studio makes of prompts: a token a word, two wildcards, the prompts of its jobs, and the form as it was left.

import { previewPrompts } from '../../main/jobs/resolve-prompts.ts';
import type { Draft } from '../../shared/contract/drafts.ts';
import type { CallName } from '../../shared/contract/index.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { FakeJobs } from './fake-studio-jobs.ts';

const wildcards: Readonly<Record<string, readonly string[]>> = {
  colours: ['red', 'green', 'blue'],
  'animals/cats': ['a lynx', 'a tiger'],
};
/** As CLIP's encoders have. */
const room = 75;

const names: ReadonlySet<CallName> = new Set<CallName>([
  'prompt.preview',
  'prompt.tokens',
  'prompt.history',
  'prompt.wildcards',
  'drafts.read',
  'drafts.write',
]);

export function isPromptCall(name: CallName): boolean {
  return names.has(name);
}

export function createFakePrompts(jobs: FakeJobs) {
  let draft: Draft | null = null;
  return {
    /** One call, its input as its schema parsed it. */
    // oxlint-disable-next-line typescript/no-explicit-any
    answer(name: CallName, input: any): unknown {
      switch (name) {
        case 'prompt.preview': {
          const { prompt, negativePrompt, count } = input as { prompt: string; negativePrompt: string; count: number };
          const seeds = Array.from({ length: count }, (_, seed) => seed);
          const wildcard = (wanted: string) => wildcards[wanted] ?? null;
          return previewPrompts({ prompt, negativePrompt }, { seeds, wildcard });
        }
        case 'prompt.tokens':
          return tokensOf(input.prompt);
        case 'prompt.history': {
          const { search, limit } = input as { search: string; limit: number };
          const words = jobs.newestFirst().map(({ task }) => task.recipe.prompt);
          const found = [...new Set(words)].filter((prompt) => prompt.includes(search)).slice(0, limit);
          return { prompts: found.map((prompt) => ({ prompt, negativePrompt: '' })) };
        }
        case 'prompt.wildcards':
          return { names: Object.keys(wildcards) };
        case 'drafts.read':
          return { draft };
        case 'drafts.write':
          draft = input.draft;
          return {};
        default:
          throw new TesseraError('CALL_UNKNOWN', `The fake studio has no ${name}.`);
      }
    },
  };
}

function tokensOf(text: string) {
  const words = text.split(/\s+/).filter(Boolean);
  const pieces = Array.from({ length: Math.max(1, Math.ceil(words.length / room)) }, (_, piece) => {
    const upTo = words.slice(0, (piece + 1) * room);
    return { tokens: upTo.length - piece * room, end: upTo.join(' ').length };
  });
  return {
    text,
    encoders: [{ encoder: 'text_encoder', tokens: words.length, room, pieces, cutAt: null }],
    weights: [],
  };
}
