// Collections, when a picture was trashed, and the files of purged pictures that are still to be removed.

export const collectionsAndTrash = `
ALTER TABLE images ADD COLUMN trashed_at TEXT;
UPDATE images SET trashed_at = coalesce((SELECT deleted_at FROM jobs WHERE jobs.id = images.job), created_at)
  WHERE state = 'trashed';
CREATE INDEX images_in_trash ON images (number) WHERE state = 'trashed';

-- Written with the transaction that takes the record away; a row goes when its file has gone.
CREATE TABLE file_removals (
  file TEXT PRIMARY KEY,
  image TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE collections (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  -- The name as it is compared: in lower case.
  name_key TEXT NOT NULL,
  created_at TEXT NOT NULL,
  deleted_at TEXT
) STRICT;
CREATE UNIQUE INDEX collections_by_name ON collections (name_key) WHERE deleted_at IS NULL;

CREATE TABLE collection_images (
  -- Grows with every picture put into a collection.
  place INTEGER PRIMARY KEY,
  collection INTEGER NOT NULL REFERENCES collections (number) ON DELETE CASCADE,
  image INTEGER NOT NULL REFERENCES images (number) ON DELETE CASCADE,
  UNIQUE (collection, image)
) STRICT;
CREATE INDEX collection_images_by_place ON collection_images (collection, place);
CREATE INDEX collection_images_by_image ON collection_images (image);
`;
