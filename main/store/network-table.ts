// The ledger of requests to other computers: a row is written before the request, and completed by its answer.

import { z } from 'zod';
import { type NetworkOutcome, NetworkRequest } from '../../shared/domain/network.ts';
import type { Store } from './database.ts';

const Row = z
  .object({
    number: z.int(),
    at: z.string(),
    purpose: z.string(),
    method: z.string(),
    origin: z.string(),
    is_local: z.int(),
    outcome: z.string(),
    status: z.int().nullable(),
  })
  .transform(({ is_local, ...row }) => NetworkRequest.parse({ ...row, isLocal: is_local === 1 }));

export type NetworkTable = ReturnType<typeof createNetworkTable>;

export function createNetworkTable(store: Store) {
  const sql = store.database;
  const insert = sql.prepare(
    `INSERT INTO network_requests (at, purpose, method, origin, is_local, outcome)
     VALUES (@at, @purpose, @method, @origin, @isLocal, @outcome) RETURNING *`,
  );
  const complete = sql.prepare(
    'UPDATE network_requests SET outcome = @outcome, status = @status WHERE number = @number RETURNING *',
  );
  const page = sql.prepare(
    'SELECT * FROM network_requests WHERE @before IS NULL OR number < @before ORDER BY number DESC LIMIT @limit',
  );
  const counts = sql.prepare(
    `SELECT count(*) AS total, coalesce(sum(is_local = 0 AND outcome <> 'refused'), 0) AS "left" FROM network_requests`,
  );

  return {
    insert(request: Omit<NetworkRequest, 'number' | 'status'>): NetworkRequest {
      return Row.parse(insert.get({ ...request, isLocal: request.isLocal ? 1 : 0 }));
    },
    complete(number: number, outcome: NetworkOutcome, status: number | null): NetworkRequest {
      return Row.parse(complete.get({ number, outcome, status }));
    },
    /** The newest first. @param before a number; null begins at the newest */
    page(options: { readonly before: number | null; readonly limit: number }): NetworkRequest[] {
      return page.all(options).map((row) => Row.parse(row));
    },
    counts(): { readonly total: number; readonly left: number } {
      return z.object({ total: z.int(), left: z.int() }).parse(counts.get());
    },
  };
}
