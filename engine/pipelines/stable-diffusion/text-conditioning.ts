// From a prompt to what the denoiser reads of it: token ids, then the text encoder's hidden states, kept for the next time.

import { TesseraError } from '../../../shared/errors.ts';
import type { Note } from '../../../shared/domain/note.ts';
import type { Session, Tensor } from '../../runtime/tensor-runtime.ts';
import { loadTokenizer } from '../../tokenizers/load-tokenizer.ts';
import { modelPaths } from './model-configs.ts';

export interface TextConditioning {
  /** Hidden states f32[1, ids, width]; shared, so never written to. `ran` tells whether the encoder had to run. */
  encode(prompt: string): Promise<{ readonly states: Tensor; readonly ran: boolean }>;
  /** What the user should know of a prompt that is too long; null when all of it is read. */
  truncation(prompt: string): Note | null;
}

/** Four pictures share one prompt and most prompts share the empty negative one; a state is 230 kB. */
const maxCached = 32;

/** @throws MODEL_MISSING_FILE, MODEL_CORRUPT, MODEL_UNSUPPORTED */
export function createTextConditioning(options: {
  readonly folder: string;
  readonly session: Session;
}): TextConditioning {
  const { folder, session } = options;
  const idsInput = session.inputs.find((input) => input.name === 'input_ids') ?? session.inputs[0];
  const strange = session.inputs.find((input) => input !== idsInput && input.name !== 'attention_mask');
  if (idsInput === undefined || strange !== undefined) {
    throw unsupported(`takes ${strange?.name ?? 'no ids'}, which no text encoder of Stable Diffusion does`);
  }
  const output =
    session.outputs.find((candidate) => candidate.name === 'last_hidden_state') ??
    session.outputs.find((candidate) => candidate.dims.length === 3);
  if (output === undefined) throw unsupported('gives no hidden states');
  const fixedLength = idsInput.dims.at(-1);
  const tokenizer = loadTokenizer({
    folder,
    under: modelPaths.tokenizer,
    length: typeof fixedLength === 'number' && fixedLength > 0 ? fixedLength : undefined,
  });
  const cache = new Map<string, Tensor>();

  return {
    async encode(prompt) {
      const { ids, attentionMask } = tokenizer.encode(prompt);
      const key = ids.join(' ');
      const known = cache.get(key);
      if (known !== undefined) return { states: known, ran: false };
      const dims = [1, ids.length];
      const mask = session.inputs.some((input) => input.name === 'attention_mask')
        ? { attention_mask: { type: 'int32', dims, data: Int32Array.from(attentionMask) } as const }
        : {};
      const given = { [idsInput.name]: { type: 'int32', dims, data: Int32Array.from(ids) } as const, ...mask };
      const states = (await session.run(given))[output.name];
      if (states === undefined || states.dims.length !== 3) throw unsupported('gives no hidden states');
      if (cache.size === maxCached) cache.clear();
      cache.set(key, states);
      return { states, ran: true };
    },
    truncation(prompt) {
      const { dropped } = tokenizer.encode(prompt);
      if (dropped === '') return null;
      return {
        code: 'PROMPT_TRUNCATED',
        message: `The prompt is longer than this model reads; it did not see: ${dropped}`,
        values: { words: dropped },
      };
    },
  };
}

function unsupported(what: string): TesseraError {
  return new TesseraError(
    'MODEL_UNSUPPORTED',
    `${modelPaths.textEncoder} ${what}. Tessera draws with Stable Diffusion 1 and 2 and their latent consistency models.`,
    { details: { file: modelPaths.textEncoder } },
  );
}
