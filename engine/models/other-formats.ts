// Models kept in the files of other programs: known by their first bytes, whatever they are called, and told what would work.

import { TesseraError } from '../../shared/errors.ts';
import { type ModelFile, readModelHead } from './model-json.ts';

interface Format {
  readonly is: RegExp;
  readonly fault: string;
  readonly advice: string;
}

const exportIt =
  'Find the ONNX version of the model, or load it with diffusers and export it with "optimum-cli export onnx".';
const convertIt =
  'Find the ONNX version of the model, or convert the file with diffusers (from_single_file) and export it with "optimum-cli export onnx".';

/** By what a file starts with; a safetensors file starts with the length of its JSON, which is never 16 MB long. */
const formats: readonly Format[] = [
  { is: /^GGUF/, fault: 'is a GGUF file, made for llama.cpp and its kin', advice: exportIt },
  { is: /^[\s\S]{3}\0\0\0\0\0\{/, fault: 'is a safetensors file', advice: convertIt },
  { is: /^PK/, fault: 'is a PyTorch checkpoint or another archive, which Tessera never unpacks', advice: convertIt },
  {
    is: /^\x80.[\x8a\x95}c]/s,
    fault: 'is a pickle, which could run any program; Tessera opens none',
    advice: convertIt,
  },
  {
    is: /^\s*<(?:!doctype|html)/i,
    fault: 'is a web page',
    advice: 'Download the file itself, not the page around it.',
  },
  { is: /^\x89HDF/, fault: 'is a Keras file', advice: exportIt },
];
const headBytes = 64;

/** @throws MODEL_UNSUPPORTED naming the format and what would work */
export function refuseOtherFormats(file: ModelFile): void {
  const head = readModelHead(file, headBytes, 'latin1');
  const format = formats.find(({ is }) => is.test(head ?? ''));
  if (format === undefined) return;
  throw new TesseraError('MODEL_UNSUPPORTED', `${file.path} ${format.fault}. ${format.advice}`, {
    details: { file: file.path },
  });
}

/** Names of files that hold weights for other programs. */
export const otherWeights = /\.(?:safetensors|ckpt|pt|pth|gguf|bin|h5|msgpack)$/i;
