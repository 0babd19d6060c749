// Upscalers: networks a person registered, with what was found out about each.

export const upscalers = `
CREATE TABLE upscalers (
  id TEXT PRIMARY KEY,
  folder TEXT NOT NULL,
  manifest TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
`;
