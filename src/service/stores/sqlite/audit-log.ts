import type { AuditEntry } from "../../../contract/customer.ts";
import type { AuditRecord, FactPage } from "../store.ts";
import { appendAudit, expireAudit, fileAudit, readAudit, writeEntry } from "./audit-rows.ts";
import type { Connection, Database } from "./database.ts";

const flushMilliseconds = 200;
/** Filing so many takes a few milliseconds, in which nobody else is served. */
const entriesAtOnce = 200;
const partsWhenBusy = 10;
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

const fileSome = (connection: Connection): number => fileAudit(connection, entriesAtOnce);

/** Entries reach the disk together, a fifth of a second after they came, and are filed by customer when nobody adds any. */
export function createAuditLog(database: Database): AuditLog {
  // As texts at once: thousands of records that live for a moment are what collecting garbage takes long over.
  let unwritten = new Map<string, string[]>();
  let timer: NodeJS.Timeout | null = null;
  let isQuiet = false;
  let isAllFiled = false;
  let flushesSinceFiled = 0;
  let flushing: Promise<void> = Promise.resolve();
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
    working = working.then(() => flushAndFile(wasQuiet, isOverdue ? partsWhenBusy : 0));
  }

  /** Files for as long as nobody adds anything, and some parts whoever does. */
  async function flushAndFile(wasQuiet: boolean, parts: number): Promise<void> {
    try {
      await flush();
      const mayFile = (part: number) => !isAllFiled && !isClosed && (part < parts || (wasQuiet && isQuiet));
      for (let part = 0; mayFile(part); part += 1) isAllFiled = (await database.write(fileSome)) === 0;
      if (isAllFiled) flushesSinceFiled = 0;
    } catch {
      // Not on disk yet, so not forgotten either: the next time tries again.
    }
    if (!isAllFiled || unwritten.size > 0) wake();
  }

  function flush(): Promise<void> {
    flushing = flushing.catch(() => undefined).then(flushNow);
    return flushing;
  }

  async function flushNow(): Promise<void> {
    if (unwritten.size === 0) return;
    const entries = unwritten;
    unwritten = new Map();
    try {
      await database.write((connection) => {
        for (const [tenant, ofTenant] of entries)
          for (let first = 0; first < ofTenant.length; first += entriesAtOnce)
            appendAudit(connection, tenant, ofTenant.slice(first, first + entriesAtOnce));
      });
    } catch (error) {
      for (const [tenant, ofTenant] of entries) unwritten.set(tenant, [...ofTenant, ...(unwritten.get(tenant) ?? [])]);
      wake();
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
      if (ofTenant) ofTenant.push(writeEntry(entry));
      else unwritten.set(tenant, [writeEntry(entry)]);
      waiting();
    },
    waiting,
    async entries(tenant, customerIds, since, page) {
      await flush();
      return database.read((connection) => readAudit(connection, tenant, customerIds, since, page));
    },
    expire(tenant, before) {
      return database.write((connection) => {
        fileSome(connection);
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
