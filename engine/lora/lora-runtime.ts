// A runtime that opens a model's graphs with LoRAs merged in: pipelines ask for a graph as ever and never hear of it.

import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { z } from 'zod';
import type { Note } from '../../shared/domain/note.ts';
import type { RunLoras } from '../../shared/engine-protocol.ts';
import { TesseraError } from '../../shared/errors.ts';
import { madeOnce, trimMadeGraphs } from '../models/made-graphs.ts';
import type { TensorRuntime } from '../runtime/tensor-runtime.ts';
import { type LoraPart, loraParts } from './layer-names.ts';
import { openLora } from './lora-file.ts';
import { mergeLoras } from './merge-loras.ts';

const Merged = z.object({ taken: z.array(z.int()) });

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
  trimMadeGraphs(loras.cache, new Set([...merged.values()].map(({ path }) => path)));
  return {
    ...runtime,
    // Spread once would freeze a count that grows.
    get spent() {
      return runtime.spent;
    },
    open(path, how) {
      const part = partOf(path, folder);
      const replaced = part === null ? undefined : merged.get(part);
      return runtime.open(replaced === undefined ? path : join(replaced.path, 'model.onnx'), how);
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

function mergedPart(graph: string, part: LoraPart, loras: RunLoras): MergedPart {
  const { path, facts } = madeOnce({
    cache: loras.cache,
    name: part,
    graph,
    recipe: loras.items.map(({ sha256, strength }) => [sha256, strength]),
    schema: Merged,
    make(folder) {
      const open = loras.items.map((item) => ({ ...item, file: openLora(item.path) }));
      try {
        return { taken: mergeLoras({ graph, part, loras: open, folder }) };
      } finally {
        for (const { file } of open) file.close();
      }
    },
  });
  return { path, taken: facts.taken };
}

function layerCount(path: string): { readonly total: number } {
  const file = openLora(path);
  file.close();
  return { total: file.layers.length };
}
