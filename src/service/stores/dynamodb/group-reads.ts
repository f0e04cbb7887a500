import type { ErasedCustomer, GroupRequest, StoredGroup } from "../store.ts";
import { isLiving, readCustomers, type CustomerItem, type LivingItem } from "./customer-items.ts";
import { Superseded, untilSettled, type Engine } from "./engine.ts";
import { readInteractions, readSentiments, readSessions, type Holder } from "./fact-items.ts";
import { customerKey } from "./keys.ts";

/**
 * Every change of a group changes its survivor's revision: when that is the same after everything was read as before,
 * what was read is of one moment.
 */
export function readGroup(
  engine: Engine,
  tenant: string,
  customerId: string,
  request: GroupRequest,
): Promise<StoredGroup | ErasedCustomer | null> {
  return untilSettled(engine, async () => {
    const asked = await readOne(engine, tenant, customerId);
    if (!asked) return null;
    if (!isLiving(asked)) return asked.stored.state === "erased" ? asked.stored : null;
    const survivor = await readSurvivor(engine, tenant, asked);
    const items = await readMembers(engine, tenant, survivor);
    if (!items.some(({ stored }) => stored.customerId === customerId)) throw new Superseded();
    const [first = survivor, ...others] = items;
    const facts = await readFacts(engine, tenant, items, request);
    const isOneRead = items.length === 1 && survivor === asked && facts === noFacts;
    if (!isOneRead) await requireUnchanged(engine, tenant, survivor);
    return { state: "living", members: [first.stored, ...others.map(({ stored }) => stored)], ...facts };
  });
}

async function readOne(engine: Engine, tenant: string, customerId: string): Promise<CustomerItem | undefined> {
  return (await readCustomers(engine, tenant, [customerId])).get(customerId);
}

async function readSurvivor(engine: Engine, tenant: string, asked: LivingItem): Promise<LivingItem> {
  let item = asked;
  while (item.stored.mergedInto !== null) {
    const next = await readOne(engine, tenant, item.stored.mergedInto);
    if (!isLiving(next)) throw new Superseded();
    item = next;
  }
  return item;
}

/** The item and all that were merged into it, each followed by its own. */
async function readMembers(engine: Engine, tenant: string, item: LivingItem): Promise<readonly LivingItem[]> {
  const ids = item.stored.head.merges.map(({ customerId }) => customerId);
  if (ids.length === 0) return [item];
  const merged = await readCustomers(engine, tenant, ids);
  const below = await Promise.all(
    ids.map((id) => {
      const member = merged.get(id);
      if (!isLiving(member)) throw new Superseded();
      return readMembers(engine, tenant, member);
    }),
  );
  return [item, ...below.flat()];
}

type Facts = Pick<StoredGroup, "newest" | "sentiments" | "sessions">;
const noFacts: Facts = { newest: [], sentiments: [], sessions: [] };

async function readFacts(
  engine: Engine,
  tenant: string,
  items: readonly LivingItem[],
  { interactions, sentiments, sessionsSince: since }: GroupRequest,
): Promise<Facts> {
  const holders: readonly Holder[] = items.map(({ stored, epoch }) => ({ customerId: stored.customerId, epoch }));
  const hasSessions = since !== null && items.some(({ stored }) => stored.head.sessionCount > 0);
  if (interactions === 0 && sentiments === 0 && !hasSessions) return noFacts;
  const [newest, felt, all] = await Promise.all([
    interactions === 0 ? [] : readInteractions(engine, tenant, holders, { before: null, limit: interactions }),
    sentiments === 0 ? [] : readSentiments(engine, tenant, holders, sentiments),
    hasSessions ? readSessions(engine, tenant, holders) : [],
  ]);
  const sessions = all.filter(({ session }) => session.endedAt === null && session.lastActivityAt >= (since ?? ""));
  return { newest, sentiments: felt, sessions };
}

async function requireUnchanged({ table }: Engine, tenant: string, { stored }: LivingItem): Promise<void> {
  const now = await table.get(customerKey(tenant, stored.customerId), ["rev"]);
  if (now?.["rev"] !== stored.revision) throw new Superseded();
}
