// Finds the weight files a graph names beside itself, and refuses names that lead out of its folder.

import { closeSync, readSync, realpathSync } from 'node:fs';
import { basename, dirname, join, posix, relative, sep } from 'node:path';
import { TesseraError } from '../../shared/errors.ts';
import type { GraphHeader } from './graph-header.ts';
import { missing, noFile, openModelFile, statOf } from './open-file.ts';

export interface ExternalFile {
  readonly path: string;
  /** Path below the model folder, with forward slashes. */
  readonly label: string;
  readonly sizeBytes: number;
}

const lfsMark = 'version https://git-lfs.github.com/spec/';

/** A Git-LFS pointer is a text of some hundred bytes that stands where the real file should. */
function isLfsPointer(descriptor: number): boolean {
  const start = Buffer.alloc(lfsMark.length);
  readSync(descriptor, start, 0, start.length, 0);
  return start.toString('latin1') === lfsMark;
}

/**
 * The file is there, is a file, and is not a Git-LFS pointer; returns its size.
 * @throws MODEL_MISSING_FILE, MODEL_LFS_POINTER, MODEL_CORRUPT
 */
export function checkModelFile(path: string, label: string): number {
  const found = statOf(path, label);
  if (found === undefined) throw missing(label);
  if (!found.isFile()) throw noFile(label, found);
  const { descriptor, stats } = openModelFile(path, label);
  try {
    if (!isLfsPointer(descriptor)) return stats.size;
  } finally {
    closeSync(descriptor);
  }
  throw new TesseraError(
    'MODEL_LFS_POINTER',
    `${label} is a Git-LFS pointer, not the file itself. Run "git lfs pull" in the folder, or download the file from the model's page.`,
    { details: { file: label } },
  );
}

/**
 * Checks every file the graph keeps weights in.
 * @throws MODEL_UNSAFE_PATH for a name that leaves the graph's folder, MODEL_MISSING_FILE, MODEL_LFS_POINTER, MODEL_CORRUPT when too short
 */
export function checkExternalFiles(options: {
  readonly graphPath: string;
  readonly graphLabel: string;
  readonly header: GraphHeader;
}): ExternalFile[] {
  const { graphPath, graphLabel, header } = options;
  return [...header.externalFiles].map(([location, bytesNeeded]) => {
    if (leavesFolder(location)) {
      throw new TesseraError(
        'MODEL_UNSAFE_PATH',
        `${graphLabel} wants its weights from "${location.slice(0, 200)}", which is outside its own folder. Tessera opens no such model; get it from its original source.`,
        { details: { file: graphLabel } },
      );
    }
    const path = join(dirname(graphPath), location);
    const label = posix.join(posix.dirname(graphLabel), location.replaceAll('\\', '/'));
    const sizeBytes = checkModelFile(path, label);
    if (!staysBeside(graphPath, path)) {
      throw new TesseraError(
        'MODEL_UNSAFE_PATH',
        `${label} is a link to another folder than ${basename(graphLabel)} itself. Put the real file in its place.`,
        { details: { file: label } },
      );
    }
    if (sizeBytes < bytesNeeded) {
      throw new TesseraError(
        'MODEL_CORRUPT',
        `${label} is cut off: it has ${sizeBytes} bytes and the graph needs ${bytesNeeded}. Download or copy the file again.`,
        { details: { file: label, sizeBytes, bytesNeeded } },
      );
    }
    return { path, label, sizeBytes };
  });
}

/** ONNX Runtime reads weights under such a name from its own memory, at the place the graph names. */
const runtimeMemory = '_ORT_MEM_ADDR_';

/** Both kinds of slashes and drive letters count everywhere: a folder may have been packed on another system. */
function leavesFolder(location: string): boolean {
  if (location === '' || location.includes('\0') || location.includes(runtimeMemory) || /^[a-z]:/i.test(location))
    return true;
  const parts = location.split(/[\\/]/);
  return parts[0] === '' || parts.includes('..');
}

/**
 * Links are followed, because Hugging Face caches consist of them: a graph and its weights may both be links, but
 * then into one folder, which is also what ONNX Runtime asks for.
 */
function staysBeside(graphPath: string, dataPath: string): boolean {
  const real = realpathSync(dataPath);
  return [dirname(realpathSync(graphPath)), realpathSync(dirname(graphPath))].some((folder) => {
    const way = relative(folder, real);
    return way !== '..' && !way.startsWith(`..${sep}`);
  });
}
