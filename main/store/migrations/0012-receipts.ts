// What pictures were made with, and which picture of the library a picture to start from was.

export const receipts = `
CREATE TABLE known_files (
  number INTEGER PRIMARY KEY,
  path TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  modified_ms REAL NOT NULL,
  sha256 TEXT,
  -- 1 when it was changed or removed before anyone had read it.
  lost INTEGER NOT NULL DEFAULT 0,
  UNIQUE (path, size_bytes, modified_ms)
) STRICT;
CREATE INDEX known_files_to_read ON known_files (number) WHERE sha256 IS NULL AND lost = 0;

-- Pictures made alike share one.
CREATE TABLE receipts (
  number INTEGER PRIMARY KEY,
  facts TEXT NOT NULL UNIQUE
) STRICT;
-- null for pictures from before receipts were kept, and for those drawn elsewhere.
ALTER TABLE images ADD COLUMN receipt INTEGER REFERENCES receipts (number);

CREATE TABLE source_origins (
  source TEXT PRIMARY KEY,
  image TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX images_by_parent ON images (parent, number) WHERE parent IS NOT NULL;
`;
