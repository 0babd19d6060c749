// What pictures were made with: receipts, which pictures made alike share, and the files they name, with their hashes.

import { z } from 'zod';
import type { ImageId } from '../../shared/domain/ids.ts';
import { StoredReceipt } from '../../shared/domain/receipt.ts';
import type { Store } from './database.ts';
import { json } from './json-column.ts';

/** A file as it was at a moment: another date or size is another one. */
const FileRow = z.object({
  number: z.int(),
  path: z.string(),
  size_bytes: z.int(),
  modified_ms: z.number(),
  sha256: z.string().nullable(),
});

export interface FileState {
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}
export interface KnownFile extends FileState {
  readonly number: number;
  /** null when it was not read to its end. */
  readonly sha256: string | null;
}

export type ReceiptTable = ReturnType<typeof createReceiptTable>;

export function createReceiptTable({ database }: Store) {
  const number = database
    .prepare(
      `INSERT INTO known_files (path, size_bytes, modified_ms) VALUES (@path, @sizeBytes, @modifiedMs)
       ON CONFLICT DO UPDATE SET path = path RETURNING number`,
    )
    .pluck();
  const byNumber = database.prepare('SELECT * FROM known_files WHERE number = ?');
  const unread = database.prepare(
    'SELECT * FROM known_files WHERE sha256 IS NULL AND lost = 0 ORDER BY number DESC LIMIT 1',
  );
  const setSha256 = database.prepare('UPDATE known_files SET sha256 = ? WHERE number = ?');
  const setLost = database.prepare('UPDATE known_files SET lost = 1 WHERE number = ?');
  const keep = database
    .prepare('INSERT INTO receipts (facts) VALUES (?) ON CONFLICT DO UPDATE SET facts = facts RETURNING number')
    .pluck();
  const attach = database.prepare('UPDATE images SET receipt = ? WHERE id = ?');
  const ofImage = database
    .prepare('SELECT facts FROM receipts JOIN images ON images.receipt = receipts.number WHERE images.id = ?')
    .pluck();

  return {
    /** The number of a file in this state, a new one if nobody met it so before. */
    numberOf(file: FileState): number {
      return z.int().parse(number.get(file));
    },
    file(known: number): KnownFile | null {
      const row = byNumber.get(known);
      return row === undefined ? null : parse(row);
    },
    /** A file whose hash is wanted and may still be had. */
    unread(): KnownFile | null {
      const row = unread.get();
      return row === undefined ? null : parse(row);
    },
    setSha256(known: number, sha256: string): void {
      setSha256.run(sha256, known);
    },
    /** It was changed or removed before it was read: what was in it nobody will know. */
    setLost(known: number): void {
      setLost.run(known);
    },
    /** Call within the transaction that stores the picture. */
    give(image: ImageId, receipt: StoredReceipt): void {
      attach.run(keep.get(JSON.stringify(receipt)), image);
    },
    ofImage(image: ImageId): StoredReceipt | null {
      const facts = ofImage.get(image);
      return facts === undefined ? null : json(StoredReceipt).parse(facts);
    },
  };
}

function parse(raw: unknown): KnownFile {
  const { size_bytes, modified_ms, ...row } = FileRow.parse(raw);
  return { ...row, sizeBytes: size_bytes, modifiedMs: modified_ms };
}
