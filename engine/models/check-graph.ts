// Looks a graph over before anything loads it: complete, safe, and made of operators this machine can run.

import { join } from 'node:path';
import { TesseraError } from '../../shared/errors.ts';
import { checkExternalFiles, checkModelFile } from '../onnx/external-files.ts';
import { type GraphHeader, readGraphHeader } from '../onnx/graph-header.ts';
import { checkOperatorsOnCpu } from '../runtime/provider-operators.ts';
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
  const header = readGraphHeader({ path: absolute, label: path });
  const external = checkExternalFiles({ graphPath: absolute, graphLabel: path, header });
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
    return { name: input.name, type: input.type as TensorType, dims: input.dims ?? [] };
  });
  return { inputs, header, paths: [path, ...external.map((file) => file.label)] };
}

function unsupported(path: string, what: string): TesseraError {
  return new TesseraError('MODEL_UNSUPPORTED', `${path} ${what}.`, { details: { file: path } });
}
