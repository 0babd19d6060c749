// The outbox table: what is to be sent, in order per job, until it is sent, overtaken or given up.

import { z } from 'zod';
import { ImageId, JobId } from '../../shared/domain/ids.ts';
import {
  DeliveryFault,
  OutboxDestination,
  type OutboxItem,
  OutboxKind,
  type OutboxState,
} from '../../shared/domain/sync.ts';
import { json } from './json-column.ts';
import type { Store } from './database.ts';

const StoredState = z.enum(['waiting', 'sent', 'dead', 'skipped']);

const Row = z.object({
  number: z.int(),
  id: z.string(),
  job: JobId,
  image: ImageId.nullable(),
  kind: OutboxKind,
  destination: OutboxDestination,
  payload: json(z.unknown()),
  state: StoredState,
  tries: z.int(),
  next_at: z.int(),
  fault: json(DeliveryFault).nullable(),
  created_at: z.string(),
  sent_at: z.string().nullable(),
});

export interface StoredItem {
  readonly number: number;
  readonly id: string;
  readonly job: JobId;
  readonly image: ImageId | null;
  readonly kind: OutboxKind;
  readonly destination: OutboxDestination;
  readonly payload: unknown;
  readonly state: z.infer<typeof StoredState>;
  readonly tries: number;
  readonly nextAt: number;
  readonly fault: DeliveryFault | null;
  readonly createdAt: string;
  readonly sentAt: string | null;
}

export type NewItem = Pick<StoredItem, 'id' | 'job' | 'image' | 'kind' | 'destination' | 'payload' | 'createdAt'>;

export type OutboxTable = ReturnType<typeof createOutboxTable>;

export function createOutboxTable(store: Store) {
  const sql = store.database;
  const insert = sql.prepare(
    `INSERT INTO outbox (id, job, image, kind, destination, payload, next_at, created_at)
     VALUES (@id, @job, @image, @kind, @destination, @payload, 0, @createdAt) ON CONFLICT (id) DO NOTHING`,
  );
  const byId = sql.prepare('SELECT * FROM outbox WHERE id = ?');
  // The first unsent item of each job: a dead one holds back what follows it, or the order would be lost.
  const heads = `SELECT * FROM outbox WHERE state = 'waiting'
       AND NOT EXISTS (SELECT 1 FROM outbox earlier
         WHERE earlier.job = outbox.job AND earlier.number < outbox.number AND earlier.state IN ('waiting', 'dead'))`;
  const nextDue = sql.prepare(
    `${heads} AND next_at <= @now AND job NOT IN (SELECT value FROM json_each(@busy)) ORDER BY number LIMIT 1`,
  );
  const nextTime = sql
    .prepare(`SELECT min(next_at) FROM (${heads} AND job NOT IN (SELECT value FROM json_each(@busy)))`)
    .pluck();
  const waiting = sql.prepare("SELECT * FROM outbox WHERE state = 'waiting' ORDER BY number LIMIT ?");
  const follows = sql
    .prepare(
      'SELECT EXISTS (SELECT 1 FROM outbox WHERE job = @job AND number > @number AND destination = @destination)',
    )
    .pluck();
  const sent = sql.prepare(
    "UPDATE outbox SET state = 'sent', tries = tries + 1, fault = NULL, sent_at = @at WHERE id = @id",
  );
  const failed = sql.prepare(
    'UPDATE outbox SET state = @state, tries = tries + 1, next_at = @nextAt, fault = @fault WHERE id = @id',
  );
  const revive = sql.prepare(
    `UPDATE outbox SET state = 'waiting', tries = CASE WHEN state = 'dead' THEN 0 ELSE tries END, next_at = 0
     WHERE (@id IS NULL AND state = 'dead') OR (id = @id AND state IN ('dead', 'waiting')) RETURNING *`,
  );
  const page = sql.prepare(
    `SELECT * FROM outbox
     WHERE (@states IS NULL OR state IN (SELECT value FROM json_each(@states)))
       AND (@job IS NULL OR job = @job) AND (@before IS NULL OR number < @before)
     ORDER BY number DESC LIMIT @limit`,
  );
  const forget = sql.prepare("DELETE FROM outbox WHERE state IN ('sent', 'skipped') AND created_at < ?");
  const counts = sql.prepare('SELECT state, count(*) AS n FROM outbox GROUP BY state');

  return {
    /** Call within the transaction of what it tells of. @returns whether it is new */
    insert(item: NewItem): boolean {
      return insert.run({ ...item, payload: JSON.stringify(item.payload) }).changes > 0;
    },
    find(id: string): StoredItem | null {
      const row = byId.get(id);
      return row === undefined ? null : parse(row);
    },
    /** The oldest item that is due and first in its job; `busy` jobs have one on the wire. */
    nextDue(now: number, busy: readonly JobId[]): StoredItem | null {
      const row = nextDue.get({ now, busy: JSON.stringify(busy) });
      return row === undefined ? null : parse(row);
    },
    /** When the next item is due, or null when nothing waits. */
    nextTime(busy: readonly JobId[]): number | null {
      return z
        .int()
        .nullable()
        .parse(nextTime.get({ busy: JSON.stringify(busy) }));
    },
    waiting(limit: number): StoredItem[] {
      return waiting.all(limit).map(parse);
    },
    /** Whether later news of the same job goes to the same place. */
    isOvertaken(item: StoredItem): boolean {
      return follows.get({ job: item.job, number: item.number, destination: item.destination }) === 1;
    },
    markSent(id: string, at: string): void {
      sent.run({ id, at });
    },
    markFailed(
      id: string,
      change: { state: 'waiting' | 'dead' | 'skipped'; nextAt: number; fault: DeliveryFault },
    ): void {
      failed.run({ id, state: change.state, nextAt: change.nextAt, fault: JSON.stringify(change.fault) });
    },
    /** @param id null for every dead letter. @returns what waits again */
    revive(id: string | null): StoredItem[] {
      return revive.all({ id }).map(parse);
    },
    page(options: {
      readonly states: readonly OutboxState[] | null;
      readonly job: JobId | null;
      readonly before: number | null;
      readonly limit: number;
    }): StoredItem[] {
      const { states, ...bounds } = options;
      return page.all({ states: states === null ? null : JSON.stringify(states), ...bounds }).map(parse);
    },
    /** What was sent or overtaken before this time is history nobody asks for. */
    forgetBefore(time: string): void {
      forget.run(time);
    },
    countByState(): Readonly<Partial<Record<StoredItem['state'], number>>> {
      const rows = z.array(z.object({ state: StoredState, n: z.int() })).parse(counts.all());
      return Object.fromEntries(rows.map((row) => [row.state, row.n]));
    },
  };
}

/** What the contract shows of an item; `sending` is known to the pump alone. */
export function toOutboxItem(item: StoredItem, sending: boolean): OutboxItem {
  const { number: _number, payload: _payload, nextAt, ...shown } = item;
  const isTimed = item.state === 'waiting' && !sending && nextAt > 0;
  return {
    ...shown,
    state: sending && item.state === 'waiting' ? 'sending' : item.state,
    nextAt: isTimed ? new Date(nextAt).toISOString() : null,
  };
}

function parse(raw: unknown): StoredItem {
  const { next_at, created_at, sent_at, ...row } = Row.parse(raw);
  return { ...row, nextAt: next_at, createdAt: created_at, sentAt: sent_at };
}
