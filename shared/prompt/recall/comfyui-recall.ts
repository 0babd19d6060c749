// ComfyUI: the settings of the sampler that drew the picture, found by walking its graph.

import type { Confidence } from '../../domain/recalled.ts';
import {
  type ComfyGraph,
  type ComfyNode,
  linkedNode,
  parsePromptGraph,
  parseWorkflowGraph,
  plainValue,
} from './comfyui-graph.ts';
import { isSampler, walkLatents, walkModel, walkWords } from './comfyui-walk.ts';
import { amountOf, createDraft, type RecallDraft, wordsOf } from './recall-draft.ts';

/** What is kept of the nodes that nobody walked through. */
const restMax = 100;

/** @returns null when neither text holds a graph with a sampler */
export function recallComfyUi(texts: {
  readonly prompt: string | null;
  readonly workflow: string | null;
}): RecallDraft | null {
  const run = texts.prompt === null ? null : parsePromptGraph(texts.prompt);
  const graph = run ?? (texts.workflow === null ? null : parseWorkflowGraph(texts.workflow));
  if (graph === null) return null;
  const draft = createDraft('comfyui');
  const samplers = [...graph.values()].filter(isSampler);
  const starts = samplers.filter((node) => walkLatents(graph, node.inputs.get('latent_image')).before === null);
  const [first] = starts;
  if (first === undefined) return null;
  if (starts.length > 1) draft.warn('severalSamplers');
  if (run === null) draft.warn('workflowOnly');
  const confidence: Confidence = starts.length > 1 ? 'unsure' : 'likely';
  readSampler(draft, { graph, sampler: first, confidence });
  const second = samplers.find((node) => walkLatents(graph, node.inputs.get('latent_image')).before === first);
  if (second !== undefined) readSecondPass(draft, graph, second);
  // It draws its noise on the processor unless it is told otherwise.
  draft.put('noise', 'torch-cpu', { from: 'default', confidence: 'likely' });
  draft.nameSamplings();
  keepRest(draft, graph, first);
  return draft;
}

function readSampler(
  draft: RecallDraft,
  { graph, sampler, confidence }: { graph: ComfyGraph; sampler: ComfyNode; confidence: Confidence },
): void {
  const parts = partsOf(graph, sampler);
  for (const [field, inputs] of settings) {
    for (const node of parts) {
      const input = inputs.find((name) => node.inputs.has(name));
      const value = input === undefined ? undefined : plainValue(graph, node, input);
      const how = { from: `${node.type}.${input}`, confidence };
      const [words, amount] = [wordsOf(value), amountOf(value)];
      if (field === 'seed' || field === 'sampler' || field === 'schedule') {
        if (words !== null && words !== '') draft.put(field, words, how);
      } else if (amount !== null) draft.put(field, amount, how);
    }
  }
  const guider = linkedNode(graph, sampler.inputs.get('guider'));
  const conditioned = guider ?? sampler;
  const positive = conditioned.inputs.get('positive') ?? conditioned.inputs.get('conditioning');
  putWords(draft, { graph, start: positive, field: 'prompt', confidence });
  putWords(draft, { graph, start: conditioned.inputs.get('negative'), field: 'negativePrompt', confidence });
  const model = walkModel(graph, conditioned.inputs.get('model'));
  if (model.name !== null) draft.put('model', { name: model.name, hash: null }, { from: model.from, confidence });
  draft.put('loras', [...model.loras].slice(0, 64), { from: 'LoraLoader', confidence });
  const latents = walkLatents(graph, sampler.inputs.get('latent_image'));
  if (latents.size !== null) draft.put('size', latents.size, { from: latents.from, confidence });
  const denoise = parts.map((node) => amountOf(plainValue(graph, node, 'denoise'))).find((value) => value !== null);
  if (!latents.fromPicture) return;
  draft.warn('startedFromPicture');
  if (denoise !== undefined && denoise !== null) {
    draft.put('denoisingStrength', denoise, { from: 'denoise', confidence });
  }
}

const settings = [
  ['seed', ['seed', 'noise_seed']],
  ['steps', ['steps']],
  ['guidanceScale', ['cfg']],
  ['sampler', ['sampler_name']],
  ['schedule', ['scheduler']],
] as const;

/** The samplers that are put together of parts have their settings in those. */
function partsOf(graph: ComfyGraph, sampler: ComfyNode): ComfyNode[] {
  const parts = ['noise', 'guider', 'sampler', 'sigmas'].map((name) => linkedNode(graph, sampler.inputs.get(name)));
  return [sampler, ...parts.filter((node) => node !== null)];
}

function putWords(
  draft: RecallDraft,
  {
    graph,
    start,
    field,
    confidence,
  }: {
    readonly graph: ComfyGraph;
    readonly start: unknown;
    readonly field: 'prompt' | 'negativePrompt';
    readonly confidence: Confidence;
  },
): void {
  const words = walkWords(graph, start, field === 'prompt' ? 'positive' : 'negative');
  if (words.texts.length > 1) draft.warn('severalPrompts');
  const certainty = words.texts.length > 1 ? 'unsure' : confidence;
  if (words.texts.length > 0) draft.put(field, words.texts.join('\n'), { from: words.from, confidence: certainty });
  if (field !== 'prompt') return;
  if (words.guidance !== null) draft.put('distilledGuidanceScale', words.guidance, { from: 'guidance', confidence });
  if (words.clipSkip !== null) draft.put('clipSkip', words.clipSkip, { from: 'stop_at_clip_layer', confidence });
}

function readSecondPass(draft: RecallDraft, graph: ComfyGraph, sampler: ComfyNode): void {
  const { scale, upscaler } = walkLatents(graph, sampler.inputs.get('latent_image'));
  const steps = amountOf(plainValue(graph, sampler, 'steps'));
  const denoisingStrength = amountOf(plainValue(graph, sampler, 'denoise'));
  draft.put('hires', { scale, steps, upscaler, denoisingStrength }, { from: sampler.type, confidence: 'likely' });
}

/** Plain values of the other nodes: a ControlNet's name says more than nothing. */
function keepRest(draft: RecallDraft, graph: ComfyGraph, sampler: ComfyNode): void {
  let kept = 0;
  for (const node of graph.values()) {
    if (node === sampler || isRead(node)) continue;
    for (const [name, value] of node.inputs) {
      if (kept >= restMax || typeof value === 'object' || value === undefined) continue;
      draft.other(`${node.type}.${name}`, value);
      kept += 1;
    }
  }
}

function isRead(node: ComfyNode): boolean {
  return /^(?:CLIPTextEncode|CheckpointLoader|UNETLoader|Lora|Empty|RandomNoise|KSamplerSelect|BasicScheduler|FluxGuidance|CLIPSetLastLayer)/.test(
    node.type,
  );
}
