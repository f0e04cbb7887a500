import type { AuditEntry } from "../../../contract/customer.ts";
import type { AuditRecord, FactPage } from "../store.ts";
import { appendAudit, expireAudit, fileAudit, readAudit } from "./audit-rows.ts";
import type { Database } from "./database.ts";

const flushMilliseconds = 200;
const batchesAtOnce = 20;
/** Beyond so many flushes that never met a quiet moment, entries are filed beside other work: whoever reads them looks through all that wait. */
const busyFlushes = 300;

export interface AuditLog {
  add(tenant: string, entry: AuditRecord): void;
  /** Says that a change left entries of its own waiting. */
  waiting(): void;
  entries(
    tenant: string,
    customerIds: readonly string[],
    since: string,
    page: FactPage,
  ): Promise<readonly AuditEntry[]>;
  expire(tenant: string, before: string): Promise<number>;
  close(): Promise<void>;
}

/** Entries reach the disk together, a fifth of a second after they came, and are filed by customer when nobody adds any. */
export function createAuditLog(database: Database): AuditLog {
  let unwritten = new Map<string, AuditRecord[]>();
  let timer: NodeJS.Timeout | null = null;
  let isQuiet = false;
  let isAllFiled = false;
  let flushesSinceFiled = 0;
  let working: Promise<void> = Promise.resolve();
  let isClosed = false;

  function wake(): void {
    if (!isClosed) timer ??= setTimeout(work, flushMilliseconds);
  }

  function work(): void {
    timer = null;
    const wasQuiet = isQuiet;
    isQuiet = true;
    const isOverdue = (flushesSinceFiled += 1) > busyFlushes;
    working = flushAndFile(wasQuiet || isOverdue);
  }

  async function flushAndFile(files: boolean): Promise<void> {
    try {
      await flush();
      if (files) isAllFiled = (await database.write((connection) => fileAudit(connection, batchesAtOnce))) === 0;
      if (isAllFiled) flushesSinceFiled = 0;
    } catch {
      // Not on disk yet, so not forgotten either: the next time tries again.
    }
    if (!isAllFiled || unwritten.size > 0) wake();
  }

  async function flush(): Promise<void> {
    if (unwritten.size === 0) return;
    const entries = unwritten;
    unwritten = new Map();
    try {
      await database.write((connection) => {
        for (const [tenant, ofTenant] of entries) appendAudit(connection, tenant, ofTenant);
      });
    } catch (error) {
      for (const [tenant, ofTenant] of entries) unwritten.set(tenant, [...ofTenant, ...(unwritten.get(tenant) ?? [])]);
      throw error;
    }
  }

  function waiting(): void {
    isQuiet = false;
    isAllFiled = false;
    wake();
  }

  return {
    add(tenant, entry) {
      const ofTenant = unwritten.get(tenant);
      if (ofTenant) ofTenant.push(entry);
      else unwritten.set(tenant, [entry]);
      waiting();
    },
    waiting,
    async entries(tenant, customerIds, since, page) {
      await working;
      await flush();
      return database.read((connection) => readAudit(connection, tenant, customerIds, since, page));
    },
    async expire(tenant, before) {
      await working;
      return database.write((connection) => {
        fileAudit(connection, batchesAtOnce);
        return expireAudit(connection, tenant, before);
      });
    },
    async close() {
      isClosed = true;
      if (timer) clearTimeout(timer);
      await working;
      await flush().catch(() => undefined);
    },
  };
}
