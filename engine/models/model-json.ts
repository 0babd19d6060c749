// Reads the JSON files of a model folder: bounded, parsed by schema, and named by their path below the folder when wrong.

import { closeSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { TesseraError } from '../../shared/errors.ts';
import { checkModelFile } from '../onnx/external-files.ts';
import { openModelFile, statOf } from '../onnx/open-file.ts';
import { excessOf } from './json-bounds.ts';

/** The largest honest file here is a tokenizer.json of some 35 MB. */
const maxBytes = 64 * 1024 * 1024;

export interface ModelFile {
  readonly folder: string;
  /** Path below the model folder, with forward slashes; it is also how messages name the file. */
  readonly path: string;
}

/**
 * Whether anything stands there; that it is a file, reading it will tell.
 * @throws MODEL_CORRUPT for a link that leads in circles
 */
export function hasModelFile(file: ModelFile): boolean {
  return statOf(join(file.folder, file.path), file.path) !== undefined;
}

/** @throws MODEL_MISSING_FILE, MODEL_LFS_POINTER, MODEL_CORRUPT when larger than any honest file of its kind */
export function readModelText(file: ModelFile): string {
  const path = join(file.folder, file.path);
  const sizeBytes = checkModelFile(path, file.path);
  if (sizeBytes > maxBytes) throw damaged(file, `it has ${sizeBytes} bytes, which no such file has`);
  const { descriptor } = openModelFile(path, file.path);
  try {
    const text = readFileSync(descriptor, 'utf8').replace(/^\uFEFF/, '');
    const excess = file.path.endsWith('.json') ? excessOf(text) : null;
    if (excess === null) return text;
    throw damaged(file, excess);
  } finally {
    closeSync(descriptor);
  }
}

/** The first bytes of a file that is only of interest to people, or null when there is none to read. */
export function readModelHead(file: ModelFile, bytes: number, encoding: BufferEncoding = 'utf8'): string | null {
  const path = join(file.folder, file.path);
  if (statOf(path, file.path)?.isFile() !== true) return null;
  const { descriptor } = openModelFile(path, file.path);
  try {
    const head = Buffer.alloc(bytes);
    return head.toString(encoding, 0, readSync(descriptor, head, 0, bytes, 0));
  } finally {
    closeSync(descriptor);
  }
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
