// LoRAs: files a person registered, with what was read from each.

export const loras = `
CREATE TABLE loras (
  id TEXT PRIMARY KEY,
  path TEXT NOT NULL,
  facts TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
`;
