// Reads a model's scheduler_config.json for one algorithm.

import type { z } from 'zod';
import { TesseraError } from '../../shared/errors.ts';
import type { SchedulerConfig } from './scheduler-config.ts';

/** Reads the text of a scheduler_config.json, whose infinities Python writes as bare words that JSON.parse refuses. */
export function parseSchedulerConfigText(text: string): unknown {
  // Strings are matched first and kept, so that such a word inside one is not touched.
  const readable = text.replace(/"(?:\\.|[^"\\])*"|-?(?:Infinity|NaN)/g, (token) =>
    token.startsWith('"') ? token : 'null',
  );
  try {
    return JSON.parse(readable);
  } catch (cause) {
    throw new TesseraError('MODEL_CORRUPT', "The model's scheduler_config.json is not valid JSON. Download it again.", {
      cause,
      details: { file: 'scheduler_config.json' },
    });
  }
}

/**
 * @param config the parsed JSON of a scheduler_config.json
 * @throws MODEL_UNSUPPORTED naming the key whose value is not computed here
 */
export function parseSchedulerConfig<Parsed extends SchedulerConfig>(
  schema: z.ZodType<Parsed>,
  config: unknown,
): Parsed {
  const parsed = schema.safeParse(withoutNulls(config));
  if (parsed.success) return parsed.data;
  const key = parsed.error.issues[0]?.path.join('.') ?? '';
  const value = key === '' ? undefined : Reflect.get(Object(config), key);
  throw new TesseraError(
    'MODEL_UNSUPPORTED',
    key === ''
      ? "The model's scheduler_config.json holds no settings that Tessera can read."
      : `The model's scheduler_config.json sets ${key} to ${JSON.stringify(value)}, which this scheduler cannot compute. ` +
          'Choose another scheduler.',
    { details: { key, value }, cause: parsed.error },
  );
}

/** diffusers writes null for what a class leaves to its default. */
function withoutNulls(config: unknown): unknown {
  if (typeof config !== 'object' || config === null || Array.isArray(config)) return config;
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null));
}
