// One text encoder of a model's folder: from a prompt to token ids to hidden states, kept for the next time.

import { TesseraError } from '../../shared/errors.ts';
import type { Session, Tensor, TensorInfo } from '../runtime/tensor-runtime.ts';
import { loadTokenizer } from '../tokenizers/load-tokenizer.ts';
import type { EncodedPrompt } from '../tokenizers/tokenizer.ts';
import { emphasised } from './emphasis.ts';
import { chunksOf, type PromptChunk } from './prompt-chunks.ts';

/** Where the diffusers layout keeps one encoder of a model that may have several. */
export interface TextEncoderPart {
  /** Path of the graph below the model's folder. */
  readonly graph: string;
  /** Folder of its tokenizer below the model's. */
  readonly tokenizer: string;
}

/**
 * last: what comes out of the final layer norm.
 * penultimate: what goes into the last layer, as Stable Diffusion XL and 3 were trained to read.
 */
export type HiddenLayer = 'last' | 'penultimate';

export interface EncodedText {
  /** Hidden states f32[1, ids, width]; shared, so never written to. */
  readonly states: Tensor;
  /** The whole text as one vector, f32[1, width]; shared. null where the graph gives none. */
  readonly pooled: Tensor | null;
}

interface Heard {
  readonly text: EncodedText;
  /** Whether the graph had to run. */
  readonly ran: boolean;
}

export interface TextEncoder {
  readonly part: TextEncoderPart;
  /** The prompt as it stands, cut where the encoder's room ends. */
  encode(prompt: string): Promise<Heard>;
  /** The words of a prompt that `encode` finds no place for; empty when all do. */
  dropped(prompt: string): string;
  /** Weights and BREAKs understood, and in as many pieces as it needs. */
  chunks(prompt: string): readonly PromptChunk[];
  /**
   * One piece, with its weights.
   * @param clipSkip as A1111 counts: 1 is the last layer, 2 the one before
   * @throws INVALID_INPUT when the graph does not give that layer
   */
  encodeChunk(chunk: PromptChunk, clipSkip: number): Promise<Heard>;
  /** The largest `clipSkip` it can follow. */
  readonly maxClipSkip: number;
}

/** Four pictures share one prompt and most prompts share the empty negative one; a state is 230 kB. */
const maxCached = 32;
/** The projected vector of the second encoder of XL, and the unprojected one of the others. */
const pooledNames = ['text_embeds', 'pooler_output'];

/**
 * @param options.length what the pipeline pads to where neither graph nor tokenizer fixes it
 * @throws MODEL_MISSING_FILE, MODEL_CORRUPT, MODEL_UNSUPPORTED
 */
export function createTextEncoder(options: {
  readonly folder: string;
  readonly part: TextEncoderPart;
  readonly session: Session;
  readonly layer: HiddenLayer;
  readonly length?: number | undefined;
}): TextEncoder {
  const { folder, part, session } = options;
  const assigned = assignTextEncoderTensors({ part, layer: options.layer, ...session });
  const { idsInput } = assigned;
  const pooledName = pooledNames.find((name) => session.outputs.some((output) => output.name === name));
  const tokenizer = loadTokenizer({ folder, under: part.tokenizer, length: lengthOf(idsInput) ?? options.length });
  const maxClipSkip = maxClipSkipOf(session.outputs, options.layer);
  const cache = new Map<string, EncodedText>();

  async function encodeIds(encoded: EncodedPrompt, statesName: string): Promise<Heard> {
    const key = `${statesName} ${encoded.ids.join(' ')}`;
    const known = cache.get(key);
    if (known !== undefined) return { text: known, ran: false };
    const results = await session.run(feeds(session, idsInput, encoded));
    const states = results[statesName];
    if (states === undefined || states.dims.length !== 3) throw unsupported(part, 'gives no hidden states');
    const text = { states, pooled: (pooledName === undefined ? undefined : results[pooledName]) ?? null };
    if (cache.size === maxCached) cache.clear();
    cache.set(key, text);
    return { text, ran: true };
  }

  /** The name of the layer; the penultimate one is what those that read it start from, and skip 2 already says. */
  function statesAt(clipSkip: number): string {
    if (clipSkip > maxClipSkip) {
      throw new TesseraError(
        'INVALID_INPUT',
        `clipSkip: this model's text encoder gives ${maxClipSkip === 1 ? 'its last layer only' : `no more than ${maxClipSkip} layers to choose from`}, so ${clipSkip} cannot be drawn with. Choose ${maxClipSkip} or less.`,
        { details: { field: 'clipSkip', maximum: maxClipSkip } },
      );
    }
    const isOwn = options.layer === 'last' ? clipSkip === 1 : clipSkip <= 2;
    return isOwn ? assigned.statesName : `hidden_states.${layersIn(session.outputs) - clipSkip}`;
  }

  return {
    part,
    maxClipSkip,
    encode: (prompt) => encodeIds(tokenizer.encode(prompt), assigned.statesName),
    dropped: (prompt) => tokenizer.encode(prompt).dropped,
    chunks: (prompt) => chunksOf(prompt, tokenizer),
    async encodeChunk({ ids, weights }, clipSkip) {
      const { text, ran } = await encodeIds(tokenizer.fit(ids), statesAt(clipSkip));
      // The start counts as it is, and so does everything behind the words.
      return { text: { ...text, states: emphasised(text.states, [1, ...weights]) }, ran };
    },
  };
}

/**
 * How many layers from the end a graph lets one choose; 1 is the end itself. Only encoders that are read before their
 * final norm can be read earlier from what exports give: of the others the norm is inside the graph.
 */
export function maxClipSkipOf(outputs: readonly Described[], layer: HiddenLayer): number {
  return layer === 'last' ? 1 : Math.max(2, layersIn(outputs) - 1);
}

function layersIn(outputs: readonly Described[]): number {
  return outputs.filter((output) => /^hidden_states\.\d+$/.test(output.name)).length;
}

function feeds(session: Session, idsInput: TensorInfo, encoded: EncodedPrompt): Record<string, Tensor> {
  const dims = [1, encoded.ids.length];
  const ids: Tensor = { type: 'int32', dims, data: Int32Array.from(encoded.ids) };
  if (!session.inputs.some((input) => input.name === 'attention_mask')) return { [idsInput.name]: ids };
  const mask: Tensor = { type: 'int32', dims, data: Int32Array.from(encoded.attentionMask) };
  return { [idsInput.name]: ids, attention_mask: mask };
}

function lengthOf(idsInput: TensorInfo): number | undefined {
  const declared = idsInput.dims.at(-1);
  return typeof declared === 'number' && declared > 0 ? declared : undefined;
}

/** What is said of an input or output; a graph's header does not know every output's shape. */
interface Described {
  readonly name: string;
  readonly dims?: readonly (number | string)[] | undefined;
}

/**
 * Finds what goes in and what is read of what comes out.
 * @throws MODEL_UNSUPPORTED when the graph is none of a text encoder of a picture model
 */
export function assignTextEncoderTensors<Input extends Described>(options: {
  readonly part: TextEncoderPart;
  readonly layer: HiddenLayer;
  readonly inputs: readonly Input[];
  readonly outputs: readonly Described[];
}): { readonly idsInput: Input; readonly statesName: string } {
  const { part, inputs } = options;
  const idsInput = inputs.find((input) => input.name === 'input_ids') ?? inputs[0];
  const strange = inputs.find((input) => input !== idsInput && input.name !== 'attention_mask');
  if (idsInput === undefined || strange !== undefined) {
    throw unsupported(part, `takes ${strange?.name ?? 'no ids'}, which no text encoder of a picture model does`);
  }
  return { idsInput, statesName: hiddenOutput(part, options.outputs, options.layer) };
}

/** Exports list every layer as hidden_states.0 (the embeddings) to hidden_states.<layers>, the last without its norm. */
function hiddenOutput(part: TextEncoderPart, outputs: readonly Described[], layer: HiddenLayer): string {
  if (layer === 'penultimate') {
    const wanted = `hidden_states.${layersIn(outputs) - 2}`;
    if (outputs.some((output) => output.name === wanted)) return wanted;
    throw unsupported(part, 'does not give its hidden states layer by layer, and this model reads the last but one');
  }
  const last =
    outputs.find((output) => output.name === 'last_hidden_state') ??
    outputs.find((output) => output.dims?.length === 3);
  if (last === undefined) throw unsupported(part, 'gives no hidden states');
  return last.name;
}

function unsupported(part: TextEncoderPart, what: string): TesseraError {
  return new TesseraError(
    'MODEL_UNSUPPORTED',
    `${part.graph} ${what}. Export the model again with "optimum-cli export onnx", or download its ONNX version.`,
    { details: { file: part.graph } },
  );
}
