// Writes a PNG row by row, so that a picture far larger than memory allows can still become a file; whole or not at all.

import { createHash } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { once } from 'node:events';
import { createDeflate } from 'node:zlib';
import { pngChunk, pngSignature, textChunk } from './png-text.ts';
import { fileError, flushFolder } from './write-durably.ts';

export interface PngWriter {
  /** Whole rows from the top: u8[rows, width, channels]. */
  write(rows: Uint8Array): Promise<void>;
  /** @returns the facts of the file, which now stands */
  finish(): Promise<{ readonly sizeBytes: number; readonly sha256: string }>;
  /** Leaves nothing behind; for a picture that was given up. */
  abandon(): Promise<void>;
}

/** Colour types of the PNG specification, third edition, 11.2.1. */
const colourTypes = { 3: 2, 4: 6 } as const;
/** Filter 4, Paeth's: the best single choice for drawn and photographed pictures alike. */
const paeth = 4;

/** @throws DISK_FULL, DATA_FOLDER_READ_ONLY, FILE_NOT_FOUND */
export async function openPngWriter(options: {
  readonly path: string;
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly texts: Readonly<Record<string, string>>;
}): Promise<PngWriter> {
  const { path, width, height, channels } = options;
  const name = basename(path);
  const part = join(dirname(path), `.${name}.part`);
  const inWords = <Value>(work: Promise<Value>): Promise<Value> =>
    work.catch((cause: unknown) => {
      throw fileError(cause, name);
    });
  const file = await inWords(open(part, 'w'));
  const hash = createHash('sha256');
  let sizeBytes = 0;
  async function put(bytes: Uint8Array): Promise<void> {
    hash.update(bytes);
    sizeBytes += bytes.length;
    await inWords(writeAll(file, bytes));
  }

  const deflate = createDeflate({ level: 6 });
  const compressed: Buffer[] = [];
  deflate.on('data', (bytes: Buffer) => compressed.push(bytes));
  const putCompressed = async () => {
    for (const bytes of compressed.splice(0)) await put(pngChunk('IDAT', bytes));
  };

  const rowBytes = width * channels;
  let above: Uint8Array = new Uint8Array(rowBytes);
  let rowsWritten = 0;
  async function abandon(): Promise<void> {
    deflate.destroy();
    await file.close().catch(() => undefined);
    await rm(part, { force: true }).catch(() => undefined);
  }

  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, colourTypes[channels], 0, 0, 0], 8);
  try {
    await put(Buffer.concat([pngSignature, pngChunk('IHDR', header)]));
    for (const [keyword, text] of Object.entries(options.texts)) await put(textChunk(keyword, text));
  } catch (thrown) {
    await abandon();
    throw thrown;
  }

  return {
    abandon,
    async write(rows) {
      const count = rows.length / rowBytes;
      const filtered = Buffer.alloc(count * (rowBytes + 1));
      for (let row = 0; row < count; row += 1) {
        const line = rows.subarray(row * rowBytes, (row + 1) * rowBytes);
        filtered[row * (rowBytes + 1)] = paeth;
        filterPaeth(line, { above, channels, into: filtered.subarray(row * (rowBytes + 1) + 1) });
        above = line;
      }
      // Its owner may write the next rows over these.
      above = above.slice();
      rowsWritten += count;
      if (!deflate.write(filtered)) await once(deflate, 'drain');
      await putCompressed();
    },
    async finish() {
      if (rowsWritten !== height) throw new Error(`${rowsWritten} rows were written, the picture has ${height}`);
      const ended = once(deflate, 'end');
      deflate.end();
      await ended;
      await putCompressed();
      await put(pngChunk('IEND', Buffer.alloc(0)));
      await inWords(file.sync().then(() => file.close()));
      await inWords(rename(part, path).then(() => flushFolder(dirname(path))));
      return { sizeBytes, sha256: hash.digest('hex') };
    },
  };
}

/** A write may take a part only, as it does when the disk fills up; the rest then says why. */
async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  let done = 0;
  while (done < bytes.length) done += (await file.write(bytes, done)).bytesWritten;
}

/** Each byte becomes its difference from whichever of left, above and above left foretells it best. */
function filterPaeth(
  line: Uint8Array,
  { above, channels, into }: { above: Uint8Array; channels: number; into: Uint8Array },
): void {
  for (let at = 0; at < line.length; at += 1) {
    const left = at < channels ? 0 : (line[at - channels] ?? 0);
    const up = above[at] ?? 0;
    const upLeft = at < channels ? 0 : (above[at - channels] ?? 0);
    const toLeft = Math.abs(up - upLeft);
    const toUp = Math.abs(left - upLeft);
    const toUpLeft = Math.abs(left + up - 2 * upLeft);
    const foretold = toLeft <= toUp && toLeft <= toUpLeft ? left : toUp <= toUpLeft ? up : upLeft;
    into[at] = (line[at] ?? 0) - foretold;
  }
}
