// From a sampler of ComfyUI backwards: to its words, its model with what was put on it, and the latents it began with.

import type { RecalledLora } from '../../domain/recalled.ts';
import { type ComfyGraph, type ComfyNode, linkedNode, plainValue } from './comfyui-graph.ts';
import { amountOf, wordsOf } from './recall-draft.ts';
import { isRecord } from './untrusted-json.ts';

/** Nodes below an input, each once, nearest first; `next` says which inputs lead on. */
function walk(graph: ComfyGraph, start: unknown, next: (node: ComfyNode) => readonly string[]): ComfyNode[] {
  const seen = new Set<ComfyNode>();
  const first = linkedNode(graph, start);
  if (first !== null) seen.add(first);
  // A set grows while it is walked, and takes nothing twice: a graph that bites its tail ends too.
  for (const node of seen) {
    for (const name of next(node)) {
      const source = linkedNode(graph, node.inputs.get(name));
      if (source !== null) seen.add(source);
    }
  }
  return [...seen];
}

/** The inputs that lead on; a node that has none of them but one link only passes that on. */
function onward(graph: ComfyGraph, node: ComfyNode, names: readonly string[]): readonly string[] {
  const known = names.filter((name) => linkedNode(graph, node.inputs.get(name)) !== null);
  if (known.length > 0) return known;
  const links = [...node.inputs].filter(([, value]) => linkedNode(graph, value) !== null).map(([name]) => name);
  return links.length === 1 ? links : [];
}

export function isSampler(node: ComfyNode): boolean {
  return node.inputs.has('latent_image') && (node.inputs.has('positive') || node.inputs.has('guider'));
}

export interface WalkedModel {
  readonly name: string | null;
  readonly from: string;
  readonly loras: readonly RecalledLora[];
}

const modelNames = ['ckpt_name', 'unet_name', 'gguf_name', 'model_name'];

export function walkModel(graph: ComfyGraph, start: unknown): WalkedModel {
  let name: string | null = null;
  let from = '';
  const loras: RecalledLora[] = [];
  const loaders = walk(graph, start, (node) =>
    modelNames.some((key) => node.inputs.has(key)) ? [] : onward(graph, node, ['model', 'unet', 'base_model']),
  );
  for (const node of loaders) {
    loras.push(...lorasOf(graph, node));
    const key = modelNames.find((input) => node.inputs.has(input));
    if (key === undefined || name !== null) continue;
    name = wordsOf(plainValue(graph, node, key));
    from = `${node.type}.${key}`;
  }
  return { name, from, loras: loras.toReversed() };
}

function lorasOf(graph: ComfyGraph, node: ComfyNode): RecalledLora[] {
  const name = wordsOf(plainValue(graph, node, 'lora_name'));
  const strength = amountOf(plainValue(graph, node, 'strength_model'));
  if (name !== null && strength !== null) return [{ name, strength, hash: null }];
  // Stacks of LoRAs keep each as an object.
  return [...node.inputs.values()].filter(isRecord).flatMap((entry) => {
    const [stacked, weight] = [wordsOf(entry['lora']), amountOf(entry['strength'])];
    return stacked === null || weight === null || entry['on'] === false
      ? []
      : [{ name: stacked, strength: weight, hash: null }];
  });
}

export interface WalkedWords {
  readonly texts: readonly string[];
  readonly from: string;
  readonly guidance: number | null;
  readonly clipSkip: number | null;
}

const wordInputs = ['text', 'text_g', 'text_l', 't5xxl', 'clip_l', 'prompt'];

/** @param side which way to go where a node passes both */
export function walkWords(graph: ComfyGraph, start: unknown, side: 'positive' | 'negative'): WalkedWords {
  const texts = new Set<string>();
  let from = '';
  let guidance: number | null = null;
  let clipSkip: number | null = null;
  const onTheWay = ['conditioning', 'conditioning_1', 'conditioning_2', 'conditioning_to', 'conditioning_from', side];
  const nodes = walk(graph, start, (node) =>
    isEncoder(node) || node.type === 'ConditioningZeroOut' ? [] : onward(graph, node, onTheWay),
  );
  for (const node of nodes) {
    guidance ??= amountOf(plainValue(graph, node, 'guidance'));
    if (!isEncoder(node)) continue;
    for (const input of wordInputs) {
      const words = wordsOf(plainValue(graph, node, input));
      if (words !== null && words !== '') texts.add(words);
    }
    from = `${node.type}.${wordInputs.find((input) => node.inputs.has(input))}`;
    clipSkip ??= clipSkipOf(graph, node);
  }
  return { texts: [...texts], from, guidance, clipSkip };
}

function isEncoder(node: ComfyNode): boolean {
  return node.inputs.has('clip') && wordInputs.some((input) => node.inputs.has(input));
}

/** ComfyUI counts the layers from the end, below zero. */
function clipSkipOf(graph: ComfyGraph, encoder: ComfyNode): number | null {
  for (const node of walk(graph, encoder.inputs.get('clip'), (passed) => onward(graph, passed, ['clip']))) {
    const layer = amountOf(plainValue(graph, node, 'stop_at_clip_layer'));
    if (layer !== null) return -layer;
  }
  return null;
}

export interface WalkedLatents {
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly from: string;
  /** The sampler before, when these latents are its own made larger. */
  readonly before: ComfyNode | null;
  readonly scale: number | null;
  readonly upscaler: string | null;
  readonly fromPicture: boolean;
}

export function walkLatents(graph: ComfyGraph, start: unknown): WalkedLatents {
  const found = { size: null, from: '', before: null, scale: null, upscaler: null, fromPicture: false };
  let latents: WalkedLatents = found;
  const onTheWay = ['samples', 'latent_image', 'latent', 'pixels', 'image'];
  const ends = (node: ComfyNode) => isSampler(node) || node.type.startsWith('Empty');
  const nodes = walk(graph, start, (node) => (ends(node) ? [] : onward(graph, node, onTheWay)));
  for (const node of nodes) {
    const [width, height] = [amountOf(plainValue(graph, node, 'width')), amountOf(plainValue(graph, node, 'height'))];
    const method = wordsOf(plainValue(graph, node, 'upscale_method') ?? plainValue(graph, node, 'model_name'));
    if (isSampler(node)) latents = { ...latents, before: node };
    else if (node.type.startsWith('Empty') && width !== null && height !== null) {
      latents = { ...latents, size: { width, height }, from: node.type };
    } else if (node.type.startsWith('LoadImage')) latents = { ...latents, fromPicture: true };
    else if (method !== null) {
      const scale = amountOf(plainValue(graph, node, 'scale_by'));
      latents = { ...latents, upscaler: method, scale: scale ?? latents.scale };
    }
  }
  return latents;
}
