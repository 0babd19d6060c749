// The files a model consists of, with their sizes and, when asked, their SHA-256.

import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fstatSync, realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { ModelManifest } from '../../shared/domain/model.ts';
import { TesseraError } from '../../shared/errors.ts';
import { checkModelFile } from '../onnx/external-files.ts';
import { openModelFile } from '../onnx/open-file.ts';

export type NeededFile = ModelManifest['files'][number];

/** @throws MODEL_MISSING_FILE, MODEL_LFS_POINTER, MODEL_CORRUPT for a file that somebody writes to meanwhile */
export async function describeFiles(options: {
  readonly folder: string;
  readonly paths: readonly string[];
  readonly hash: boolean;
}): Promise<NeededFile[]> {
  const files: NeededFile[] = [];
  for (const path of [...options.paths].sort()) {
    const absolute = join(options.folder, path);
    const sizeBytes = checkModelFile(absolute, path);
    files.push({ path, sizeBytes, sha256: options.hash ? await sha256Of(absolute, path) : null });
  }
  return files;
}

/** @throws MODEL_UNSAFE_PATH for a path that leaves the folder, by its name or by a link */
export function checkInside(folder: string, path: string): void {
  const plain = path !== '' && !path.includes('\\') && !/^(?:[a-z]:|\/)/i.test(path);
  if (plain && !path.split('/').includes('..') && !leadsOut(folder, path)) return;
  throw new TesseraError(
    'MODEL_UNSAFE_PATH',
    `tessera.json names "${path.slice(0, 200)}", which is outside the model's folder. Get the model from its original source.`,
    { details: { file: 'tessera.json' } },
  );
}

function leadsOut(folder: string, path: string): boolean {
  try {
    const way = relative(realpathSync(folder), realpathSync(join(folder, path)));
    return way === '..' || way.startsWith(`..${sep}`);
  } catch {
    // What is not there leads nowhere; that it is missing is found when it is looked at.
    return false;
  }
}

async function sha256Of(path: string, label: string): Promise<string> {
  const { descriptor, stats } = openModelFile(path, label);
  const hash = createHash('sha256');
  const stream = createReadStream('', { fd: descriptor, autoClose: false, highWaterMark: 1024 * 1024 });
  try {
    for await (const chunk of stream) hash.update(chunk as Buffer);
    const now = fstatSync(descriptor);
    if (now.size === stats.size && now.mtimeMs === stats.mtimeMs) return hash.digest('hex');
  } finally {
    closeSync(descriptor);
  }
  throw new TesseraError(
    'MODEL_CORRUPT',
    `${label} changed while it was read. Wait until it is downloaded or copied in full, and try again.`,
    { details: { file: label } },
  );
}
