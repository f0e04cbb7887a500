import type { Identifier } from "../../contract/identifier.ts";
import { limits } from "../../contract/limits.ts";
import { plainValue, type PlainValue } from "../../contract/primitives.ts";
import type { Session, SessionRequest } from "../../contract/writes.ts";
import { applySession } from "../record/apply.ts";
import { newestTellings, tell, type Tellings } from "../record/collected.ts";
import { groupTellings } from "../record/context.ts";
import { sessionPlaceId } from "../record/order.ts";
import type { StoredSession } from "../stores/store.ts";
import { auditRecord } from "./audit-record.ts";
import { done, invalid, refusals, type Call, type Outcome } from "./call.ts";
import { chooseTarget, headsOnly } from "./choose-target.ts";
import { isTooFarAhead, timeOf, type CustomersContext } from "./context.ts";
import { draftGroup, type GroupDraft } from "./group-draft.ts";
import { untilLanded, type Plan } from "./land.ts";
import { linkedBy, linkSighted } from "./link-identifiers.ts";
import { lookBackForTellings } from "./look-back.ts";
import { usableOnly, whoIs } from "./who-is.ts";

/** Keeps the running session of whomever its user and identifiers mean; without anybody, nothing is kept. */
export async function putSession(
  context: CustomersContext,
  call: Call,
  sessionId: string,
  request: SessionRequest,
): Promise<Outcome<Session>> {
  if (Buffer.byteLength(JSON.stringify(request.data)) > limits.sessionDataBytes) return tooMuchData;
  if (isTooFarAhead(context, request.endedAt)) return endsTooFarAhead;
  return untilLanded(context, call.organization.id, () => plan(context, call, sessionId, request));
}

async function plan(
  context: CustomersContext,
  call: Call,
  sessionId: string,
  request: SessionRequest,
): Promise<Plan<Outcome<Session>>> {
  const tenant = call.organization.id;
  const known = await context.store.session(tenant, sessionId);
  if (known === "erased") return { kind: "answer", answer: refusals.erasedSession };
  const now = timeOf(context);
  // A clock that jumps back must not make what is said now older than what was said before.
  const at = known && known.session.lastActivityAt > now ? known.session.lastActivityAt : now;
  const session: StoredSession["session"] = {
    sessionId,
    channel: request.channel,
    startedAt: known?.session.startedAt ?? at,
    lastActivityAt: at,
    endedAt: request.endedAt === undefined ? (known?.session.endedAt ?? null) : request.endedAt,
    data: request.data,
  };
  const user: Identifier = { type: "channel", channel: request.channel, value: request.channelUserId };
  const belonging = await whoIs(context, call, [...(request.identifiers ?? []), user], session.startedAt);
  if (belonging.kind === "anonymous") return { kind: "answer", answer: done({ ...session, customerId: null }) };
  if (belonging.kind === "erased") return { kind: "answer", answer: refusals.erasedSession };
  const target = await chooseTarget(context, tenant, at, {
    ...belonging,
    knownCustomerId: known?.customerId ?? null,
    mayMove: true,
  });
  if (!target) return { kind: "again" };

  const { draft, origin } = target;
  const drafts = [draft];
  const former = await draftFormer(context, tenant, draft, known);
  if (former && known) {
    await takeAway(context, tenant, former, known);
    former.raiseVersion(at);
    drafts.push(former);
  } else if (known && known.customerId !== origin) {
    await takeAway(context, tenant, draft, known);
  }
  const told = newestTellings(known?.told ?? {}, tellingsOf(draft, session));
  const stays = known?.customerId === origin ? known.told : null;
  const { head } = applySession(draft.head(origin), stays, { told, lastActivityAt: at });
  draft.update(origin, () => head);
  const linked = target.links
    ? linkSighted(draft, origin, {
        identifiers: usableOnly(belonging.identifiers),
        standing: belonging.standing,
        startTime: session.startedAt,
        channel: request.channel,
        at,
        linkedBy: linkedBy(call),
        isNew: !known,
        isMade: target.isMade,
      })
    : { keys: [] };
  draft.raiseVersion(at);
  return {
    kind: "change",
    answer: done({ ...session, customerId: draft.survivorId }),
    change: {
      customers: drafts.flatMap((one) => one.changes()),
      keys: linked.keys,
      interactions: [],
      actions: [],
      sessions: [{ sessionId, before: known, after: { customerId: origin, session, told } }],
      audit: [auditRecord(context, call, draft.survivorId, "put_session")],
    },
  };
}

/** The group that had the session, when it is another one than it now belongs to. */
async function draftFormer(
  context: CustomersContext,
  tenant: string,
  draft: GroupDraft,
  known: StoredSession | null,
): Promise<GroupDraft | null> {
  if (!known || draft.members().some(({ customerId }) => customerId === known.customerId)) return null;
  const former = await context.store.group(tenant, known.customerId, headsOnly);
  return former?.state === "living" ? draftGroup(former) : null;
}

async function takeAway(
  context: CustomersContext,
  tenant: string,
  draft: GroupDraft,
  { customerId, session, told }: StoredSession,
): Promise<void> {
  const { head, unknown } = applySession(draft.head(customerId), told, null);
  const without = new Set([sessionPlaceId(session.sessionId)]);
  const facts = { store: context.store, tenant, customerIds: [customerId], without, added: [] };
  const found = unknown.length === 0 ? {} : await lookBackForTellings(facts, unknown);
  draft.update(customerId, () => ({ ...head, collected: newestTellings(head.collected, found) }));
}

/** The plain values at the top of a session's data, as far as a record may hold them; what is beyond stays in the data. */
function tellingsOf(
  draft: GroupDraft,
  { sessionId, channel, lastActivityAt, data }: StoredSession["session"],
): Tellings {
  const known = groupTellings(draft.members());
  const isLive = (key: string): boolean => Object.hasOwn(known, key) && known[key]?.value !== null;
  let room = limits.collectedKeysPerRecord - Object.keys(known).filter(isLive).length;
  const kept: [string, PlainValue][] = [];
  for (const [key, value] of Object.entries(data)) {
    const plain = plainValue.safeParse(value);
    const fits = key.length >= 1 && key.length <= limits.collectedKeyLength;
    if (!plain.success || !fits || kept.length >= limits.collectedKeysPerRequest) continue;
    if (!isLive(key)) {
      if (room <= 0) continue;
      room -= 1;
    }
    kept.push([key, plain.data]);
  }
  const place = { at: lastActivityAt, id: sessionPlaceId(sessionId) };
  return tell({ place, channel, conversationId: sessionId }, Object.fromEntries(kept));
}

const tooMuchData = invalid(
  "data",
  `must be at most ${limits.sessionDataBytes} bytes of JSON`,
  `A session keeps at most ${limits.sessionDataBytes} bytes of data; send less.`,
);
const endsTooFarAhead = invalid(
  "endedAt",
  "must not be more than a day in the future",
  "A time lies more than a day in the future; correct the clock that made it.",
);
