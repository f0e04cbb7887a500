import { createHash } from "node:crypto";
import { limits } from "../../contract/limits.ts";
import type { InteractionAnswer, InteractionRequest } from "../../contract/writes.ts";
import { completeInteraction, saysTheSame, supersedes, type Interaction } from "../record/interaction.ts";
import { partyFactId } from "../record/party.ts";
import { auditRecord } from "./audit-record.ts";
import { done, invalid, refusals, type Call, type Outcome } from "./call.ts";
import { chooseTarget, headsOnly } from "./choose-target.ts";
import { isTooFarAhead, timeOf, type CustomersContext } from "./context.ts";
import { draftGroup, type GroupDraft } from "./group-draft.ts";
import { untilLanded, type Plan } from "./land.ts";
import { linkedBy, linkSighted } from "./link-identifiers.ts";
import { countCollectedKeys, placeInteraction, type Replacement } from "./place-interaction.ts";
import { usableOnly, whoIs } from "./who-is.ts";

type Answer = Outcome<InteractionAnswer & { readonly created: boolean }>;

/** Adds or revises one ended interaction of whomever its identifiers mean; of a further party of the same conversation beside the others. */
export async function recordInteraction(
  context: CustomersContext,
  call: Call,
  request: InteractionRequest,
  party: string | null,
): Promise<Answer> {
  const refusal = refuseFuture(context, request);
  return refusal ?? untilLanded(context, call.organization.id, () => plan(context, call, request, party));
}

async function plan(
  context: CustomersContext,
  call: Call,
  request: InteractionRequest,
  party: string | null,
): Promise<Plan<Answer>> {
  const tenant = call.organization.id;
  const at = timeOf(context);
  const { conversationId } = request.interaction;
  const factId = partyFactId(conversationId, party === null ? null : digestOf(party));
  const next: Interaction = {
    summary: completeInteraction({ ...request.interaction, conversationId: factId }, at),
    values: request.collectedData ?? {},
  };
  const { startTime, channel } = next.summary;
  const known = await context.store.conversation(tenant, factId);
  if (known?.interaction === null) return answer(refusals.erasedConversation);
  const belonging = await whoIs(context, call, request.identifiers, startTime);
  if (belonging.kind === "anonymous") return answer(anonymous);
  if (belonging.kind === "erased") return answer(refusals.erasedConversation);

  const wins = isNews(known?.interaction ?? null, next, request.interaction.revisedAt === undefined);
  const knownCustomerId = known?.customerId ?? null;
  const target = await chooseTarget(context, tenant, at, { ...belonging, knownCustomerId, mayMove: wins });
  if (!target) return { kind: "again" };
  const { draft, origin } = target;
  const before = known?.interaction ? { customerId: known.customerId, interaction: known.interaction } : null;
  const replacement = { before, after: { customerId: origin, interaction: next } };
  const isHere = before !== null && draft.members().some(({ customerId }) => customerId === before.customerId);
  const drafts = [draft];

  if (wins) {
    const keysBefore = countCollectedKeys(draft);
    await placeInteraction(context.store, tenant, draft, replacement);
    const keysAfter = countCollectedKeys(draft);
    if (keysAfter > limits.collectedKeysPerRecord && keysAfter > keysBefore) return answer(tooManyKeys);
    const left = isHere ? null : await leaveFormerGroup(context, tenant, at, replacement);
    if (left) drafts.push(left);
  }
  const linked = target.links
    ? linkSighted(draft, origin, {
        identifiers: usableOnly(belonging.identifiers),
        standing: belonging.standing,
        startTime,
        channel,
        at,
        linkedBy: linkedBy(call),
        isNew: !isHere,
        isMade: target.isMade,
      })
    : { keys: [], isVisible: false };

  // An older revision that means somebody else tells of their identifiers, but the conversation stays where it is.
  const holder = wins || isHere ? null : await context.store.group(tenant, knownCustomerId ?? origin, headsOnly);
  const keeper = holder?.state === "living" ? draftGroup(holder) : draft;
  if (!wins && !linked.isVisible && !target.isMade) return answer(answerOf(keeper, false));
  draft.raiseVersion(at);
  return {
    kind: "change",
    answer: answerOf(keeper, !known),
    change: {
      customers: drafts.flatMap((one) => one.changes()),
      keys: linked.keys,
      interactions: wins ? [{ conversationId: factId, ...replacement }] : [],
      actions: [],
      sessions: [],
      audit: [auditRecord(context, call, draft.survivorId, "record_interaction", conversationId)],
    },
  };
}

/** Takes the earlier revision away from another group that had it. */
async function leaveFormerGroup(
  context: CustomersContext,
  tenant: string,
  at: string,
  replacement: Replacement,
): Promise<GroupDraft | null> {
  const { before } = replacement;
  if (!before) return null;
  const former = await context.store.group(tenant, before.customerId, headsOnly);
  if (former?.state !== "living") return null;
  const left = draftGroup(former);
  await placeInteraction(context.store, tenant, left, replacement);
  left.raiseVersion(at);
  return left;
}

/** Facts without `revisedAt` are as new as their arrival, but the same facts again are no news. */
function isNews(known: Interaction | null, next: Interaction, isRevisedNow: boolean): boolean {
  if (!known) return true;
  return supersedes(next, known) && !(isRevisedNow && saysTheSame(next, known));
}

/** Of one length and alphabet, whatever names a party. */
const digestOf = (party: string): string => createHash("sha256").update(party).digest("hex").slice(0, 16);

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
  const member = (["startTime", "revisedAt"] as const).find((one) => isTooFarAhead(context, interaction[one]));
  return member === undefined
    ? null
    : invalid(
        `interaction.${member}`,
        "must not be more than a day in the future",
        "A time lies more than a day in the future; correct the clock that made it.",
      );
}
