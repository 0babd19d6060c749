// How long the stages of past runs took, so that the next can be foreseen.

export const runTimes = `
CREATE TABLE run_times (
  id INTEGER PRIMARY KEY,
  model TEXT NOT NULL,
  provider TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  guided INTEGER NOT NULL,
  loading_ms REAL,
  encoding_ms REAL NOT NULL,
  step_ms REAL NOT NULL,
  decoding_ms REAL NOT NULL,
  peak_bytes REAL
) STRICT;
CREATE INDEX run_times_by_kind ON run_times (model, provider, width, height, id);
`;
