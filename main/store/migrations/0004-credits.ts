// Credits and what a dialect remembers: who pays for a job, what was paid, and the words a job was asked for in.

export const credits = `
CREATE TABLE credit_jobs (
  job TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  images INTEGER NOT NULL
) STRICT;
CREATE INDEX credit_jobs_by_holder ON credit_jobs (holder);

CREATE TABLE credit_entries (
  number INTEGER PRIMARY KEY,
  holder TEXT NOT NULL,
  -- Positive when given, negative when charged.
  amount INTEGER NOT NULL,
  job TEXT,
  -- One charge per picture, whatever is tried again.
  image TEXT UNIQUE,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX credit_entries_by_holder ON credit_entries (holder, number);

CREATE TABLE dialect_jobs (
  id TEXT PRIMARY KEY,
  dialect TEXT NOT NULL,
  request TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open',
  error TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  completed_at TEXT
) STRICT;
CREATE INDEX dialect_jobs_open ON dialect_jobs (dialect, state);
`;
