import * as z from "zod/mini";
import { collectedValues } from "../../../contract/customer.ts";
import { sentiment } from "../../../contract/interaction.ts";
import type { SentimentPoint } from "../../../contract/record.ts";
import { session } from "../../../contract/writes.ts";
import { agentAction, type AgentAction } from "../../record/action.ts";
import { tellings } from "../../record/collected.ts";
import type { Interaction } from "../../record/interaction.ts";
import { comparePlaces, type Place } from "../../record/order.ts";
import { storedSummary } from "../../record/party.ts";
import type { Aged, FactPage, RetentionLimits, StoredConversation, StoredSession } from "../store.ts";
import { readBody } from "./bodies.ts";
import { readLives, type Life } from "./customer-items.ts";
import { forEachOf, Superseded, type Engine } from "./engine.ts";
import {
  actionPrefix,
  conversationKey,
  factsOf,
  interactionPrefix,
  placeText,
  sessionKey,
  sessionPrefix,
  type ItemKey,
} from "./keys.ts";
import type { Row } from "./table.ts";

/** Who has facts, and under which name they lie. */
export interface Holder {
  readonly customerId: string;
  readonly epoch: string;
}

export async function readHolders(
  engine: Engine,
  tenant: string,
  customerIds: readonly string[],
): Promise<readonly Holder[]> {
  return (await readLives(engine, tenant, customerIds)).flatMap(({ customerId, epoch }) =>
    epoch === null ? [] : { customerId, epoch },
  );
}

const storedInteraction = z.object({ summary: storedSummary, values: collectedValues });

export async function readInteractions(
  engine: Engine,
  tenant: string,
  holders: readonly Holder[],
  { before, limit }: FactPage,
): Promise<readonly Interaction[]> {
  const lists = await Promise.all(
    holders.map(({ epoch }) => newestOf(engine, factsOf(tenant, epoch), interactionPrefix, before, limit)),
  );
  const rows = mergeNewest(lists, rowPlace, limit);
  return forEachOf(rows, async (row) => z.parse(storedInteraction, await readBody(engine, row)));
}

const sentimentRow = z.object({
  conv: z.string(),
  at: z.string(),
  sentiment,
  score: z.optional(z.number()),
});

export async function readSentiments(
  { table }: Engine,
  tenant: string,
  holders: readonly Holder[],
  limit: number,
): Promise<readonly SentimentPoint[]> {
  const lists = await Promise.all(
    holders.map(async ({ epoch }) => {
      const partition = factsOf(tenant, epoch);
      const between = ["0", "~"] as const;
      const rows = await table.query({
        index: "sentiments",
        names: ["pk", "felt"],
        partition,
        between,
        limit,
        newestFirst: true,
      });
      return rows.map((found): SentimentPoint => {
        const row = z.parse(sentimentRow, found);
        return { conversationId: row.conv, at: row.at, sentiment: row.sentiment, score: row.score ?? null };
      });
    }),
  );
  return mergeNewest(lists, ({ at, conversationId: id }) => ({ at, id }), limit);
}

export async function readActions(
  engine: Engine,
  tenant: string,
  holders: readonly Holder[],
  { before, limit }: FactPage,
): Promise<readonly AgentAction[]> {
  const lists = await Promise.all(
    holders.map(({ epoch }) => newestOf(engine, factsOf(tenant, epoch), actionPrefix, before, limit)),
  );
  const rows = mergeNewest(lists, rowPlace, limit);
  return forEachOf(rows, async (row) => z.parse(agentAction, await readBody(engine, row)));
}

const storedSession = z.object({ session: z.omit(session, { customerId: true }), told: tellings });

export async function readSessions(
  engine: Engine,
  tenant: string,
  holders: readonly Holder[],
): Promise<readonly StoredSession[]> {
  const lists = await Promise.all(
    holders.map(async ({ customerId, epoch }) => {
      const between = [sessionPrefix, `${sessionPrefix}~`] as const;
      const rows = await engine.table.query({ partition: factsOf(tenant, epoch), between });
      return forEachOf(rows, (row) => toSession(engine, customerId, row));
    }),
  );
  return mergeNewest(lists, ({ session: { lastActivityAt: at, sessionId: id } }) => ({ at, id }));
}

async function toSession(engine: Engine, customerId: string, row: Row): Promise<StoredSession> {
  return { customerId, ...z.parse(storedSession, await readBody(engine, row)) };
}

const pointerRow = z.object({ customerId: z.string(), epoch: z.string(), at: z.optional(z.string()) });
export type Pointer = z.infer<typeof pointerRow>;

/** Where an id leads: to a fact, to one that was erased, or to nothing that is left. */
export async function followPointer(
  engine: Engine,
  tenant: string,
  key: ItemKey,
): Promise<{ readonly pointer: Pointer; readonly isErased: boolean } | null> {
  const found = await engine.table.get(key);
  if (!found) return null;
  const pointer = z.parse(pointerRow, found);
  const [life] = await readLives(engine, tenant, [pointer.customerId]);
  if (isLeftover(pointer, life ?? null)) return null;
  return { pointer, isErased: life?.epoch !== pointer.epoch };
}

/** Whether a pointer is the rest of something that went without a trace. */
export function isLeftover({ epoch }: Pointer, life: Life | null): boolean {
  return !life || (life.epoch !== epoch && !life.wasErased);
}

export async function readConversation(
  engine: Engine,
  tenant: string,
  conversationId: string,
): Promise<StoredConversation | null> {
  const followed = await followPointer(engine, tenant, conversationKey(tenant, conversationId));
  if (!followed) return null;
  const { customerId, epoch, at = "" } = followed.pointer;
  if (followed.isErased) return { customerId, interaction: null };
  const sk = interactionPrefix + placeText({ at, id: conversationId });
  const row = await engine.table.get({ pk: factsOf(tenant, epoch), sk });
  if (!row) throw new Superseded();
  return { customerId, interaction: z.parse(storedInteraction, await readBody(engine, row)) };
}

export async function readSession(
  engine: Engine,
  tenant: string,
  sessionId: string,
): Promise<StoredSession | "erased" | null> {
  const followed = await followPointer(engine, tenant, sessionKey(tenant, sessionId));
  if (!followed) return null;
  if (followed.isErased) return "erased";
  const { customerId, epoch } = followed.pointer;
  const row = await engine.table.get({ pk: factsOf(tenant, epoch), sk: sessionPrefix + sessionId });
  if (!row) throw new Superseded();
  return toSession(engine, customerId, row);
}

const conversationRow = z.object({ conv: z.string() });

export async function readConversationIds(
  { table }: Engine,
  tenant: string,
  holders: readonly Holder[],
): Promise<readonly string[]> {
  const between = [interactionPrefix, `${interactionPrefix}~`] as const;
  const lists = await Promise.all(
    holders.map(({ epoch }) => table.query({ partition: factsOf(tenant, epoch), between, attributes: ["conv"] })),
  );
  return lists.flat().map((row) => z.parse(conversationRow, row).conv);
}

const timeRow = z.object({ at: z.optional(z.string()), session: z.optional(z.string()), last: z.optional(z.string()) });

export async function readAged(
  { table }: Engine,
  tenant: string,
  holder: Holder | undefined,
  limits: RetentionLimits,
): Promise<Aged> {
  if (!holder) return { interactions: 0, sessionIds: [], oldestAt: null, restingSince: null };
  const partition = factsOf(tenant, holder.epoch);
  const firstSince = async (prefix: string): Promise<readonly string[]> => {
    const between = [prefix + limits.facts, `${prefix}~`] as const;
    const rows = await table.query({ partition, between, limit: 1, attributes: ["at"] });
    return rows.flatMap((row) => z.parse(timeRow, row).at ?? []);
  };
  const [old, interactionAt, actionAt, found] = await Promise.all([
    table.query({ partition, between: [interactionPrefix, interactionPrefix + limits.facts], attributes: ["sk"] }),
    firstSince(interactionPrefix),
    firstSince(actionPrefix),
    table.query({ partition, between: [sessionPrefix, `${sessionPrefix}~`], attributes: ["session", "last"] }),
  ]);
  const sessions = found.map((row) => z.parse(timeRow, row));
  const isOld = ({ last = "" }: z.infer<typeof timeRow>): boolean => last < limits.sessions;
  return {
    interactions: old.length,
    sessionIds: sessions.filter(isOld).flatMap((row) => row.session ?? []),
    oldestAt: [...interactionAt, ...actionAt].toSorted().at(0) ?? null,
    restingSince:
      sessions
        .filter((row) => !isOld(row))
        .flatMap(({ last }) => last ?? [])
        .toSorted()
        .at(0) ?? null,
  };
}

/** The newest of one kind; `before` excludes itself, which a range of keys cannot. */
async function newestOf(
  { table }: Engine,
  partition: string,
  prefix: string,
  before: Place | null,
  limit: number,
): Promise<readonly Row[]> {
  const end = before ? prefix + placeText(before) : `${prefix}~`;
  const rows = await table.query({ partition, between: [prefix, end], limit: limit + 1, newestFirst: true });
  return rows.filter(({ sk }) => sk !== end).slice(0, limit);
}

function rowPlace({ sk }: Row): Place {
  const [, at = "", id = ""] = /^.#([^#]*)#(.*)$/.exec(String(sk)) ?? [];
  return { at, id };
}

/** The newest of several lists that are each in any order. */
function mergeNewest<T>(lists: readonly (readonly T[])[], placeOf: (item: T) => Place, limit?: number): readonly T[] {
  return lists
    .flat()
    .toSorted((a, b) => comparePlaces(placeOf(b), placeOf(a)))
    .slice(0, limit);
}
