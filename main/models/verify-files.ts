// Reads every file of a model again and says of each whether it is still the one that was registered.

import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelManifest } from '../../shared/domain/model.ts';
import { hashOpenFile } from './hash-file.ts';

type RecordedFile = ModelManifest['files'][number];

export interface VerifiedFile {
  readonly path: string;
  /** recorded: nobody had read the whole of it before, and its size and date speak for it. */
  readonly state: 'same' | 'changed' | 'missing' | 'unreadable' | 'recorded';
  readonly sha256: string | null;
}

/** Opening a pipe that was put in a file's place would wait for ever without it; Windows has neither. */
const withoutWaiting = (constants as { readonly O_NONBLOCK?: number }).O_NONBLOCK ?? 0;

/**
 * Done here and not by the imaging host, which answers one request after the other: gigabytes would hold up thumbnails.
 * @param options.registeredAtMs what was written after that is not what was registered
 */
export async function verifyFiles(options: {
  readonly folder: string;
  readonly files: readonly RecordedFile[];
  readonly registeredAtMs: number;
}): Promise<VerifiedFile[]> {
  const verified: VerifiedFile[] = [];
  for (const file of options.files) verified.push(await verifyFile(file, options));
  return verified;
}

async function verifyFile(
  recorded: RecordedFile,
  { folder, registeredAtMs }: { readonly folder: string; readonly registeredAtMs: number },
): Promise<VerifiedFile> {
  const { path } = recorded;
  const opened = await opening(join(folder, path));
  if (typeof opened === 'string') return { path, state: opened, sha256: null };
  try {
    const before = await opened.stat();
    if (!before.isFile()) return { path, state: 'missing', sha256: null };
    if (before.size !== recorded.sizeBytes) return { path, state: 'changed', sha256: null };
    const sha256 = await hashOpenFile(opened);
    const after = await opened.stat();
    const isStill = after.size === before.size && after.mtimeMs === before.mtimeMs;
    if (!isStill) return { path, state: 'changed', sha256: null };
    if (recorded.sha256 !== null) return { path, state: recorded.sha256 === sha256 ? 'same' : 'changed', sha256 };
    return { path, state: before.mtimeMs > registeredAtMs ? 'changed' : 'recorded', sha256 };
  } catch (thrown) {
    if (codeOf(thrown) === 'EIO') return { path, state: 'unreadable', sha256: null };
    throw thrown;
  } finally {
    await opened.close();
  }
}

async function opening(path: string): Promise<FileHandle | 'missing' | 'unreadable'> {
  try {
    return await open(path, constants.O_RDONLY | withoutWaiting);
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === 'EACCES' || code === 'EPERM' || code === 'EIO') return 'unreadable';
    if (['ENOENT', 'ENOTDIR', 'ELOOP', 'ENXIO', 'EISDIR'].includes(code)) return 'missing';
    throw thrown;
  }
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
}
