// ComfyUI's graph, as it is run (`prompt`) or as it is drawn (`workflow`), as nodes with named inputs.

import { isRecord, type JsonRecord, parseRecord } from './untrusted-json.ts';

export interface ComfyNode {
  readonly id: string;
  readonly type: string;
  readonly inputs: ReadonlyMap<string, unknown>;
}

export type ComfyGraph = ReadonlyMap<string, ComfyNode>;

/** More nodes than anyone's workflow; walking is linear, but what is kept of it should be small. */
const nodesMax = 5000;

/** The graph that was run. @returns null for what is none */
export function parsePromptGraph(text: string): ComfyGraph | null {
  const record = parseRecord(text);
  if (record === null) return null;
  const nodes = Object.entries(record)
    .slice(0, nodesMax)
    .flatMap(([id, node]): [string, ComfyNode][] => {
      if (!isRecord(node) || typeof node['class_type'] !== 'string' || !isRecord(node['inputs'])) return [];
      return [[id, { id, type: node['class_type'], inputs: new Map(Object.entries(node['inputs'])) }]];
    });
  return nodes.length === 0 ? null : new Map(nodes);
}

/**
 * The drawn graph keeps the values of a node's widgets as a bare list; these are the names of those that matter. An
 * empty name is what the interface puts behind a seed.
 */
const widgetNames: Readonly<Record<string, readonly string[]>> = {
  KSampler: ['seed', '', 'steps', 'cfg', 'sampler_name', 'scheduler', 'denoise'],
  KSamplerAdvanced: ['add_noise', 'noise_seed', '', 'steps', 'cfg', 'sampler_name', 'scheduler'],
  SamplerCustom: ['add_noise', 'noise_seed', '', 'cfg'],
  CLIPTextEncode: ['text'],
  CLIPTextEncodeFlux: ['clip_l', 't5xxl', 'guidance'],
  CheckpointLoaderSimple: ['ckpt_name'],
  UNETLoader: ['unet_name', 'weight_dtype'],
  VAELoader: ['vae_name'],
  LoraLoader: ['lora_name', 'strength_model', 'strength_clip'],
  LoraLoaderModelOnly: ['lora_name', 'strength_model'],
  CLIPSetLastLayer: ['stop_at_clip_layer'],
  EmptyLatentImage: ['width', 'height', 'batch_size'],
  EmptySD3LatentImage: ['width', 'height', 'batch_size'],
  LatentUpscale: ['upscale_method', 'width', 'height', 'crop'],
  LatentUpscaleBy: ['upscale_method', 'scale_by'],
  RandomNoise: ['noise_seed', ''],
  KSamplerSelect: ['sampler_name'],
  BasicScheduler: ['scheduler', 'steps', 'denoise'],
  CFGGuider: ['cfg'],
  FluxGuidance: ['guidance'],
  PrimitiveNode: ['value'],
};

/** `mode` of nodes that are muted or bypassed. */
const asleep: ReadonlySet<unknown> = new Set([2, 4]);

/** The graph that was drawn, as far as its nodes are known. @returns null for what is none */
export function parseWorkflowGraph(text: string): ComfyGraph | null {
  const record = parseRecord(text);
  const nodes = record?.['nodes'];
  if (record === null || !Array.isArray(nodes)) return null;
  const sources = linkSources(record['links']);
  const graph = new Map<string, ComfyNode>();
  for (const node of nodes.slice(0, nodesMax)) {
    if (!isRecord(node) || typeof node['type'] !== 'string' || asleep.has(node['mode'])) continue;
    const id = String(node['id']);
    graph.set(id, { id, type: node['type'], inputs: inputsOf(node, sources) });
  }
  return graph.size === 0 ? null : graph;
}

/** [link, from node, from slot, ...] */
function linkSources(links: unknown): ReadonlyMap<unknown, readonly [string, number]> {
  const sources = new Map<unknown, readonly [string, number]>();
  for (const link of Array.isArray(links) ? links : []) {
    if (Array.isArray(link)) sources.set(link[0], [String(link[1]), Number(link[2])]);
  }
  return sources;
}

function inputsOf(node: JsonRecord, sources: ReadonlyMap<unknown, readonly [string, number]>): Map<string, unknown> {
  const inputs = new Map<string, unknown>();
  const values = node['widgets_values'];
  if (isRecord(values)) for (const [name, value] of Object.entries(values)) inputs.set(name, value);
  const names = Object.hasOwn(widgetNames, String(node['type'])) ? widgetNames[String(node['type'])] : undefined;
  if (Array.isArray(values)) {
    names?.forEach((name, place) => {
      if (name !== '') inputs.set(name, values[place]);
    });
  }
  for (const input of Array.isArray(node['inputs']) ? node['inputs'] : []) {
    const source = isRecord(input) ? sources.get(input['link']) : undefined;
    // A widget that was made an input takes what it is linked to.
    if (isRecord(input) && source !== undefined) inputs.set(String(input['name']), source);
  }
  return inputs;
}

/** The node an input is linked to; null for a plain value. */
export function linkedNode(graph: ComfyGraph, value: unknown): ComfyNode | null {
  if (!Array.isArray(value) || value.length !== 2 || typeof value[1] !== 'number') return null;
  return graph.get(String(value[0])) ?? null;
}

/** Where a node that only passes on a value keeps it. */
const valueInputs = ['value', 'text', 'string', 'seed', 'noise_seed', 'int', 'float', 'number', 'Number', 'String'];

/** The plain value behind an input, through the nodes that only pass it on; undefined when it is computed. */
export function plainValue(graph: ComfyGraph, node: ComfyNode, name: string): unknown {
  let value = node.inputs.get(name);
  const passed = new Set<ComfyNode>();
  for (;;) {
    const source = linkedNode(graph, value);
    if (source === null) return Array.isArray(value) || isRecord(value) ? undefined : value;
    if (passed.has(source)) return undefined;
    passed.add(source);
    const input = valueInputs.find((key) => source.inputs.has(key));
    value = input === undefined ? undefined : source.inputs.get(input);
  }
}
