// Adds LoRAs to the weights of one exported graph: a copy of its files, with the changed numbers written over the old ones.

import { chmodSync, closeSync, constants, copyFileSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { TesseraError } from '../../shared/errors.ts';
import { checkExternalFiles } from '../onnx/external-files.ts';
import { readGraphHeader } from '../onnx/graph-header.ts';
import { type GraphNode, type GraphNodes, type GraphWeight, readGraphNodes } from '../onnx/graph-nodes.ts';
import { fromFloat16Bits, toFloat16Bits } from '../runtime/float16.ts';
import { type LoraPart, withoutWrapper } from './layer-names.ts';
import type { LoraFile, LoraLayer } from './lora-file.ts';

export interface WeightedLora {
  readonly name: string;
  readonly file: LoraFile;
  readonly strength: number;
}

interface Place {
  readonly weight: GraphWeight;
  /** MatMul takes [in, out]; convolutions and Gemm take [out, in]. */
  readonly turned: boolean;
}

/**
 * Copies `graph` and the files of its weights into `folder` and adds every layer of the LoRAs that belongs to this part:
 * W + strength * alpha / rank * up * down.
 * @returns how many layers of each LoRA this part took, in their order
 * @throws LORA_WRONG_BASE when a layer is of another size than the model's; MODEL_UNSUPPORTED when the graph names no layers; DISK_FULL
 */
export function mergeLoras(options: {
  readonly graph: string;
  readonly part: LoraPart;
  readonly loras: readonly WeightedLora[];
  readonly folder: string;
}): number[] {
  const { graph, part, loras, folder } = options;
  const label = `${basename(dirname(graph))}/${basename(graph)}`;
  const header = readGraphHeader({ path: graph, label });
  // Refuses names that lead out of the folder, before anything is copied by them.
  checkExternalFiles({ graphPath: graph, graphLabel: label, header });
  const places = layerPlaces(readGraphNodes(graph));
  for (const name of [basename(graph), ...header.externalFiles.keys()]) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    // A file system that can shares the unchanged bytes with the original.
    copyFileSync(join(dirname(graph), name), join(folder, name), constants.COPYFILE_FICLONE);
    // A read-only original makes a read-only copy.
    chmodSync(join(folder, name), 0o600);
  }
  const changes = changesByPlace(places, { part, loras });
  for (const [place, layers] of changes.byPlace)
    applyTo(place, layers, join(folder, place.weight.place?.file ?? basename(graph)));
  return changes.taken;
}

/** Exporters name a node for the module it came from: /down_blocks.0/attn1/to_q/MatMul. */
function layerPlaces({ nodes, weights }: GraphNodes): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const node of nodes) {
    if (node.op !== 'MatMul' && node.op !== 'Gemm' && node.op !== 'Conv') continue;
    const weight = node.inputs.slice(1, 2).flatMap((name) => weights.get(name) ?? [])[0];
    if (weight === undefined) continue;
    places.set(moduleOf(node), { weight, turned: isTurned(node) });
  }
  return places;
}

function isTurned(node: GraphNode): boolean {
  return node.op === 'MatMul' || (node.op === 'Gemm' && node.integers.get('transB')?.[0] !== 1);
}

function moduleOf({ name, op }: GraphNode): string {
  const path = name.replace(new RegExp(`/${op}(_\\d+)?$`), '').replace(/^\//, '');
  return withoutWrapper(path.replaceAll(/[/.]/g, '_'));
}

interface Change {
  readonly lora: WeightedLora;
  readonly layer: LoraLayer;
}

function changesByPlace(
  places: ReadonlyMap<string, Place>,
  { part, loras }: { readonly part: LoraPart; readonly loras: readonly WeightedLora[] },
): { readonly byPlace: ReadonlyMap<Place, readonly Change[]>; readonly taken: number[] } {
  const byPlace = new Map<Place, Change[]>();
  const taken = loras.map((lora) => {
    const layers = lora.file.layers.filter((layer) => layer.part === part);
    let found = 0;
    for (const layer of layers) {
      const place = places.get(layer.layer);
      if (place === undefined) continue;
      assertFits(lora, layer, place);
      byPlace.set(place, [...(byPlace.get(place) ?? []), { lora, layer }]);
      found += 1;
    }
    return found;
  });
  return { byPlace, taken };
}

function assertFits(lora: WeightedLora, layer: LoraLayer, { weight, turned }: Place): void {
  const [out = 0, into = 0] = turned ? weight.dims.toReversed() : weight.dims;
  const kernel = weight.dims.slice(2).reduce((product, side) => product * side, 1);
  const [, loraIn = 0, ...loraKernel] = layer.downShape;
  const given = loraIn * loraKernel.reduce((product, side) => product * side, 1);
  if (layer.upShape[0] === out && given === into * kernel) return;
  throw new TesseraError(
    'LORA_WRONG_BASE',
    `${lora.name} was trained for another kind of model: its layer ${layer.layer} goes from ${given} to ${layer.upShape[0]} values, this model's from ${into * kernel} to ${out}. Choose a LoRA made for this model.`,
    { details: { lora: lora.name, layer: layer.layer } },
  );
}

function applyTo({ weight, turned }: Place, changes: readonly Change[], path: string): void {
  const { place, dims, type } = weight;
  if (place === null || (type !== 'float32' && type !== 'float16')) {
    throw new TesseraError(
      'MODEL_UNSUPPORTED',
      `This model keeps its weights as ${type ?? 'an unknown type'}, and a LoRA can only be added to float32 and float16. Export it again without quantising.`,
    );
  }
  const count = dims.reduce((product, side) => product * side, 1);
  const length = count * (type === 'float32' ? 4 : 2);
  const file = openSync(path, 'r+');
  try {
    const bytes = new Uint8Array(length);
    readSync(file, bytes, 0, length, place.start);
    const values = type === 'float32' ? new Float32Array(bytes.buffer) : fromFloat16Bits(new Uint16Array(bytes.buffer));
    for (const { lora, layer } of changes) addProduct(values, layer, { strength: lora.strength, turned, dims });
    const changed = type === 'float32' ? values : toFloat16Bits(values);
    writeSync(file, new Uint8Array(changed.buffer), 0, length, place.start);
  } finally {
    closeSync(file);
  }
}

function addProduct(
  values: Float32Array,
  layer: LoraLayer,
  options: { readonly strength: number; readonly turned: boolean; readonly dims: readonly number[] },
): void {
  const { turned, strength, dims } = options;
  const { down, up, scale } = layer.read();
  const [rank = 0] = layer.downShape;
  const width = down.length / rank;
  const [out = 0] = turned ? dims.toReversed() : dims;
  const row = new Float64Array(width);
  for (let o = 0; o < out; o += 1) {
    row.fill(0);
    for (let r = 0; r < rank; r += 1) {
      const weight = (up[o * rank + r] ?? 0) * scale * strength;
      for (let i = 0; i < width; i += 1) row[i] = (row[i] ?? 0) + weight * (down[r * width + i] ?? 0);
    }
    for (let i = 0; i < width; i += 1) {
      const at = turned ? i * out + o : o * width + i;
      values[at] = (values[at] ?? 0) + (row[i] ?? 0);
    }
  }
}
