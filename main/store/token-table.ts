// The tokens that were minted for the local API: what they are called and how long they hold, never their secret.

import type { Database } from 'better-sqlite3';
import { z } from 'zod';

const TokenRow = z.strictObject({
  jti: z.string(),
  name: z.string(),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
  revoked_at: z.iso.datetime().nullable(),
});

export interface TokenRecord {
  readonly jti: string;
  readonly name: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly revokedAt: string | null;
}

export interface TokenTable {
  insert(record: TokenRecord): void;
  get(jti: string): TokenRecord | null;
  /** Newest first. */
  list(): readonly TokenRecord[];
  /** Keeps the first moment a token was revoked; revoking again changes nothing. */
  revoke(jti: string, at: string): void;
}

function toRecord(raw: unknown): TokenRecord {
  const row = TokenRow.parse(raw);
  return {
    jti: row.jti,
    name: row.name,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
  };
}

export function createTokenTable(database: Database): TokenTable {
  const columns = 'jti, name, created_at, expires_at, revoked_at';
  const insert = database.prepare(`INSERT INTO tokens (${columns}) VALUES (?, ?, ?, ?, ?)`);
  const get = database.prepare(`SELECT ${columns} FROM tokens WHERE jti = ?`);
  const list = database.prepare(`SELECT ${columns} FROM tokens ORDER BY created_at DESC, rowid DESC`);
  const revoke = database.prepare('UPDATE tokens SET revoked_at = ? WHERE jti = ? AND revoked_at IS NULL');
  return {
    insert(record) {
      insert.run(record.jti, record.name, record.createdAt, record.expiresAt, record.revokedAt);
    },
    get(jti) {
      const row = get.get(jti);
      return row === undefined ? null : toRecord(row);
    },
    list: () => list.all().map(toRecord),
    revoke(jti, at) {
      revoke.run(at, jti);
    },
  };
}
