// The webhooks that came in: one per job and status, whoever sends it how often.

import { WebhookPayload } from '../../shared/domain/sync-webhook.ts';
import type { JobId } from '../../shared/domain/ids.ts';
import { json } from './json-column.ts';
import type { Store } from './database.ts';

export type WebhookInboxTable = ReturnType<typeof createWebhookInboxTable>;

export function createWebhookInboxTable(store: Store) {
  const insert = store.database.prepare(
    `INSERT INTO webhook_inbox (job, status, payload, received_at) VALUES (@job, @status, @payload, @receivedAt)
     ON CONFLICT (job, status) DO NOTHING`,
  );
  const ofJob = store.database
    .prepare('SELECT payload FROM webhook_inbox WHERE job = ? ORDER BY received_at, rowid')
    .pluck();
  const Payload = json(WebhookPayload);

  return {
    /** @returns whether it is new */
    insert(payload: WebhookPayload, receivedAt: string): boolean {
      const { job_id: job, status } = payload;
      return insert.run({ job, status, payload: JSON.stringify(payload), receivedAt }).changes > 0;
    },
    ofJob(job: JobId): WebhookPayload[] {
      return ofJob.all(job).map((text) => Payload.parse(text));
    },
  };
}
