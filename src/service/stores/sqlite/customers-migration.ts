export const customersMigration = `
CREATE TABLE customers (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  head TEXT NOT NULL,
  PRIMARY KEY (tenant, id)
) WITHOUT ROWID;
`;
