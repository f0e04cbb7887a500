export const inboxMigration = `
CREATE TABLE inbox_jobs (
  tenant TEXT NOT NULL,
  conversation_id TEXT NOT NULL,
  topic TEXT NOT NULL,
  revision INTEGER NOT NULL,
  triggered INTEGER NOT NULL,
  due_at INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  passes INTEGER NOT NULL DEFAULT 0,
  digest TEXT,
  lease_token TEXT,
  lease_until INTEGER,
  reason TEXT,
  first_failed_at INTEGER,
  last_failed_at INTEGER,
  dead_letter_id TEXT,
  touched_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, conversation_id)
) WITHOUT ROWID;
CREATE INDEX inbox_jobs_due ON inbox_jobs (tenant, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX inbox_jobs_leased ON inbox_jobs (tenant, lease_until) WHERE lease_until IS NOT NULL;
CREATE UNIQUE INDEX inbox_jobs_dead ON inbox_jobs (tenant, dead_letter_id) WHERE dead_letter_id IS NOT NULL;
CREATE INDEX inbox_jobs_idle ON inbox_jobs (touched_at) WHERE due_at IS NULL AND dead_letter_id IS NULL;
CREATE TABLE inbox_events (
  tenant TEXT NOT NULL,
  conversation_id TEXT NOT NULL,
  topic TEXT NOT NULL,
  session_id TEXT NOT NULL,
  event_time INTEGER NOT NULL,
  PRIMARY KEY (tenant, conversation_id, topic, session_id, event_time)
) WITHOUT ROWID;
`;
