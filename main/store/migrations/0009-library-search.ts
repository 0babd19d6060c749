// What the library is searched and sorted by: model and style of each picture, favourites, tags, and an index of words with tags.

export const librarySearch = `
ALTER TABLE images ADD COLUMN model TEXT NOT NULL DEFAULT '';
ALTER TABLE images ADD COLUMN style TEXT;
ALTER TABLE images ADD COLUMN favourite INTEGER NOT NULL DEFAULT 0;
UPDATE images SET (model, style) = (
  SELECT coalesce(task ->> '$.recipe.model', ''), task ->> '$.recipe.style' FROM jobs WHERE jobs.id = images.job
) WHERE state != 'planned';

CREATE TABLE image_tags (
  tag TEXT NOT NULL,
  image INTEGER NOT NULL REFERENCES images (number) ON DELETE CASCADE,
  PRIMARY KEY (tag, image)
) STRICT, WITHOUT ROWID;
CREATE INDEX image_tags_by_image ON image_tags (image);

-- All that a search looks at, so that none has to read the wide rows of pictures it does not show.
DROP INDEX images_by_creation;
CREATE INDEX images_for_search ON images (
  number, state, model, style, favourite, kind, parent, seed, width, height, created_at
);

-- The index of words cannot take another column: a new one is filled from the old. Two and three letters of a word being
-- typed stand in it by themselves.
CREATE VIRTUAL TABLE library_words USING fts5 (
  prompt, negative_prompt, model, tags, prefix = '2 3', tokenize = "unicode61 remove_diacritics 2"
);
INSERT INTO library_words (rowid, prompt, negative_prompt, model, tags)
  SELECT rowid, prompt, negative_prompt, model, '' FROM image_words;
DROP TABLE image_words;
`;
