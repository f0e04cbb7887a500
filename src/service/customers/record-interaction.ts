import { limits } from "../../contract/limits.ts";
import type { InteractionAnswer, InteractionRequest } from "../../contract/writes.ts";
import { decide, findNewName, partsOf, type Decision, type Standing } from "../identity/decide.ts";
import type { ReadIdentifier } from "../identity/identifiers.ts";
import { completeInteraction, saysTheSame, supersedes, type Interaction } from "../record/interaction.ts";
import type { StoredConversation } from "../stores/store.ts";
import { auditRecord } from "./audit-record.ts";
import { done, invalid, refusals, type Call, type Outcome } from "./call.ts";
import { timeOf, type CustomersContext } from "./context.ts";
import { draftCustomer, draftGroup, type GroupDraft } from "./group-draft.ts";
import { untilLanded, type Plan } from "./land.ts";
import { linkedBy, linkSighted } from "./link-identifiers.ts";
import { countCollectedKeys, placeInteraction } from "./place-interaction.ts";
import { readStanding, usableOnly } from "./standing.ts";

type Answer = Outcome<InteractionAnswer & { readonly created: boolean }>;

/** Adds or revises one ended interaction of whomever its identifiers mean. */
export async function recordInteraction(
  context: CustomersContext,
  call: Call,
  request: InteractionRequest,
): Promise<Answer> {
  const refusal = refuseFuture(context, request);
  if (refusal) return refusal;
  const identifiers = context.identifiers.read(call.organization, request.identifiers);
  return untilLanded(context, call.organization.id, () => plan(context, call, request, identifiers));
}

async function plan(
  context: CustomersContext,
  call: Call,
  request: InteractionRequest,
  identifiers: readonly ReadIdentifier[],
): Promise<Plan<Answer>> {
  const tenant = call.organization.id;
  const at = timeOf(context);
  const next: Interaction = {
    summary: completeInteraction(request.interaction, at),
    values: request.collectedData ?? {},
  };
  const { conversationId, startTime } = next.summary;
  const known = await context.store.conversation(tenant, conversationId);
  if (known?.interaction === null) return answer(refusals.erasedConversation);
  const standing = await readStanding(context, tenant, identifiers);
  if (!identifiers.some((identifier) => isUsable(identifier, standing, startTime))) return answer(anonymous);
  const decision = decide(identifiers, standing, startTime);
  if (decision.kind === "erased") return answer(refusals.erasedConversation);

  const wins = isNews(known?.interaction ?? null, next, request.interaction.revisedAt === undefined);
  const target = await chooseTarget(context, tenant, at, { identifiers, standing, decision, known, wins });
  if (!target) return { kind: "again" };
  const { draft, origin } = target;
  const before = known?.interaction ? { customerId: known.customerId, interaction: known.interaction } : null;
  const replacement = { before, after: wins ? { customerId: origin, interaction: next } : before };
  const drafts = [draft];

  if (wins) {
    const keysBefore = countCollectedKeys(draft);
    await placeInteraction(context.store, tenant, draft, replacement);
    const keysAfter = countCollectedKeys(draft);
    if (keysAfter > limits.collectedKeysPerRecord && keysAfter > keysBefore) return answer(tooManyKeys);
    const isElsewhere = before && !draft.members().some(({ customerId }) => customerId === before.customerId);
    const former = isElsewhere ? await context.store.group(tenant, before.customerId, headsOnly) : null;
    if (former?.state === "living") {
      const left = draftGroup(former);
      await placeInteraction(context.store, tenant, left, replacement);
      left.raiseVersion(at);
      drafts.push(left);
    }
  }
  const linked = target.links
    ? linkSighted(draft, origin, {
        identifiers: usableOnly(identifiers),
        standing,
        startTime,
        channel: next.summary.channel,
        at,
        linkedBy: linkedBy(call),
        isNew: !known,
        isMade: target.isMade,
      })
    : { keys: [], isVisible: false };

  const created = !known;
  if (!wins && !linked.isVisible && !target.isMade) return answer(answerOf(draft, created));
  draft.raiseVersion(at);
  return {
    kind: "change",
    answer: answerOf(draft, created),
    change: {
      customers: drafts.flatMap((one) => one.changes()),
      keys: linked.keys,
      interactions: wins ? [{ conversationId, ...replacement }] : [],
      actions: [],
      sessions: [],
      audit: [auditRecord(context, call, draft.survivorId, "record_interaction", conversationId)],
    },
  };
}

interface Target {
  readonly draft: GroupDraft;
  /** The member that the conversation belongs to. */
  readonly origin: string;
  readonly isMade: boolean;
  /** False when only the conversation itself says whose it is: then its identifiers say nothing about anybody. */
  readonly links: boolean;
}

interface Circumstances {
  readonly identifiers: readonly ReadIdentifier[];
  readonly standing: Standing;
  readonly decision: Exclude<Decision, { kind: "erased" }>;
  readonly known: StoredConversation | null;
  readonly wins: boolean;
}

const headsOnly = { interactions: 0, sentiments: 0, sessionsSince: null };

async function chooseTarget(
  context: CustomersContext,
  tenant: string,
  at: string,
  { identifiers, standing, decision, known, wins }: Circumstances,
): Promise<Target | null> {
  const existing = async (customerId: string): Promise<GroupDraft | null> => {
    const group = await context.store.group(tenant, customerId, headsOnly);
    return group?.state === "living" ? draftGroup(group) : null;
  };
  const name = findNewName(identifiers, standing);
  if (decision.kind === "decided" && (!name || decision.by.type === "customerId")) {
    const draft = await existing(decision.owner.survivorId);
    return draft && { draft, origin: decision.owner.customerId, isMade: false, links: true };
  }
  const absorbed = decision.kind === "decided" && decision.owner.made ? decision.owner.survivorId : null;
  if (known && (!wins || !name) && absorbed === null) {
    const draft = await existing(known.customerId);
    return draft && { draft, origin: known.customerId, isMade: false, links: false };
  }
  const customerId = name?.customerId ?? context.newId("cust_");
  const erased = name ? (standing.customers.get(customerId) ?? null) : null;
  const draft = draftCustomer(customerId, erased && "state" in erased ? erased : null, at, name === null);
  if (absorbed !== null) {
    const theirs = await existing(absorbed);
    if (!theirs) return null;
    draft.adopt(theirs, { customerId: absorbed, mergeId: context.newId("mrg_"), mergedAt: at, automatic: true });
    draft.update(customerId, (head) => ({ ...head, issue: theirs.head(absorbed).issue }));
  }
  return { draft, origin: customerId, isMade: true, links: true };
}

function isUsable(identifier: ReadIdentifier, standing: Standing, startTime: string): boolean {
  return partsOf(identifier, standing, startTime).length <= limits.sharedOwners;
}

/** Facts without `revisedAt` are as new as their arrival, but the same facts again are no news. */
function isNews(known: Interaction | null, next: Interaction, isRevisedNow: boolean): boolean {
  if (!known) return true;
  return supersedes(next, known) && !(isRevisedNow && saysTheSame(next, known));
}

const anonymous: Answer = done({ customerId: null, version: null, created: false });
const tooManyKeys = invalid(
  "collectedData",
  `would give the record more than ${limits.collectedKeysPerRecord} keys`,
  `A record holds at most ${limits.collectedKeysPerRecord} collected keys; remove some or send fewer.`,
);

function answerOf(draft: GroupDraft, created: boolean): Answer {
  return done({ customerId: draft.survivorId, version: draft.members()[0].version, created });
}

function answer<T>(outcome: T): Plan<T> {
  return { kind: "answer", answer: outcome };
}

function refuseFuture(context: CustomersContext, { interaction }: InteractionRequest): Answer | null {
  const latest = new Date(context.now() + limits.futureMilliseconds).toISOString();
  for (const member of ["startTime", "revisedAt"] as const) {
    const time = interaction[member];
    if (time !== undefined && time > latest) {
      return invalid(
        `interaction.${member}`,
        "must not be more than a day in the future",
        "A time lies more than a day in the future; correct the clock that made it.",
      );
    }
  }
  return null;
}
