import type { LinkRequest } from "../../contract/customer.ts";
import type { UnifiedInteractionContext } from "../../contract/record.ts";
import { livingOwner, partsOf } from "../identity/decide.ts";
import type { UsableIdentifier } from "../identity/identifiers.ts";
import type { IdentifierLink } from "../record/head.ts";
import type { Change, Owner } from "../stores/store.ts";
import { auditRecord } from "./audit-record.ts";
import { done, invalid, type Call, type Outcome, type Refusal } from "./call.ts";
import { timeOf, type CustomersContext } from "./context.ts";
import { draftGroup, type GroupDraft } from "./group-draft.ts";
import { untilLanded, type Plan } from "./land.ts";
import { isLinkOf, linkedBy, newLink, ownedAlsoBy } from "./link-identifiers.ts";
import { findPresent, refuseStale, toRecord, wholeRecord } from "./present.ts";
import { readStanding, usableOnly } from "./who-is.ts";

type Answer = Outcome<UnifiedInteractionContext>;

/** Links one identifier to the customer that is named. One that others have is refused unless the request shares it. */
export function linkIdentifier(
  context: CustomersContext,
  call: Call,
  customerId: string,
  request: LinkRequest,
  ifMatch: number | null,
): Promise<Answer> {
  const { share, ...identifier } = request;
  const usable = usableOnly(context.identifiers.read(call.organization, [identifier]));
  if (usable.length === 0) return Promise.resolve(identifier.type === "customerId" ? namesACustomer : meansNobody);
  return untilLanded(context, call.organization.id, () =>
    plan(context, call, { customerId, usable, share: share ?? false, ifMatch }),
  );
}

interface Link {
  readonly customerId: string;
  readonly usable: readonly UsableIdentifier[];
  readonly share: boolean;
  readonly ifMatch: number | null;
}

async function plan(
  context: CustomersContext,
  call: Call,
  { customerId, usable, share, ifMatch }: Link,
): Promise<Plan<Answer>> {
  const tenant = call.organization.id;
  const found = await findPresent(context, call, customerId, wholeRecord);
  if (!found.ok) return { kind: "answer", answer: found };
  const draft = draftGroup(found.value);
  const stale = refuseStale(draft, ifMatch);
  if (stale) return { kind: "answer", answer: stale };
  const standing = await readStanding(context, tenant, usable);
  const others = usable.flatMap((identifier) =>
    partsOf(identifier, standing, null)
      .flatMap(livingOwner)
      .filter(({ survivorId }) => survivorId !== draft.survivorId),
  );
  if (others.length > 0 && !share) {
    return { kind: "answer", answer: alreadyLinked(await latestActive(context, call, others)) };
  }

  const at = timeOf(context);
  const keys: Change["keys"][number][] = [];
  const link = { linkedAt: at, linkedBy: linkedBy(call), verified: true, seenAt: null };
  let isVisible = false;
  for (const identifier of usable) {
    const holder = holderOf(draft, identifier);
    if (holder === null) {
      keys.push(...ownedAlsoBy(identifier, standing, customerId));
      const made = newLink(customerId, identifier, link);
      draft.update(customerId, (head) => ({ ...head, identifiers: [...head.identifiers, made] }));
      isVisible = true;
    } else {
      isVisible = verify(draft, holder, identifier) || isVisible;
    }
    for (const key of [identifier.key, ...identifier.earlierKeys])
      for (const member of draft.members()) forgetUnlinking(draft, member.customerId, key);
  }
  if (!isVisible) return { kind: "answer", answer: done(toRecord(found.value)) };
  draft.raiseVersion(at);
  return {
    kind: "change",
    answer: done(toRecord(found.value, draft.members())),
    change: {
      customers: draft.changes(),
      keys,
      interactions: [],
      actions: [],
      sessions: [],
      audit: [auditRecord(context, call, draft.survivorId, "link_identifier")],
    },
  };
}

function holderOf(draft: GroupDraft, identifier: UsableIdentifier): string | null {
  const holder = draft.members().find(({ head }) => head.identifiers.some((link) => isLinkOf(link, identifier)));
  return holder?.customerId ?? null;
}

/** What an agent links is proven by the agent, also when it was only claimed before. */
function verify(draft: GroupDraft, holder: string, identifier: UsableIdentifier): boolean {
  const links = draft.head(holder).identifiers;
  const index = links.findIndex((link) => isLinkOf(link, identifier));
  const link: IdentifierLink | undefined = links[index];
  if (!link || link.verified) return false;
  draft.update(holder, (head) => ({ ...head, identifiers: head.identifiers.with(index, { ...link, verified: true }) }));
  return true;
}

function forgetUnlinking(draft: GroupDraft, customerId: string, key: string): void {
  if (!Object.hasOwn(draft.head(customerId).unlinked, key)) return;
  draft.update(customerId, (head) => ({
    ...head,
    unlinked: Object.fromEntries(Object.entries(head.unlinked).filter(([unlinked]) => unlinked !== key)),
  }));
}

/** Of several owners the one with the latest interaction. */
async function latestActive(context: CustomersContext, call: Call, owners: readonly Owner[]): Promise<string> {
  let latest = { survivorId: owners[0]?.survivorId ?? "", at: "" };
  for (const { survivorId } of owners) {
    const found = await findPresent(context, call, survivorId, { interactions: 1, sentiments: 0, sessionsSince: null });
    const at = found.ok ? (found.value.newest.at(0)?.summary.startTime ?? "") : "";
    if (at > latest.at) latest = { survivorId, at };
  }
  return latest.survivorId;
}

function alreadyLinked(customerId: string): Refusal {
  return {
    ok: false,
    code: "already_linked",
    detail: "The identifier belongs to another customer; merge the two, or send share: true if both really use it.",
    customerId,
  };
}

const meansNobody = invalid(
  "value",
  "must be an identifier that means one person",
  "The value is withheld, blocked or malformed; send one that means a person.",
);
const namesACustomer = invalid(
  "type",
  "must be phone, email, externalContact or channel",
  "A customer id names a customer and is not linked to one; merge the two customers.",
);
