/** `customer` is the row number of a customer, which keeps the indexes over its facts small. `at` and `id` are a fact's place. */
export const customersMigration = `
CREATE TABLE customers (
  customer INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  version INTEGER NOT NULL,
  merged_into TEXT,
  erased_at TEXT,
  made INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  oldest_at TEXT,
  resting_since TEXT,
  receipt TEXT,
  head TEXT
);
CREATE INDEX customers_by_oldest ON customers (tenant, oldest_at) WHERE oldest_at IS NOT NULL;
CREATE INDEX customers_by_rest ON customers (tenant, resting_since) WHERE resting_since IS NOT NULL;
CREATE UNIQUE INDEX customers_by_id ON customers (tenant, customer_id);

CREATE TABLE identifier_keys (
  tenant TEXT NOT NULL,
  key TEXT NOT NULL,
  revision INTEGER NOT NULL,
  erased_at TEXT,
  customer_ids TEXT NOT NULL,
  PRIMARY KEY (tenant, key)
) WITHOUT ROWID;

CREATE TABLE interactions (
  tenant TEXT NOT NULL,
  conversation_id TEXT NOT NULL,
  customer INTEGER NOT NULL REFERENCES customers,
  at TEXT NOT NULL,
  sentiment TEXT,
  score REAL,
  summary TEXT,
  collected TEXT
);
CREATE UNIQUE INDEX interactions_by_conversation ON interactions (tenant, conversation_id);
CREATE INDEX interactions_by_place ON interactions (customer, at, conversation_id) WHERE summary IS NOT NULL;
CREATE INDEX interactions_by_sentiment ON interactions (customer, at, conversation_id, sentiment, score)
  WHERE sentiment IS NOT NULL;

CREATE TABLE agent_actions (
  customer INTEGER NOT NULL REFERENCES customers,
  at TEXT NOT NULL,
  id TEXT NOT NULL,
  action TEXT NOT NULL,
  PRIMARY KEY (customer, at, id)
) WITHOUT ROWID;

CREATE TABLE sessions (
  tenant TEXT NOT NULL,
  session_id TEXT NOT NULL,
  customer INTEGER NOT NULL REFERENCES customers,
  last_activity_at TEXT NOT NULL,
  ended_at TEXT,
  session TEXT,
  told TEXT
);
CREATE UNIQUE INDEX sessions_by_id ON sessions (tenant, session_id);
CREATE INDEX sessions_by_activity ON sessions (customer, last_activity_at);

CREATE TABLE audit_entries (
  entry INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  at TEXT NOT NULL,
  id TEXT NOT NULL,
  actor_type TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  action TEXT NOT NULL,
  conversation_id TEXT,
  request_id TEXT NOT NULL
);
CREATE INDEX audit_entries_by_customer ON audit_entries (tenant, customer_id, at, id);
`;
