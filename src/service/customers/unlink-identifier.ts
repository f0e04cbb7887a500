import { keysOfLink, type IdentifierLink } from "../record/head.ts";
import { compareText } from "../record/order.ts";
import type { Change } from "../stores/store.ts";
import { auditRecord } from "./audit-record.ts";
import { done, refusals, type Call, type Outcome } from "./call.ts";
import { headsOnly } from "./choose-target.ts";
import { timeOf, type CustomersContext } from "./context.ts";
import { draftGroup } from "./group-draft.ts";
import { untilLanded, type Plan } from "./land.ts";
import { findPresent, refuseStale } from "./present.ts";

/** Beyond this many the earliest are forgotten: an old event might then link them once more. */
const rememberedUnlinkings = 100;

/** Takes one identifier away from a customer; a channel id that is a phone or an email goes with that phone or email. */
export function unlinkIdentifier(
  context: CustomersContext,
  call: Call,
  customerId: string,
  identifierId: string,
  ifMatch: number | null,
): Promise<Outcome<null>> {
  return untilLanded(context, call.organization.id, () => plan(context, call, customerId, identifierId, ifMatch));
}

async function plan(
  context: CustomersContext,
  call: Call,
  customerId: string,
  identifierId: string,
  ifMatch: number | null,
): Promise<Plan<Outcome<null>>> {
  const tenant = call.organization.id;
  const found = await findPresent(context, call, customerId, headsOnly);
  if (!found.ok) return { kind: "answer", answer: found };
  const draft = draftGroup(found.value);
  const stale = refuseStale(draft, ifMatch);
  if (stale) return { kind: "answer", answer: stale };
  const links = draft.members().flatMap(({ head }) => head.identifiers);
  const named = links.find(({ id }) => id === identifierId);
  if (!named) return { kind: "answer", answer: refusals.unknownIdentifier };

  const at = timeOf(context);
  const gone = links.filter((link) => isSameAddress(link, named)).flatMap(keysOfLink);
  const { keys: stored } = await context.store.standing(tenant, [], gone);
  const memberIds = new Set(draft.members().map((member) => member.customerId));
  const keys: Change["keys"][number][] = [...stored].map(([key, { revision, owners, erasedAt }]) => ({
    key,
    revision,
    customerIds: owners.map((owner) => owner.customerId).filter((id) => !memberIds.has(id)),
    erasedAt,
  }));
  for (const member of draft.members()) {
    if (!member.head.identifiers.some(({ key }) => gone.includes(key))) continue;
    draft.update(member.customerId, (head) => ({
      ...head,
      identifiers: head.identifiers.filter(({ key }) => !gone.includes(key)),
      unlinked: remember(head.unlinked, gone, at),
    }));
  }
  draft.raiseVersion(at);
  return {
    kind: "change",
    answer: done(null),
    change: {
      customers: draft.changes(),
      keys,
      interactions: [],
      actions: [],
      sessions: [],
      audit: [auditRecord(context, call, draft.survivorId, "unlink_identifier")],
    },
  };
}

function isSameAddress(a: IdentifierLink, b: IdentifierLink): boolean {
  const [ofA, ofB] = [keysOfLink(a), keysOfLink(b)];
  return (
    ofA.some((key) => ofB.includes(key) || b.sameAs === key) ||
    ofB.some((key) => a.sameAs === key) ||
    (a.sameAs !== null && a.sameAs === b.sameAs)
  );
}

function remember(
  unlinked: Readonly<Record<string, string>>,
  keys: readonly string[],
  at: string,
): Record<string, string> {
  const all = [...Object.entries(unlinked), ...keys.map((key) => [key, at] as const)];
  const latest = Object.entries(Object.fromEntries(all)).toSorted(([, a], [, b]) => compareText(b, a));
  return Object.fromEntries(latest.slice(0, rememberedUnlinkings));
}
