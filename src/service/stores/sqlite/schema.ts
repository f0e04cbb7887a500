import { customersMigration } from "./customers-migration.ts";
import { inboxMigration } from "./inbox-migration.ts";
import { readyMigration } from "./ready-migration.ts";

/** SQL applied in this order, each once; `user_version` counts them. Append only: files in the field have the earlier ones. */
export const migrations: readonly string[] = [customersMigration, inboxMigration, readyMigration];
