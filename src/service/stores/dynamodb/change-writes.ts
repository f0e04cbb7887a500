import type { Interaction } from "../../record/interaction.ts";
import { interactionPlace } from "../../record/interaction.ts";
import { StoreUnavailable } from "../store-unavailable.ts";
import type { Change, CustomerChange, StoredSession } from "../store.ts";
import { auditRow } from "./audit-items.ts";
import type { Bodies } from "./bodies.ts";
import {
  actionPrefix,
  bodyPrefix,
  conversationKey,
  customerKey,
  factsOf,
  identifierKey,
  interactionPrefix,
  oldestOf,
  placeText,
  restingOf,
  sessionKey,
  sessionPrefix,
  workKey,
  type ItemKey,
} from "./keys.ts";
import { isAbsent, transactionSize, type Condition, type Row, type Write } from "./table.ts";
import type { Work } from "./work.ts";

/** What a change finds of a customer that it names. */
export interface Standing {
  readonly revision: number;
  /** Of the facts that are there, null when there are none. */
  readonly present: string | null;
  /** Of the facts that the change writes. */
  readonly next: string;
  /** S3 key of a head that was too long for its item. */
  readonly object: string | null;
}

/** The item of a fact that a change takes away or replaces, and where its body lies in S3, if there. */
export interface FormerFact {
  readonly key: ItemKey;
  readonly object: string | null;
}

export interface ChangeSources {
  readonly tenant: string;
  readonly change: Change;
  readonly standings: ReadonlyMap<string, Standing>;
  readonly formerFacts: ReadonlyMap<string, FormerFact>;
  readonly bodies: Bodies;
}

export interface ChangeWrites {
  readonly writes: readonly Write[];
  /** Epochs of which facts are to be removed once the change landed. */
  readonly works: readonly string[];
}

export const formerFactName = (kind: "interaction" | "session", id: string): string => `${kind} ${id}`;

/** The items of a change with their conditions. Throws a sentence when they are too many for one transaction. */
export function writesOf(sources: ChangeSources): ChangeWrites {
  const { tenant, change } = sources;
  const others = [
    ...change.customers.map((one) => customerWrite(sources, one)),
    ...change.interactions.flatMap((one) => interactionWrites(sources, one)),
    ...change.sessions.flatMap((one) => sessionWrites(sources, one)),
    ...change.actions.map(({ customerId, action }): Write => {
      const { next, revision } = standingOf(sources, customerId);
      const sk = actionPrefix + placeText(action.place);
      const body = sources.bodies.place(bodyPrefix(tenant, next, sk), revision + 1, JSON.stringify(action));
      const row = { pk: factsOf(tenant, next), sk, rev: revision + 1, at: action.place.at, ...withoutNulls(body) };
      return { kind: "put", row, condition: null };
    }),
    ...change.audit.map((entry): Write => ({ kind: "put", row: auditRow(tenant, entry), condition: null })),
  ];
  const works = worksOf(sources);
  const room = transactionSize - others.length - works.length;
  const keys = change.keys.map((one) => keyWrite(tenant, one));
  const erasesAll = (change.erased ?? []).length > 0 && change.keys.every(({ erasedAt }) => erasedAt !== null);
  if (room < 0 || (keys.length > room && !erasesAll)) {
    throw new StoreUnavailable(
      `A change of ${others.length + works.length + keys.length} items does not fit into one transaction of ${transactionSize}; undo merges of this customer, or send less at once.`,
    );
  }
  // Readers see the erasure in the customer itself until the last keys are rewritten.
  const late = change.keys.slice(room).map(({ key }) => key);
  return {
    works: works.map(({ epoch }) => epoch),
    writes: [
      ...others,
      ...keys.slice(0, room),
      ...works.map(({ epoch, work }): Write => {
        const row = { ...workKey(tenant, epoch), ...work, keys: work.kind === "erase" ? late : [] };
        return { kind: "put", row, condition: null };
      }),
    ],
  };
}

function standingOf({ standings }: ChangeSources, customerId: string): Standing {
  const standing = standings.get(customerId);
  if (!standing) throw new Error("A change of facts must name the customer that they belong to.");
  return standing;
}

function customerWrite(sources: ChangeSources, one: CustomerChange): Write {
  const { tenant, change } = sources;
  const { customerId, revision, after } = one;
  const { present, next } = standingOf(sources, customerId);
  const key = customerKey(tenant, customerId);
  const condition: Condition =
    revision === 0
      ? isAbsent
      : { expression: "@rev = :rev AND attribute_not_exists(@pending)", values: { rev: revision } };
  if (after === null) return { kind: "delete", key, condition };
  const common = {
    id: customerId,
    state: after.state,
    rev: revision + 1,
    ver: after.version,
    erasedAt: after.erasedAt,
  };
  if (after.state === "erased") {
    const attributes = {
      ...nothing,
      ...common,
      receipt: JSON.stringify(after.receipt),
      wasErased: true,
      pending: present,
    };
    return { kind: "update", key, attributes, condition };
  }
  const { head, mergedInto } = after;
  const hasExpired = change.expired?.customerIds.includes(customerId) === true;
  const attributes: Row = {
    ...nothing,
    ...common,
    ...sources.bodies.place(bodyPrefix(tenant, next, "head"), revision + 1, JSON.stringify(head)),
    epoch: next,
    mergedInto,
    made: head.made,
    createdAt: head.createdAt,
    ...(head.oldestAt !== null && { timePk: oldestOf(tenant), timeSk: `${head.oldestAt}#${customerId}` }),
    ...(head.restingSince !== null && { restPk: restingOf(tenant), restSk: `${head.restingSince}#${customerId}` }),
    ...(hasExpired && present !== null && { pending: present }),
  };
  return { kind: "update", key, attributes, condition };
}

/** Attributes that one state of a customer has and another has not. */
const nothing: Row = {
  body: null,
  object: null,
  receipt: null,
  epoch: null,
  mergedInto: null,
  made: null,
  createdAt: null,
  timePk: null,
  timeSk: null,
  restPk: null,
  restSk: null,
};

function worksOf({ change, standings }: ChangeSources): readonly { readonly epoch: string; readonly work: Work }[] {
  return change.customers.flatMap(({ customerId, revision, after }): { epoch: string; work: Work }[] => {
    const epoch = standings.get(customerId)?.present;
    if (epoch == null) return [];
    const common = { customerId, rev: revision + 1, keys: [] };
    if (after === null) return [{ epoch, work: { ...common, kind: "drop" } }];
    if (after.state === "erased") {
      return [{ epoch, work: { ...common, kind: "erase", erasedAt: after.erasedAt } }];
    }
    if (change.expired?.customerIds.includes(customerId) !== true) return [];
    return [{ epoch, work: { ...common, kind: "expire", ...change.expired.limits } }];
  });
}

function interactionWrites(sources: ChangeSources, one: Change["interactions"][number]): readonly Write[] {
  const { tenant, bodies } = sources;
  const { conversationId, before, after } = one;
  const former = sources.formerFacts.get(formerFactName("interaction", conversationId)) ?? null;
  const pointer = conversationKey(tenant, conversationId);
  const condition = pointerCondition(sources, before);
  if (!after) return [{ kind: "delete", key: pointer, condition }, ...replaceFact(former, null)];
  const { next: epoch, revision } = standingOf(sources, after.customerId);
  const rev = revision + 1;
  const place = interactionPlace(after.interaction.summary);
  const { at } = place;
  const placed = bodies.place(
    bodyPrefix(tenant, epoch, interactionPrefix + conversationId),
    rev,
    JSON.stringify(after.interaction),
  );
  const row = {
    ...interactionKey(tenant, epoch, after.interaction),
    rev,
    conv: conversationId,
    at,
    ...feltAttributes(after.interaction),
    ...withoutNulls(placed),
    ...(placed.body !== null && { inline: placeText(place) }),
  };
  return [
    { kind: "put", row: { ...pointer, rev, customerId: after.customerId, epoch, at }, condition },
    ...replaceFact(former, row),
  ];
}

export function interactionKey(tenant: string, epoch: string, interaction: Interaction): ItemKey {
  return { pk: factsOf(tenant, epoch), sk: interactionPrefix + placeText(interactionPlace(interaction.summary)) };
}

function feltAttributes({ summary }: Interaction): Row {
  if (summary.sentiment === null) return {};
  const { sentiment, sentimentScore } = summary;
  return {
    felt: placeText(interactionPlace(summary)),
    sentiment,
    ...(sentimentScore !== null && { score: sentimentScore }),
  };
}

function sessionWrites(sources: ChangeSources, one: Change["sessions"][number]): readonly Write[] {
  const { tenant, bodies } = sources;
  const { sessionId, before, after } = one;
  const former = sources.formerFacts.get(formerFactName("session", sessionId)) ?? null;
  const pointer = sessionKey(tenant, sessionId);
  const condition = pointerCondition(sources, before);
  if (!after) return [{ kind: "delete", key: pointer, condition }, ...replaceFact(former, null)];
  const { next: epoch, revision } = standingOf(sources, after.customerId);
  const rev = revision + 1;
  const sk = sessionPrefix + sessionId;
  const { session, told }: StoredSession = after;
  const placed = bodies.place(bodyPrefix(tenant, epoch, sk), rev, JSON.stringify({ session, told }));
  const row = {
    pk: factsOf(tenant, epoch),
    sk,
    rev,
    session: sessionId,
    last: session.lastActivityAt,
    ...withoutNulls(placed),
  };
  return [
    { kind: "put", row: { ...pointer, rev, customerId: after.customerId, epoch }, condition },
    ...replaceFact(former, row),
  ];
}

function pointerCondition(sources: ChangeSources, before: { readonly customerId: string } | null): Condition {
  if (!before) return isAbsent;
  return { expression: "@epoch = :epoch", values: { epoch: standingOf(sources, before.customerId).present ?? "" } };
}

/** The archive may move a body to S3 between our reading and our writing: then it must be read again, or it would stay there. */
function replaceFact(former: FormerFact | null, row: (ItemKey & Row) | null): readonly Write[] {
  const condition: Condition | null = former && {
    expression: former.object === null ? "attribute_not_exists(@object)" : "@object = :object",
    values: former.object === null ? {} : { object: former.object },
  };
  const isSameItem = former && row && former.key.pk === row.pk && former.key.sk === row.sk;
  return [
    ...(former && !isSameItem ? [{ kind: "delete" as const, key: former.key, condition }] : []),
    ...(row ? [{ kind: "put" as const, row, condition: isSameItem ? condition : null }] : []),
  ];
}

function keyWrite(tenant: string, { key, revision, customerIds, erasedAt }: Change["keys"][number]): Write {
  const row = {
    ...identifierKey(tenant, key),
    key,
    rev: revision + 1,
    customerIds,
    ...(erasedAt !== null && { erasedAt }),
  };
  return {
    kind: "put",
    row,
    condition: revision === 0 ? isAbsent : { expression: "@rev = :rev", values: { rev: revision } },
  };
}

/** Indexes take no null, and an item has no use for one. */
const withoutNulls = (row: Row): Row => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
