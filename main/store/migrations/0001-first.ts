// The first schema: jobs and their pictures, models, settings, tokens, and full-text search over prompts.

export const first = `
CREATE TABLE jobs (
  id TEXT PRIMARY KEY,
  door TEXT NOT NULL,
  state TEXT NOT NULL,
  -- The request as it came in, so that a repeated id can be told from a taken one.
  request TEXT NOT NULL,
  task TEXT NOT NULL,
  stage TEXT NOT NULL,
  progress REAL NOT NULL DEFAULT 0,
  attempt INTEGER NOT NULL DEFAULT 0,
  error TEXT,
  notes TEXT NOT NULL DEFAULT '[]',
  save_latents TEXT,
  -- Order in the queue; a copy of the sequence until someone reorders.
  position INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  started_at TEXT,
  finished_at TEXT,
  deleted_at TEXT
) STRICT;
CREATE INDEX jobs_by_state ON jobs (state, position);
CREATE INDEX jobs_by_creation ON jobs (created_at DESC, id DESC) WHERE deleted_at IS NULL;

CREATE TABLE images (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  job TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  parent TEXT,
  seed INTEGER NOT NULL,
  variations TEXT NOT NULL DEFAULT '[]',
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  file TEXT,
  size_bytes INTEGER,
  sha256 TEXT,
  created_at TEXT NOT NULL,
  UNIQUE (job, place)
) STRICT;
CREATE INDEX images_by_creation ON images (state, created_at DESC, id DESC);

CREATE VIRTUAL TABLE image_words USING fts5 (prompt, negative_prompt, model, tokenize = "unicode61 remove_diacritics 2");

CREATE TABLE models (
  id TEXT PRIMARY KEY,
  folder TEXT NOT NULL,
  manifest TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE tokens (
  jti TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  revoked_at TEXT
) STRICT;
`;
