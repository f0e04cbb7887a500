import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../../../../src/service/stores/sqlite/database.ts";
import { createSqliteStore } from "../../../../src/service/stores/sqlite/sqlite-store.ts";
import { describeStore } from "../battery.ts";

describeStore("embedded", async () => {
  const folder = mkdtempSync(join(tmpdir(), "uic-store-"));
  const databases = [openDatabase(join(folder, "uic.db")), openDatabase(join(folder, "uic.db"))] as const;
  const [store, other] = [createSqliteStore(databases[0]), createSqliteStore(databases[1])];
  return Promise.resolve({
    store,
    other,
    async close() {
      for (const one of [store, other]) await one.close();
      for (const database of databases) await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  });
});
