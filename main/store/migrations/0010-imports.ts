// Pictures that were drawn elsewhere: what is known of each, and the imports that brought them.

export const imports = `
-- What a picture's file said of itself when it was imported, as JSON; null for pictures drawn here.
ALTER TABLE images ADD COLUMN imported TEXT;

-- Each has a row of the same id in jobs, whose door is 'import': a picture belongs to a job, and these to no other.
CREATE TABLE imports (
  id TEXT PRIMARY KEY REFERENCES jobs (id),
  folder TEXT NOT NULL,
  state TEXT NOT NULL,
  found INTEGER NOT NULL DEFAULT 0,
  taken INTEGER NOT NULL DEFAULT 0,
  known INTEGER NOT NULL DEFAULT 0,
  -- The files that were refused, with the reason of each, as JSON.
  refused TEXT NOT NULL DEFAULT '[]',
  created_at TEXT NOT NULL,
  finished_at TEXT
) STRICT;
`;
