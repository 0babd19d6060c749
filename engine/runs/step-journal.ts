// What a model answered at each step of a picture, kept on disk until the picture stands. A later attempt replays the answers
// through the sampler, which costs nothing and leaves everything as it was: its memory of steps, and the generator's state.
//
// A line of JSON, then records of length, place, checksum and numbers. Records are only ever added; one that a dying process left
// half written is cut off. A host whose app was killed ends only after its run, and may add that run's answer behind the back of
// the next host: by its place an answer that is there already is known.

import { createHash } from 'node:crypto';
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { StepJournal } from '../pipelines/pipeline.ts';

export interface KeptJournal extends StepJournal {
  /** The picture stands, or nobody wants it any more. */
  forget(): void;
}

const version = 2;
const recordHeadBytes = 12;
const bytesPerNumber = 4;
/** A job that nobody took up again for so long is not coming back. */
const keptMs = 7 * 24 * 60 * 60 * 1000;

/**
 * @param options.picture all that decides its pixels, in any form JSON can hold: an attempt at another picture knows nothing
 * @param options.now milliseconds since 1970
 */
export function openStepJournal(options: {
  readonly folder: string;
  readonly name: string;
  readonly picture: unknown;
  readonly now: number;
  readonly log: (line: string) => void;
}): KeptJournal {
  const path = join(options.folder, `${options.name}.steps`);
  const picture = createHash('sha256').update(JSON.stringify(options.picture)).digest('hex');
  const head = Buffer.from(`${JSON.stringify({ version, picture })}\n`);
  let works = true;

  /** Drawing goes on without a journal: a full disk is told when the picture itself finds no room. */
  const failed = (thrown: unknown) => {
    works = false;
    options.log(`steps of ${options.name} are not kept: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  };

  let known: readonly Float32Array[] = [];
  try {
    mkdirSync(options.folder, { recursive: true });
    removeOld(options.folder, options.now - keptMs);
    const found = readIfThere(path);
    if (found?.subarray(0, head.length).equals(head) === true) {
      const read = readRecords(found, head.length);
      known = read.records;
      if (read.end < found.length) truncateSync(path, read.end);
    } else {
      writeFileSync(path, head);
    }
  } catch (thrown) {
    failed(thrown);
  }

  let place = known.length;
  return {
    known,
    // At once, because a turn through the thread pool costs more than the write: what is written survives this process.
    add(answer) {
      if (!works) return;
      try {
        appendFileSync(path, record(answer, place));
        place += 1;
      } catch (thrown) {
        failed(thrown);
      }
    },
    forget: () => rmSync(path, { force: true }),
  };
}

function readIfThere(path: string): Buffer | null {
  return statSync(path, { throwIfNoEntry: false }) === undefined ? null : readFileSync(path);
}

/** Numbers are written as this machine holds them: a journal never leaves it. */
function record(answer: Float32Array, place: number): Buffer {
  const numbers = Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength);
  const head = Buffer.alloc(recordHeadBytes);
  head.writeUInt32LE(numbers.length, 0);
  head.writeUInt32LE(place, 4);
  head.writeUInt32LE(crc32(numbers), 8);
  return Buffer.concat([head, numbers]);
}

function readRecords(file: Buffer, start: number): { readonly records: Float32Array[]; readonly end: number } {
  const records: Float32Array[] = [];
  let at = start;
  while (at + recordHeadBytes <= file.length) {
    const length = file.readUInt32LE(at);
    const numbers = file.subarray(at + recordHeadBytes, at + recordHeadBytes + length);
    const place = file.readUInt32LE(at + 4);
    if (numbers.length < length || length % bytesPerNumber !== 0 || crc32(numbers) !== file.readUInt32LE(at + 8)) break;
    if (place > records.length) break;
    if (place === records.length) {
      // A copy of its own, because numbers must lie at a multiple of their size.
      const aligned = Uint8Array.from(numbers);
      records.push(new Float32Array(aligned.buffer, 0, length / bytesPerNumber));
    }
    at += recordHeadBytes + length;
  }
  return { records, end: at };
}

function removeOld(folder: string, before: number): void {
  for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.steps'))) {
    const path = join(folder, name);
    const found = statSync(path, { throwIfNoEntry: false });
    if (found !== undefined && found.mtimeMs < before) rmSync(path, { force: true });
  }
}
