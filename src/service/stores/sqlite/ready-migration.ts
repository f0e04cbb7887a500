/**
 * An earlier version that still writes to the file knows nothing of ready answers: the trigger takes away what its changes make untrue,
 * and leaves those alone that say by `ready_revision` that they do it themselves.
 * `identifier_keys.customer` is the row number of the only customer that a key leads to, `ready_answers` what a lookup shows of
 * customers who stand alone, and `audit_waiting` entries in the order they came, before they are put where they are looked for.
 */
export const readyMigration = `
ALTER TABLE identifier_keys ADD COLUMN customer INTEGER;
UPDATE identifier_keys SET customer =
  (SELECT customer FROM customers
   WHERE customers.tenant = identifier_keys.tenant AND customer_id = identifier_keys.customer_ids ->> 0)
  WHERE json_array_length(customer_ids) = 1;

CREATE TABLE ready_answers (
  customer INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  made INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  erased_at TEXT,
  oldest_at TEXT,
  resting_since TEXT,
  links TEXT NOT NULL,
  has_sentiments INTEGER NOT NULL,
  shown BLOB NOT NULL
);
ALTER TABLE customers ADD COLUMN ready_revision INTEGER;
CREATE TRIGGER ready_answers_are_of_now AFTER UPDATE ON customers WHEN NEW.ready_revision IS NOT NEW.revision
BEGIN
  DELETE FROM ready_answers WHERE customer = NEW.customer;
END;

CREATE TABLE audit_waiting (
  batch INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  entries TEXT NOT NULL
);
CREATE INDEX audit_entries_by_time ON audit_entries (tenant, at);
`;
