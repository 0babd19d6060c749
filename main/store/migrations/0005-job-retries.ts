// Jobs that failed and are tried again by themselves: how often they were, of how many, and when the next time is.

export const jobRetries = `
ALTER TABLE jobs ADD COLUMN retries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN retry_limit INTEGER NOT NULL DEFAULT 0;
-- Milliseconds since 1970; set only while a queued job waits for its next try.
ALTER TABLE jobs ADD COLUMN retry_at INTEGER;
CREATE INDEX jobs_by_retry ON jobs (retry_at) WHERE retry_at IS NOT NULL;
`;
