import type { Disposer } from "../genesys/genesys.ts";
import type { KeptChange } from "../journey/changes.ts";
import { nameOfChange, openChanges, sealChange } from "./change-row.ts";
import { type ConnectionNeeds, createConnection, isQuotaExceeded } from "./connection.ts";
import { readRow } from "./read-row.ts";
import { nameOfReference, type Reference } from "./reference.ts";
import type { RememberedJourney } from "./remembered.ts";
import { type JourneyRow, schemaVersion } from "./row.ts";
import { openCipher, type RowCipher } from "./row-cipher.ts";
import type { Rows } from "./rows.ts";
import { dropTabKey, type SessionStorageOf, type TabKey, writeTabKey } from "./tab-key.ts";

export interface DeviceMemoryNeeds extends ConnectionNeeds {
  readonly sessionStorage: SessionStorageOf;
  readonly crypto: Crypto;
}

/**
 * The journeys this device remembers for one agent of one organisation. Nothing here ever rejects: where the browser
 * gives no storage, or takes it away, calls do nothing and {@link DeviceMemory.remembers} is false.
 */
export interface DeviceMemory {
  /** Null while it is locked. */
  remembers(): boolean | null;
  /** Calls back whenever {@link DeviceMemory.remembers} may have changed. */
  subscribe(listener: () => void): Disposer;
  /** Opens the memory under this key; what belongs to someone else, or has expired, goes. */
  unlock(key: TabKey): Promise<void>;
  /** There is no key to be had: nothing is remembered in this frame. */
  giveUp(): void;
  /** The journey that the first of the references leads to. */
  recall(references: readonly Reference[]): Promise<RememberedJourney | null>;
  /** Keeps the journey for 8 hours or until the key ends; the 50 customers used last stay. */
  remember(journey: RememberedJourney, references: readonly Reference[]): Promise<void>;
  forget(references: readonly Reference[]): Promise<void>;
  /** Keeps what the agent did until the service has acknowledged it, as long as a journey is kept. */
  keepChange(made: KeptChange): Promise<void>;
  forgetChange(id: string): Promise<void>;
  /** What this agent's widgets have kept, oldest first. */
  keptChanges(): Promise<readonly KeptChange[]>;
  /** Whom it is unlocked for: the agent and their organisation, in one opaque word; null while it is locked. */
  owner(): string | null;
  /** Forgets everything on this device, and the key. */
  purge(): Promise<void>;
  dispose(): void;
}

const mostCustomers = 50;
const longestMilliseconds = 8 * 60 * 60 * 1000;

interface Unlocked {
  readonly key: TabKey;
  readonly cipher: RowCipher;
}

export function createDeviceMemory(needs: DeviceMemoryNeeds): DeviceMemory {
  const connection = createConnection(needs);
  const listeners = new Set<() => void>();
  let unlocked: Unlocked | null = null;
  let denied = false;
  let disposed = false;
  /** One after the other: a purge is never overtaken by a row that was being written. */
  let queue: Promise<unknown> = Promise.resolve();

  function tell(): void {
    for (const listener of listeners) listener();
  }

  function deny(): void {
    denied = true;
    unlocked = null;
    connection.close();
    tell();
  }

  function lock(): void {
    unlocked = null;
    dropTabKey(needs.sessionStorage);
  }

  function inTurn<T>(task: () => Promise<T>, otherwise: NoInfer<T>): Promise<T> {
    const turn = queue.then(async () => {
      if (disposed || denied) return otherwise;
      try {
        return await task();
      } catch {
        deny();
        return otherwise;
      }
    });
    queue = turn;
    return turn;
  }

  /** Keeps the rows of this owner that were used last, and no others. */
  async function sweep(owner: string, keep: number): Promise<void> {
    const now = needs.clock.now();
    const heads = await connection.run((rows) => rows.heads());
    const mine = heads.filter((one) => one.owner === owner && one.expiresAt > now);
    const kept = new Set(mine.toSorted((one, other) => other.usedAt - one.usedAt).slice(0, keep));
    const gone = heads.filter((one) => !kept.has(one)).map(({ id }) => id);
    if (gone.length > 0) await connection.run((rows) => rows.remove(gone));
  }

  /** On a full disk the journeys used least give way. */
  async function put(owner: string, write: (rows: Rows) => Promise<void>): Promise<void> {
    try {
      await connection.run(write);
    } catch (error) {
      if (!isQuotaExceeded(error)) throw error;
      await sweep(owner, mostCustomers / 2);
      await connection.run(write);
    }
  }

  const end = (key: TabKey): number => Math.min(needs.clock.now() + longestMilliseconds, Date.parse(key.expiresAt));

  return {
    remembers: () => (denied ? false : unlocked ? true : null),
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    unlock: (key) =>
      inTurn(async () => {
        const cipher = unlocked && isSameKey(unlocked.key, key) ? unlocked.cipher : await openCipher(key, needs.crypto);
        await sweep(cipher.owner, mostCustomers);
        writeTabKey(needs.sessionStorage, key);
        unlocked = { key, cipher };
        tell();
      }, undefined),
    giveUp() {
      if (unlocked === null && !denied) deny();
    },
    recall: (references) =>
      inTurn(async () => {
        if (!unlocked) return null;
        const { cipher } = unlocked;
        for (const reference of references) {
          const name = await nameOfReference(reference, cipher);
          const stored = await connection.run((rows) => rows.byReference(name));
          const journey = await readRow(stored, cipher, needs.clock.now());
          if (journey) return journey;
          await connection.run((rows) => drop(stored, rows));
        }
        return null;
      }, null),
    remember: (journey, references) =>
      inTurn(async () => {
        if (!unlocked) return;
        const { cipher, key } = unlocked;
        const now = needs.clock.now();
        const id = await cipher.nameFor("row", journey.customer.customerId);
        const row: JourneyRow = {
          id,
          schemaVersion,
          owner: cipher.owner,
          references: await Promise.all(references.map((one) => nameOfReference(one, cipher))),
          usedAt: now,
          expiresAt: end(key),
          ...(await cipher.seal(id, JSON.stringify(journey))),
        };
        await put(cipher.owner, (rows) => rows.put(row));
        await sweep(cipher.owner, mostCustomers);
      }, undefined),
    forget: (references) =>
      inTurn(async () => {
        if (!unlocked) return;
        for (const reference of references) {
          const name = await nameOfReference(reference, unlocked.cipher);
          await connection.run(async (rows) => drop(await rows.byReference(name), rows));
        }
      }, undefined),
    keepChange: (made) =>
      inTurn(async () => {
        if (!unlocked) return;
        const row = await sealChange(made, unlocked.cipher, end(unlocked.key));
        await put(row.owner, (rows) => rows.putChange(row));
      }, undefined),
    forgetChange: (id) =>
      inTurn(async () => {
        if (!unlocked) return;
        const name = await nameOfChange(id, unlocked.cipher);
        await connection.run((rows) => rows.removeChanges([name]));
      }, undefined),
    keptChanges: () =>
      inTurn(async () => {
        if (!unlocked) return [];
        const stored = await connection.run((rows) => rows.changes());
        const { changes, lost } = await openChanges(stored, unlocked.cipher, needs.clock.now());
        if (lost.length > 0) await connection.run((rows) => rows.removeChanges(lost));
        return changes;
      }, []),
    owner: () => (unlocked ? `${unlocked.key.organizationId} ${unlocked.key.agentId}` : null),
    purge() {
      // The key first: without it, what a failing database keeps is unreadable.
      lock();
      return inTurn(async () => {
        // Once more, for an unlock that waited in between.
        lock();
        await connection.run((rows) => rows.clear());
        tell();
      }, undefined);
    },
    dispose() {
      disposed = true;
      unlocked = null;
      listeners.clear();
      connection.close();
    },
  };
}

async function drop(stored: unknown, rows: Rows): Promise<void> {
  const id = typeof stored === "object" && stored !== null && "id" in stored ? stored.id : undefined;
  if (typeof id === "string") await rows.remove([id]);
}

function isSameKey(one: TabKey, other: TabKey): boolean {
  return one.key === other.key && one.agentId === other.agentId && one.organizationId === other.organizationId;
}
