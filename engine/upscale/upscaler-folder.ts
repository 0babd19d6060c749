// Reads an upscaler's folder: its upscaler.json, or a single .onnx file that is tried to learn what it does.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UpscalerManifest } from '../../shared/domain/upscaler.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { TensorRuntime } from '../runtime/tensor-runtime.ts';
import { probeUpscaler } from './probe-upscaler.ts';

export const manifestName = 'upscaler.json';

/**
 * @param path a folder with upscaler.json, a folder with one .onnx file, or an .onnx file
 * @returns the folder, and what it holds; @throws MODEL_MISSING_FILE, MODEL_CORRUPT, MODEL_UNSUPPORTED, FILE_NOT_FOUND
 */
export async function inspectUpscaler(options: {
  readonly path: string;
  readonly openRuntime: () => Promise<TensorRuntime>;
}): Promise<{ readonly folder: string; readonly manifest: UpscalerManifest }> {
  const { path } = options;
  const isFile = kindOf(path) === 'file';
  const folder = isFile ? dirname(path) : path;
  const names = isFile ? [basename(path)] : readdirSync(folder);
  if (!isFile && names.includes(manifestName)) return { folder, manifest: readManifest(folder, names) };
  const graphs = names.filter((name) => name.toLowerCase().endsWith('.onnx'));
  const [graph] = graphs;
  if (graph === undefined) {
    throw new TesseraError(
      'MODEL_MISSING_FILE',
      `${basename(path)} holds no .onnx file. An upscaler is an ONNX network that takes a picture and gives a larger one; .pth and .safetensors files must be exported to ONNX first.`,
      { details: { file: '*.onnx' } },
    );
  }
  if (graphs.length > 1) {
    throw new TesseraError(
      'MODEL_UNSUPPORTED',
      `${basename(path)} holds ${graphs.length} .onnx files and no ${manifestName}, so which one enlarges by what is not said. Add one of the files instead of the folder.`,
      { details: { file: manifestName } },
    );
  }
  return { folder, manifest: await probeUpscaler({ folder, file: graph, runtime: await options.openRuntime() }) };
}

function kindOf(path: string): 'file' | 'folder' {
  try {
    return statSync(path).isFile() ? 'file' : 'folder';
  } catch (cause) {
    throw new TesseraError('FILE_NOT_FOUND', `${basename(path)} is not there. Check the path of the upscaler.`, {
      cause,
      details: { file: basename(path) },
    });
  }
}

function readManifest(folder: string, names: readonly string[]): UpscalerManifest {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(join(folder, manifestName), 'utf8'));
  } catch (cause) {
    throw corrupt('it is no JSON', cause);
  }
  const parsed = UpscalerManifest.safeParse(read);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw corrupt(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unreadable'}`, parsed.error);
  }
  const missing = parsed.data.factors.flatMap(({ passes }) => passes).find(({ file }) => !names.includes(file));
  if (missing !== undefined) {
    throw new TesseraError(
      'MODEL_MISSING_FILE',
      `The upscaler lacks its file ${missing.file}. Copy or download the folder again.`,
      { details: { file: missing.file } },
    );
  }
  return parsed.data;
}

function corrupt(why: string, cause: unknown): TesseraError {
  return new TesseraError(
    'MODEL_CORRUPT',
    `${manifestName} cannot be used: ${why}. Copy or download the folder again.`,
    {
      cause,
      details: { file: manifestName },
    },
  );
}
