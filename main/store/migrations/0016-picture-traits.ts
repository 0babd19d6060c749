// What pictures look like, an index by which a file is known to be in the library already, and how many an import refused.

export const pictureTraits = `
-- Both are null for a picture that cannot be described, so that it is not tried for ever.
CREATE TABLE picture_traits (
  image INTEGER PRIMARY KEY REFERENCES images (number) ON DELETE CASCADE,
  hash TEXT,
  description BLOB
) STRICT;
CREATE INDEX images_by_sha256 ON images (sha256);
-- The column of refused files keeps the first of them only.
ALTER TABLE imports ADD COLUMN refused_count INTEGER NOT NULL DEFAULT 0;
`;
