// The outbox of sync, written together with what it tells of, and the webhooks that came in.

export const outbox = `
CREATE TABLE outbox (
  -- Order of sending within a job.
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  job TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  image TEXT,
  kind TEXT NOT NULL,
  destination TEXT NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting',
  tries INTEGER NOT NULL DEFAULT 0,
  -- Milliseconds since 1970.
  next_at INTEGER NOT NULL,
  fault TEXT,
  created_at TEXT NOT NULL,
  sent_at TEXT
) STRICT;
CREATE INDEX outbox_unsent ON outbox (job, number) WHERE state IN ('waiting', 'dead');
CREATE INDEX outbox_by_state ON outbox (state, number DESC);

CREATE TABLE webhook_inbox (
  job TEXT NOT NULL,
  status TEXT NOT NULL,
  payload TEXT NOT NULL,
  received_at TEXT NOT NULL,
  PRIMARY KEY (job, status)
) STRICT;
`;
