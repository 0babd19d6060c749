// Storyboards: projects, the sequences that filled them, and the shots in their order.

export const storyboards = `
CREATE TABLE projects (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  look TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  deleted_at TEXT
) STRICT;
CREATE INDEX projects_by_change ON projects (updated_at DESC, id) WHERE deleted_at IS NULL;

CREATE TABLE sequences (
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  prompt TEXT NOT NULL,
  shot_count INTEGER NOT NULL,
  -- writing -> written -> drawing, or failed, or cancelled; how far the drawing is, the jobs know.
  phase TEXT NOT NULL,
  writer TEXT,
  error TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX sequences_by_project ON sequences (project, created_at);
CREATE INDEX sequences_by_phase ON sequences (phase);

CREATE TABLE shots (
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  sequence TEXT REFERENCES sequences (id) ON DELETE SET NULL,
  place INTEGER NOT NULL,
  name TEXT NOT NULL,
  prompt TEXT NOT NULL,
  duration_seconds REAL NOT NULL,
  shot_type TEXT NOT NULL,
  -- How often a picture was asked for; part of the job's id, so that asking twice for one take is one job.
  take INTEGER NOT NULL DEFAULT 0,
  job TEXT,
  -- The last job that brought a picture: shown while the next take is drawn.
  kept_job TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  deleted_at TEXT
) STRICT;
CREATE INDEX shots_by_project ON shots (project, place) WHERE deleted_at IS NULL;
CREATE INDEX shots_by_sequence ON shots (sequence);
CREATE INDEX shots_by_job ON shots (job);
`;
