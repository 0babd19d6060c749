// How large a model's graphs and weights are together, without opening any.

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes of the files that lie in the folders of the model's parts; what is next to those, such as other exports, is not counted. */
export function weightBytes(folder: string): number {
  const parts = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return parts
    .flatMap((part) => readdirSync(join(folder, part.name)).map((name) => join(folder, part.name, name)))
    .reduce((sum, path) => sum + sizeOf(path), 0);
}

/** Links are followed: downloads keep the weights behind them. What is gone is the runtime's to complain about. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
