// The ledger of requests to other computers, and the downloads that were begun.

export const network = `
CREATE TABLE network_requests (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  purpose TEXT NOT NULL,
  method TEXT NOT NULL,
  -- Scheme, host and port; paths may hold secrets.
  origin TEXT NOT NULL,
  is_local INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  status INTEGER
) STRICT;

CREATE TABLE downloads (
  -- The catalogue's name of what is downloaded: it is downloaded once.
  id TEXT PRIMARY KEY,
  -- What was agreed to when it began, so that a newer catalogue does not change it on the way.
  entry TEXT NOT NULL,
  state TEXT NOT NULL,
  error TEXT,
  created_at TEXT NOT NULL
) STRICT;
`;
