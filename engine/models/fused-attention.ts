// Whether a graph computes its attention in one operator, which never holds the scores of all against all at once.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readGraphHeader } from '../onnx/graph-header.ts';

const fusedOperators = ['MultiHeadAttention', 'Attention', 'GroupQueryAttention', 'PackedMultiHeadAttention'];

/** @throws MODEL_CORRUPT; a graph that is missing is the runtime's to complain about */
export function holdsScores({ folder, path }: { readonly folder: string; readonly path: string }): boolean {
  const graph = join(folder, path);
  if (!existsSync(graph)) return false;
  const { operators } = readGraphHeader({ path: graph, label: path });
  return ![...operators.keys()].some((name) => fusedOperators.includes(name.split('::').at(-1) ?? name));
}
