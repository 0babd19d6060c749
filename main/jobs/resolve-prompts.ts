// Dynamic prompts of a job: each of its images takes its own choices, by its own seed.

import type { RecipeLora } from '../../shared/domain/lora.ts';
import type { ResolvedRecipe } from '../../shared/domain/recipe.ts';
import { applyStyle, type Style } from '../../shared/domain/style.ts';
import { TesseraError } from '../../shared/errors.ts';
import { PromptFault } from '../../shared/prompt/dynamic-prompt.ts';
import { type TaggedLora, takeLoraTags } from '../../shared/prompt/lora-tags.ts';
import { isDynamic, type ResolveOptions, resolvePrompt } from '../../shared/prompt/resolve-prompt.ts';

type Wildcard = ResolveOptions['wildcard'];

export interface PromptError {
  readonly field: 'prompt' | 'negativePrompt';
  readonly at: number;
  readonly message: string;
}

interface Templates {
  readonly prompt: string;
  readonly negativePrompt: string;
}

/** @throws INVALID_INPUT naming the place of the fault, for a prompt that cannot be resolved or comes out empty */
export function withPromptsOfImages(
  recipe: ResolvedRecipe,
  options: {
    readonly seeds: readonly number[];
    readonly style: Style | null;
    readonly wildcard: Wildcard;
    /** What the tags of one image's prompt and the recipe come to together. */
    readonly loras: (tagged: readonly TaggedLora[]) => RecipeLora[];
  },
): ResolvedRecipe {
  const { style, wildcard, seeds } = options;
  const { prompt, negativePrompt } = recipe;
  if (!asTold('prompt', () => isDynamic(prompt)) && !asTold('negativePrompt', () => isDynamic(negativePrompt)))
    return recipe;
  const prompts = seeds.map((seed) => {
    const words = resolvePrompts({ prompt, negativePrompt }, { seed, wildcard });
    const { prompt: positive, loras: tagged } = takeLoraTags(words.prompt);
    return {
      ...words,
      ...(tagged.length === 0 ? {} : { loras: options.loras(tagged) }),
      styledPrompt: applyStyle(positive, style?.prompt ?? ''),
      styledNegativePrompt: applyStyle(words.negativePrompt, style?.negativePrompt ?? ''),
    };
  });
  return { ...recipe, prompts };
}

/** The LoRAs a prompt names whatever it comes to: a dynamic one names none before it has chosen. @throws as withPromptsOfImages */
export function takeSettledTags(prompt: string): ReturnType<typeof takeLoraTags> {
  return asTold('prompt', () => isDynamic(prompt)) ? { prompt, loras: [] } : takeLoraTags(prompt);
}

/** What a template comes to with some seeds, or everything that is wrong with it. */
export function previewPrompts(
  templates: Templates,
  { seeds, wildcard }: { readonly seeds: readonly number[]; readonly wildcard: Wildcard },
): { resolutions: (Templates & { seed: number })[]; errors: PromptError[] } {
  const errors = new Map<string, PromptError>();
  const resolutions = seeds.flatMap((seed) => {
    try {
      return [{ seed, ...resolvePrompts(templates, { seed, wildcard }) }];
    } catch (thrown) {
      const fault = faultOf(thrown);
      if (fault === null) throw thrown;
      errors.set(JSON.stringify(fault), fault);
      return [];
    }
  });
  return { resolutions, errors: [...errors.values()] };
}

function resolvePrompts(
  templates: Templates,
  options: { readonly seed: number; readonly wildcard: Wildcard },
): Templates {
  const prompt = asTold('prompt', () => {
    const resolved = resolvePrompt(templates.prompt, { ...options, purpose: 'prompt' });
    if (resolved.trim() === '') throw new PromptFault('nothing is left of the prompt with these choices', 0);
    return resolved;
  });
  const negativePrompt = asTold('negativePrompt', () =>
    resolvePrompt(templates.negativePrompt, { ...options, purpose: 'negative prompt' }),
  );
  return { prompt, negativePrompt };
}

/** Tells where, in words of the field. */
function asTold<Result>(field: PromptError['field'], read: () => Result): Result {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof PromptFault)) throw thrown;
    const { message, at } = thrown;
    throw new TesseraError('INVALID_INPUT', `${field}: ${message} (character ${at + 1}).`, {
      cause: thrown,
      details: { field, at },
    });
  }
}

function faultOf(thrown: unknown): PromptError | null {
  if (!(thrown instanceof TesseraError) || !(thrown.cause instanceof PromptFault)) return null;
  const field = thrown.details?.['field'] === 'negativePrompt' ? 'negativePrompt' : 'prompt';
  return { field, at: thrown.cause.at, message: thrown.cause.message };
}
