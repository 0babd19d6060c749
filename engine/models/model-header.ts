// What the headers of a model's graphs say together: how its weights are stored, its operators, and what can run them.

import { join } from 'node:path';
import type { ModelHeader, ModelManifest } from '../../shared/domain/model.ts';
import { readGraphHeader } from '../onnx/graph-header.ts';
import { licenceFileOf } from './model-card.ts';

/** Shapes and indices are whole numbers in every graph, and no way of storing a model. */
const leastShare = 0.01;

/** @throws MODEL_CORRUPT */
export function describeHeader(folder: string, files: ModelManifest['files']): ModelHeader {
  const headers = files
    .filter(({ path }) => path.endsWith('.onnx'))
    .map(({ path }) => readGraphHeader({ path: join(folder, path), label: path }));
  const operators = new Set(headers.flatMap((header) => [...header.operators.keys()]));
  const weights = new Map<string, number>();
  for (const { weights: found } of headers) {
    for (const [type, bytes] of found.types) weights.set(type, (weights.get(type) ?? 0) + bytes);
  }
  const total = [...weights.values()].reduce((sum, bytes) => sum + bytes, 0);
  const stored = [...weights].filter(([, bytes]) => bytes >= total * leastShare).sort(([, a], [, b]) => b - a);
  return {
    weightTypes: stored.map(([type]) => type),
    operators: [...operators].map((name) => name.replace(/^::/, '')).sort(),
    opset: Math.max(0, ...headers.map((header) => header.opsets.get('') ?? 0)),
    provider: 'cpu',
    licenceFile: licenceFileOf(folder),
  };
}
