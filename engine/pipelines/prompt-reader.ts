// Reads prompts for whoever writes them: what the tokenizers of a model make of a text, without loading the model.

import { dirname } from 'node:path/posix';
import { join } from 'node:path';
import type { ModelFamily } from '../../shared/domain/model.ts';
import type { EncoderReading, PromptReading } from '../../shared/domain/prompt-reading.ts';
import { weightsIn } from '../../shared/prompt/weighted-prompt.ts';
import { readGraphHeader } from '../onnx/graph-header.ts';
import { readPieces } from '../text-encoders/read-pieces.ts';
import type { TextEncoderPart } from '../text-encoders/text-encoder.ts';
import { loadTokenizer } from '../tokenizers/load-tokenizer.ts';
import type { Tokenizer } from '../tokenizers/tokenizer.ts';
import { readFlowTransformerConfigs, transformerPaths } from './flow-transformer/model-configs.ts';
import { wordShape } from './flow-transformer/word-shape.ts';
import { modelPaths, readStableDiffusionConfigs } from './stable-diffusion/model-configs.ts';

interface Readers {
  readonly encoders: readonly { readonly name: string; readonly tokenizer: Tokenizer }[];
  readonly weighted: boolean;
  readonly long: boolean;
}

interface AskedReading {
  readonly folder: string;
  readonly family: ModelFamily;
  readonly prompt: string;
}

/**
 * Keeps the tokenizers of the last model, for the next letter is typed for the same one.
 * @returns a function that throws as the readers of a folder's files do
 */
export function createPromptReader(): (asked: AskedReading) => PromptReading {
  let last: { readonly folder: string; readonly readers: Readers } | null = null;
  return ({ folder, family, prompt }) => {
    if (last?.folder !== folder) last = { folder, readers: readersOf(folder, family) };
    const { encoders, weighted, long } = last.readers;
    return {
      encoders: encoders.map(
        ({ name, tokenizer }): EncoderReading => ({
          encoder: name,
          ...readPieces(prompt, { tokenizer, weighted, long }),
        }),
      ),
      weights: weighted ? weightsIn(prompt) : [],
    };
  };
}

function readersOf(folder: string, family: ModelFamily): Readers {
  switch (family) {
    case 'stable-diffusion':
    case 'stable-diffusion-xl': {
      const { textEncoders } = readStableDiffusionConfigs(folder);
      const words = dimsOf({ folder, graph: modelPaths.unet, input: 'encoder_hidden_states' });
      const encoders = textEncoders.map((part) => reader(folder, part));
      return { encoders, weighted: true, long: typeof words[1] !== 'number' };
    }
    case 'stable-diffusion-3':
    case 'flux': {
      const configs = readFlowTransformerConfigs(folder);
      const declared = dimsOf({ folder, graph: transformerPaths.transformer, input: 'encoder_hidden_states' });
      const { t5Length } = wordShape(declared, configs);
      const { text } = configs;
      const clips = text.family === 'flux' ? [text.clip] : text.clips;
      const long = text.t5 === null ? [] : [reader(folder, text.t5, t5Length)];
      return { encoders: [...clips.map((part) => reader(folder, part)), ...long], weighted: false, long: false };
    }
    case 'exemplar':
    case 'mock':
      return { encoders: [], weighted: false, long: false };
    default:
      return family satisfies never;
  }
}

function reader(folder: string, part: TextEncoderPart, length?: number) {
  const declared = dimsOf({ folder, graph: part.graph, input: 'input_ids' }).at(-1);
  const fixed = typeof declared === 'number' && declared > 0 ? declared : length;
  return { name: dirname(part.graph), tokenizer: loadTokenizer({ folder, under: part.tokenizer, length: fixed }) };
}

/** As a graph's header declares one of its inputs; empty where it does not. */
function dimsOf(options: {
  readonly folder: string;
  readonly graph: string;
  readonly input: string;
}): readonly (number | string)[] {
  const { folder, graph, input } = options;
  const { inputs } = readGraphHeader({ path: join(folder, graph), label: graph });
  return inputs.find(({ name }) => name === input)?.dims ?? [];
}
