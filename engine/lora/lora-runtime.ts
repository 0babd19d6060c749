// A runtime that opens a model's graphs with LoRAs merged in: pipelines ask for a graph as ever and never hear of it.

import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  readFileSync,
} from 'node:fs';
import { join, relative, sep } from 'node:path';
import { z } from 'zod';
import type { Note } from '../../shared/domain/note.ts';
import type { RunLoras } from '../../shared/engine-protocol.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { TensorRuntime } from '../runtime/tensor-runtime.ts';
import { type LoraPart, loraParts } from './layer-names.ts';
import { openLora } from './lora-file.ts';
import { mergeLoras } from './merge-loras.ts';

/** A merged graph is as large as the model's own; what was not used for longest goes first. */
const cacheBytesMax = 20 * 1024 ** 3;
const doneName = 'merged.json';
const Done = z.object({ taken: z.array(z.int()) });

/**
 * @throws LORA_WRONG_BASE when no part of the model has a layer of a LoRA, or one of another size; as openLora does
 */
export function withLoras(options: {
  readonly runtime: TensorRuntime;
  /** The model's folder; its graphs lie in folders named for its parts. */
  readonly folder: string;
  readonly loras: RunLoras;
  readonly note: (note: Note) => void;
}): TensorRuntime {
  const { runtime, folder, loras } = options;
  const merged = mergedParts(folder, loras);
  for (const [index, lora] of loras.items.entries()) {
    const taken = [...merged.values()].reduce((sum, part) => sum + (part.taken[index] ?? 0), 0);
    const { total } = layerCount(lora.path);
    if (taken === 0) {
      throw new TesseraError(
        'LORA_WRONG_BASE',
        `${lora.name} changes no layer of this model: it was made for another kind of model. Choose a LoRA made for this one.`,
        { details: { lora: lora.name } },
      );
    }
    if (taken < total) {
      const values = { lora: lora.name, taken: String(taken), total: String(total) };
      const message = `${lora.name}: ${taken} of its ${total} layers are in this model; the others were left out.`;
      options.note({ code: 'LORA_PARTLY', message, values });
    }
  }
  trimCache(loras.cache, new Set([...merged.values()].map(({ path }) => path)));
  return {
    ...runtime,
    // Spread once would freeze a count that grows.
    get spent() {
      return runtime.spent;
    },
    open(path) {
      const part = partOf(path, folder);
      const replaced = part === null ? undefined : merged.get(part);
      return runtime.open(replaced === undefined ? path : join(replaced.path, 'model.onnx'));
    },
  };
}

function partOf(path: string, folder: string): LoraPart | null {
  const [first, file, ...rest] = relative(folder, path).split(sep);
  return file === 'model.onnx' && rest.length === 0 ? (loraParts.find((part) => part === first) ?? null) : null;
}

interface MergedPart {
  readonly path: string;
  readonly taken: readonly number[];
}

function mergedParts(folder: string, loras: RunLoras): ReadonlyMap<LoraPart, MergedPart> {
  const merged = new Map<LoraPart, MergedPart>();
  for (const part of loraParts) {
    const graph = join(folder, part, 'model.onnx');
    if (existsSync(graph)) merged.set(part, mergedPart(graph, part, loras));
  }
  return merged;
}

/** Merges unless the same was merged before; half of a merge never counts, for its last file says that it is whole. */
function mergedPart(graph: string, part: LoraPart, loras: RunLoras): MergedPart {
  const { size, mtimeMs } = statSync(graph);
  const items = loras.items.map(({ sha256, strength }) => [sha256, strength]);
  const key = createHash('sha256')
    .update(JSON.stringify([graph, size, mtimeMs, items]))
    .digest('hex')
    .slice(0, 32);
  const path = join(loras.cache, `${part}-${key}`);
  const done = join(path, doneName);
  if (existsSync(done)) {
    const now = new Date();
    utimesSync(done, now, now);
    return { path, taken: Done.parse(JSON.parse(readFileSync(done, 'utf8'))).taken };
  }
  const half = `${path}.part`;
  rmSync(half, { recursive: true, force: true });
  rmSync(path, { recursive: true, force: true });
  mkdirSync(half, { recursive: true });
  const open = loras.items.map((item) => ({ ...item, file: openLora(item.path) }));
  try {
    const taken = mergeLoras({ graph, part, loras: open, folder: half });
    writeFileSync(join(half, doneName), JSON.stringify({ taken }));
    renameSync(half, path);
    return { path, taken };
  } finally {
    for (const { file } of open) file.close();
    rmSync(half, { recursive: true, force: true });
  }
}

function layerCount(path: string): { readonly total: number } {
  const file = openLora(path);
  file.close();
  return { total: file.layers.length };
}

function trimCache(cache: string, inUse: ReadonlySet<string>): void {
  const kept = readdirSync(cache)
    .map((name) => join(cache, name))
    .map((path) => ({ path, usedAt: usedAt(path), bytes: bytesOf(path) }))
    .sort((a, b) => b.usedAt - a.usedAt);
  let bytes = 0;
  for (const entry of kept) {
    bytes += entry.bytes;
    if (bytes > cacheBytesMax && !inUse.has(entry.path)) rmSync(entry.path, { recursive: true, force: true });
  }
}

function usedAt(path: string): number {
  return statSync(join(path, doneName), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function bytesOf(path: string): number {
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
