// A shot writer that asks an Ollama server (https://github.com/ollama/ollama/blob/main/docs/api.md, POST /api/generate).

import { z } from 'zod';
import { promptMaxLength } from '../../shared/domain/recipe.ts';
import { shotDurationMax, shotDurationMin, shotTypes, ShotType, WrittenShot } from '../../shared/domain/storyboard.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { Network } from '../network/network.ts';
import type { ShotWriter } from './shot-writer.ts';

/** A model on a small machine writes a few words a second; a sequence of 24 shots is some hundreds of words. */
const answerTimeoutMs = 180_000;
/** 24 shots of the longest prompts stay below; anything larger is no answer to our question. */
const answerMaxBytes = 1 << 20;

export interface OllamaOptions {
  readonly network: Pick<Network, 'fetch'>;
  /** Such as http://127.0.0.1:11434, without a slash at the end. */
  readonly url: string;
  readonly model: string;
  readonly timeoutMs?: number;
}

/** What Ollama answers when `stream` is false; it sends more, which does not matter here. */
const Answer = z.looseObject({ response: z.string() });

const AskedShot = z.object({ name: z.string(), prompt: z.string(), duration_seconds: z.number(), shot_type: ShotType });

export function createOllamaWriter(options: OllamaOptions): ShotWriter {
  return {
    kind: 'ollama',
    model: options.model,
    async write(prompt, count, signal) {
      const text = await generate(options, {
        signal,
        system:
          'You are a storyboard artist. Turn the story into shots in order. Each prompt describes one still picture ' +
          `for an image model: subject, place, framing. Shot types: ${shotTypes.join(', ')}. Answer with JSON only.`,
        prompt: `Write exactly ${count} shots for this story: ${prompt}`,
        // Ollama holds the model to a JSON schema given here.
        format: {
          type: 'object',
          properties: { shots: { type: 'array', minItems: count, maxItems: count, items: z.toJSONSchema(AskedShot) } },
          required: ['shots'],
        },
      });
      return readShots(text, count);
    },
    async enhance(prompt, signal) {
      const text = await generate(options, {
        signal,
        system: 'Rewrite the prompt for an image model: richer, concrete, one sentence. Answer with the prompt only.',
        prompt,
      });
      const words = text.trim().replace(/^"|"$/g, '');
      if (words === '') throw badAnswer('it answered with nothing');
      return words.slice(0, promptMaxLength);
    },
  };
}

async function generate(
  { network, url, model, timeoutMs = answerTimeoutMs }: OllamaOptions,
  question: {
    readonly signal: AbortSignal;
    readonly system: string;
    readonly prompt: string;
    readonly format?: object;
  },
): Promise<string> {
  const { signal, ...body } = question;
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const asked = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model, stream: false, ...body }),
      signal: AbortSignal.any([signal, timeout]),
      // The address was configured by a person; where a server would send us instead was not.
      redirect: 'error',
    } as const;
    const response = await network.fetch(`${url}/api/generate`, asked, 'language-model');
    const text = await readLimited(response);
    if (!response.ok) {
      throw new TesseraError(
        'LANGUAGE_MODEL_UNAVAILABLE',
        response.status === 404
          ? `The Ollama server has no model "${model}". Pull it there, or choose another one in Settings.`
          : `The Ollama server answered with status ${response.status}. Look at its log, then try again.`,
        { details: { status: response.status } },
      );
    }
    const answer = Answer.safeParse(parseJson(text));
    if (!answer.success) throw badAnswer('its answer is not the one of an Ollama server');
    return answer.data.response;
  } catch (cause) {
    if (cause instanceof TesseraError) throw cause;
    if (signal.aborted) throw new TesseraError('CANCELLED', 'The sequence was cancelled.', { cause });
    throw new TesseraError(
      'LANGUAGE_MODEL_UNAVAILABLE',
      timeout.aborted
        ? `The Ollama server did not answer within ${Math.round(timeoutMs / 1000)} seconds. Try again, or use a smaller model.`
        : 'The Ollama server cannot be reached. Start it, correct its address in Settings, or leave the address empty to use the built-in rules.',
      { cause },
    );
  }
}

async function readLimited(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > answerMaxBytes) throw badAnswer('its answer is far too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** A model may add shots or write seconds as it likes: what has a nearest sense takes it, what has none is refused. */
function readShots(text: string, count: number): WrittenShot[] {
  const parsed = z.object({ shots: z.array(AskedShot) }).safeParse(parseJson(text));
  if (!parsed.success || parsed.data.shots.length < count) {
    throw badAnswer(`it did not write ${count} shots`);
  }
  const shots = parsed.data.shots.slice(0, count).map((shot) => ({
    name: shot.name.trim().slice(0, 200),
    prompt: shot.prompt.trim().slice(0, promptMaxLength),
    durationSeconds: Math.min(Math.max(shot.duration_seconds, shotDurationMin), shotDurationMax),
    shotType: shot.shot_type,
  }));
  const checked = z.array(WrittenShot).safeParse(shots);
  if (!checked.success) throw badAnswer('a shot without words is among them');
  return checked.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function badAnswer(what: string): TesseraError {
  return new TesseraError(
    'LANGUAGE_MODEL_ANSWER',
    `The language model's answer cannot be used: ${what}. Try again, or choose another model in Settings.`,
  );
}
