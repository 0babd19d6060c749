// Reads the JSON files of a model folder: bounded, parsed by schema, and named by their path below the folder when wrong.

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { TesseraError } from '../../shared/errors.ts';
import { checkModelFile } from '../onnx/external-files.ts';

/** The largest honest file here is a tokenizer.json of some 35 MB. */
const maxBytes = 64 * 1024 * 1024;

export interface ModelFile {
  readonly folder: string;
  /** Path below the model folder, with forward slashes; it is also how messages name the file. */
  readonly path: string;
}

export function hasModelFile(file: ModelFile): boolean {
  return statSync(join(file.folder, file.path), { throwIfNoEntry: false })?.isFile() ?? false;
}

/** @throws MODEL_MISSING_FILE, MODEL_LFS_POINTER, MODEL_CORRUPT when larger than any honest file of its kind */
export function readModelText(file: ModelFile): string {
  const path = join(file.folder, file.path);
  const sizeBytes = checkModelFile(path, file.path);
  if (sizeBytes > maxBytes) throw damaged(file, `it has ${sizeBytes} bytes, which no such file has`);
  return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
}

/** @throws as readModelText, and MODEL_CORRUPT when it is no JSON or not what `schema` says */
export function readModelJson<Parsed>(options: ModelFile & { readonly schema: z.ZodType<Parsed> }): Parsed {
  const text = readModelText(options);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw damaged(options, 'it is not valid JSON', cause);
  }
  const parsed = options.schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw damaged(options, `${issue?.path.join('.') || 'its content'}: ${issue?.message}`, parsed.error);
}

/** The parsed file, or undefined when the folder has none; old exports lack most configs. */
export function readOptionalModelJson<Parsed>(
  options: ModelFile & { readonly schema: z.ZodType<Parsed> },
): Parsed | undefined {
  return hasModelFile(options) ? readModelJson(options) : undefined;
}

function damaged(file: ModelFile, what: string, cause?: unknown): TesseraError {
  return new TesseraError('MODEL_CORRUPT', `${file.path} cannot be used: ${what}. Download or copy the file again.`, {
    cause,
    details: { file: file.path },
  });
}
