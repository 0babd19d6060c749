// The SHA-256 of a file, read piece by piece: models are larger than memory.

import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';

const chunkBytes = 1024 * 1024;

/** Throws what the file system says, and the signal's reason when it is aborted on the way. */
export async function hashFile(path: string, signal: AbortSignal): Promise<string> {
  const file = await open(path);
  try {
    return await hashOpenFile(file, signal);
  } finally {
    await file.close();
  }
}

export async function hashOpenFile(file: FileHandle, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const chunk = Buffer.alloc(chunkBytes);
  for (let at = 0; ; ) {
    signal?.throwIfAborted();
    const { bytesRead } = await file.read(chunk, 0, chunkBytes, at);
    if (bytesRead === 0) return hash.digest('hex');
    hash.update(chunk.subarray(0, bytesRead));
    at += bytesRead;
  }
}
