// One text encoder of a model's folder: from a prompt to token ids to hidden states, kept for the next time.

import { TesseraError } from '../../shared/errors.ts';
import type { Session, Tensor, TensorInfo } from '../runtime/tensor-runtime.ts';
import { loadTokenizer } from '../tokenizers/load-tokenizer.ts';
import type { Tokenizer } from '../tokenizers/tokenizer.ts';

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

export interface TextEncoder {
  readonly part: TextEncoderPart;
  /** `ran` tells whether the graph had to run. */
  encode(prompt: string): Promise<{ readonly text: EncodedText; readonly ran: boolean }>;
  /** The words of a prompt that find no place; empty when all do. */
  dropped(prompt: string): string;
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
  const { idsInput, statesName } = assignTextEncoderTensors({ part, layer: options.layer, ...session });
  const pooledName = pooledNames.find((name) => session.outputs.some((output) => output.name === name));
  const tokenizer = loadTokenizer({ folder, under: part.tokenizer, length: lengthOf(idsInput) ?? options.length });
  const cache = new Map<string, EncodedText>();

  return {
    part,
    async encode(prompt) {
      const encoded = tokenizer.encode(prompt);
      const key = encoded.ids.join(' ');
      const known = cache.get(key);
      if (known !== undefined) return { text: known, ran: false };
      const results = await session.run(feeds(session, idsInput, encoded));
      const states = results[statesName];
      if (states === undefined || states.dims.length !== 3) throw unsupported(part, 'gives no hidden states');
      const text = { states, pooled: (pooledName === undefined ? undefined : results[pooledName]) ?? null };
      if (cache.size === maxCached) cache.clear();
      cache.set(key, text);
      return { text, ran: true };
    },
    dropped: (prompt) => tokenizer.encode(prompt).dropped,
  };
}

function feeds(
  session: Session,
  idsInput: TensorInfo,
  encoded: ReturnType<Tokenizer['encode']>,
): Record<string, Tensor> {
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
    const layers = outputs.filter((output) => /^hidden_states\.\d+$/.test(output.name)).length;
    const wanted = `hidden_states.${layers - 2}`;
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
