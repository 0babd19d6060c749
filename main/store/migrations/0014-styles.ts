// A person's own styles. One that was taken away keeps its row, so that it can be brought back under its id.

export const styles = `
CREATE TABLE styles (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  prompt TEXT NOT NULL,
  negative_prompt TEXT NOT NULL,
  removed_at TEXT
) STRICT;
`;
