// Looks one text encoder of a folder over: its graph gives what is read of it, and its tokenizer can be built.

import { dirname } from 'node:path/posix';
import {
  assignTextEncoderTensors,
  type HiddenLayer,
  maxClipSkipOf,
  type TextEncoderPart,
} from '../text-encoders/text-encoder.ts';
import { loadTokenizer } from '../tokenizers/load-tokenizer.ts';
import { checkGraph } from './check-graph.ts';
import { hasModelFile } from './model-json.ts';

const tokenizerFiles = [
  'vocab.json',
  'merges.txt',
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
];

export interface CheckedTextEncoder {
  /** The files it needs, by path below the model's folder. */
  readonly paths: readonly string[];
  readonly maxClipSkip: number;
}

/**
 * @throws MODEL_MISSING_FILE, MODEL_LFS_POINTER, MODEL_CORRUPT, MODEL_UNSAFE_PATH, MODEL_UNSUPPORTED
 */
export function checkTextEncoder(options: {
  readonly folder: string;
  readonly part: TextEncoderPart;
  readonly layer: HiddenLayer;
}): CheckedTextEncoder {
  const { folder, part, layer } = options;
  const graph = checkGraph({ folder, path: part.graph });
  assignTextEncoderTensors({ part, layer, inputs: graph.inputs, outputs: graph.header.outputs });
  loadTokenizer({ folder, under: part.tokenizer });
  const optional = [`${dirname(part.graph)}/config.json`, ...tokenizerFiles.map((name) => `${part.tokenizer}/${name}`)];
  const paths = [...graph.paths, ...optional.filter((path) => hasModelFile({ folder, path }))];
  return { paths, maxClipSkip: maxClipSkipOf(graph.header.outputs, layer) };
}
