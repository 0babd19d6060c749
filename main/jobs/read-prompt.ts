// How a model reads a prompt as somebody types it: its choices taken, its LoRAs aside, then asked of the imaging host.

import type { CallOutput, CallParsed } from '../../shared/contract/index.ts';
import { TesseraError } from '../../shared/errors.ts';
import { PromptFault } from '../../shared/prompt/dynamic-prompt.ts';
import { takeLoraTags } from '../../shared/prompt/lora-tags.ts';
import { type ResolveOptions, resolvePrompt } from '../../shared/prompt/resolve-prompt.ts';
import type { Engine } from '../engine/supervisor.ts';
import type { ModelService } from '../models/model-service.ts';

/** @throws MODEL_NOT_FOUND, MODEL_MISSING_FILE, or what is wrong with the model's tokenizers */
export async function readPrompt(
  { prompt, model: id, seed }: CallParsed<'prompt.tokens'>,
  options: {
    readonly models: Pick<ModelService, 'get'>;
    readonly engine: Pick<Engine, 'readPrompt'>;
    readonly wildcard: ResolveOptions['wildcard'];
  },
): Promise<CallOutput<'prompt.tokens'>> {
  const { folder, manifest, problem } = options.models.get(id);
  if (problem !== null) throw new TesseraError('MODEL_MISSING_FILE', problem);
  const { prompt: text } = takeLoraTags(withChoices(prompt, { seed, wildcard: options.wildcard }));
  return { text, ...(await options.engine.readPrompt({ folder, family: manifest.family, prompt: text })) };
}

/** What is half typed is read as it stands. */
function withChoices(prompt: string, options: Omit<ResolveOptions, 'purpose'>): string {
  try {
    return resolvePrompt(prompt, { ...options, purpose: 'prompt' });
  } catch (thrown) {
    if (thrown instanceof PromptFault) return prompt;
    throw thrown;
  }
}
