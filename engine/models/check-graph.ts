// Looks a graph over before anything loads it: complete, safe, and made of operators this machine can run.

import { join } from 'node:path';
import { TesseraError } from '../../shared/errors.ts';
import { refuseOtherFormats } from './other-formats.ts';
import { checkExternalFiles, checkModelFile } from '../onnx/external-files.ts';
import { type GraphHeader, type GraphValue, readGraphHeader } from '../onnx/graph-header.ts';
import { checkOperatorsOnCpu, checkVersions } from '../runtime/provider-operators.ts';
import type { TensorInfo, TensorType } from '../runtime/tensor-runtime.ts';

export interface CheckedGraph {
  readonly inputs: readonly TensorInfo[];
  readonly header: GraphHeader;
  /** The graph and its weight files, by path below the model folder. */
  readonly paths: readonly string[];
}

const feedableTypes: ReadonlySet<string> = new Set([
  'float32',
  'float16',
  'int64',
  'int32',
  'bool',
] satisfies TensorType[]);

/**
 * @param path below the model folder, with forward slashes
 * @throws MODEL_MISSING_FILE, MODEL_LFS_POINTER, MODEL_CORRUPT, MODEL_UNSAFE_PATH, MODEL_UNSUPPORTED
 */
export function checkGraph(options: { readonly folder: string; readonly path: string }): CheckedGraph {
  const { path } = options;
  const absolute = join(options.folder, path);
  checkModelFile(absolute, path);
  refuseOtherFormats(options);
  const header = readGraphHeader({ path: absolute, label: path });
  const external = checkExternalFiles({ graphPath: absolute, graphLabel: path, header });
  checkVersions({ irVersion: header.irVersion, opsets: header.opsets, label: path });
  checkOperatorsOnCpu({ operators: header.operators.keys(), label: path });
  if (header.weights.types.has('bfloat16')) {
    throw unsupported(
      path,
      'keeps its weights as bfloat16, which the CPU cannot compute with. Use a float32 or float16 export',
    );
  }
  const inputs = header.inputs.map((input): TensorInfo => {
    if (input.type === undefined || !feedableTypes.has(input.type)) {
      throw unsupported(
        path,
        `wants its input ${input.name} as ${input.type ?? 'a type of its own'}. Use a float32 or float16 export`,
      );
    }
    checkDims(path, input);
    return { name: input.name, type: input.type as TensorType, dims: input.dims ?? [] };
  });
  return { inputs, header, paths: [path, ...external.map((file) => file.label)] };
}

/** No honest input is longer: pictures have thousands of pixels to a side, prompts hundreds of words. */
const longestInput = 2 ** 20;

function checkDims(path: string, { name, dims }: GraphValue): void {
  const strange = dims?.find((size) => typeof size === 'number' && (size < 0 || size > longestInput));
  if (strange === undefined) return;
  throw new TesseraError(
    'MODEL_CORRUPT',
    `${path} wants ${strange} numbers to a side for its input ${name}, which no model does. Download or copy the file again.`,
    { details: { file: path } },
  );
}

function unsupported(path: string, what: string): TesseraError {
  return new TesseraError('MODEL_UNSUPPORTED', `${path} ${what}.`, { details: { file: path } });
}
