import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Organization } from "../../../src/service/config.ts";
import { createContext } from "../../../src/service/context.ts";
import { listen } from "../../../src/service/http/listen.ts";
import { openDatabase } from "../../../src/service/stores/sqlite/database.ts";
import { createSqliteInboxStore } from "../../../src/service/stores/sqlite/inbox-store.ts";
import { createSqliteStore } from "../../../src/service/stores/sqlite/sqlite-store.ts";
import { createLogger } from "../../../src/service/telemetry/logger.ts";
import { agentReplies, startFakeGenesys } from "./fake-genesys.ts";
import { organizations } from "./harness.ts";

/** The whole service in this process: real HTTP, a real SQLite file, and a fake Genesys Cloud that knows the token `agent-token`. */
export async function startRealService(organization: Partial<Organization> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "uic-"));
  const genesys = await startFakeGenesys();
  genesys.tokens.set("agent-token", agentReplies());
  const logged: string[] = [];
  const database = openDatabase(join(folder, "uic.db"));
  const customers = createSqliteStore(database);
  const clock = { now: Date.parse("2026-11-22T09:15:00.000Z") };
  const context = createContext({
    settings: {
      port: 0,
      host: "127.0.0.1",
      store: { engine: "sqlite", path: join(folder, "uic.db") },
      identifierKey: "0123456789abcdef0123456789abcdef",
      earlierIdentifierKeys: [],
      config: organizations(genesys.origin, organization),
      widget: null,
      operatorsPage: null,
      logLevel: "debug",
      warnings: [],
    },
    stores: { customers, inbox: createSqliteInboxStore(database), close: () => database.close() },
    logger: createLogger("debug", { write: (line) => void logged.push(line) }),
    secret: () => null,
    fetch,
    now: () => clock.now,
    random: Math.random,
    newId: randomUUID,
  });
  const listening = await listen({ fetch: context.fetch, host: "127.0.0.1", port: 0, newRequestId: randomUUID });
  if (!listening.ok) throw new Error(listening.fault);
  const stop = async () => {
    await Promise.all([listening.stop(5000), context.stop()]);
  };
  onTestFinished(async () => {
    await stop();
    await customers.close();
    await database.close();
    await genesys.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const send = (path: string, init: RequestInit = {}) => fetch(`${listening.url}${path}`, init);
  return { url: listening.url, send, stop, clock, logged, database, folder };
}
