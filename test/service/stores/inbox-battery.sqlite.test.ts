import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../../../src/service/stores/sqlite/database.ts";
import { createSqliteInboxStore } from "../../../src/service/stores/sqlite/inbox-store.ts";
import { testInboxStore } from "./inbox-battery.ts";

testInboxStore("SQLite", async () => {
  const folder = await mkdtemp(join(tmpdir(), "inbox-"));
  const databases = [openDatabase(join(folder, "uic.db")), openDatabase(join(folder, "uic.db"))] as const;
  return {
    store: createSqliteInboxStore(databases[0]),
    second: createSqliteInboxStore(databases[1]),
    close: async () => {
      await Promise.all(databases.map((database) => database.close()));
      await rm(folder, { recursive: true });
    },
  };
});
