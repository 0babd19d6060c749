// What was found out of the providers of this machine, by version, and which of them failed with which model.

export const providers = `
CREATE TABLE provider_findings (
  name TEXT PRIMARY KEY,
  build TEXT NOT NULL,
  works INTEGER NOT NULL,
  problem TEXT
) STRICT;
CREATE TABLE provider_failures (
  model TEXT NOT NULL,
  name TEXT NOT NULL,
  problem TEXT NOT NULL,
  PRIMARY KEY (model, name)
) STRICT, WITHOUT ROWID;
`;
