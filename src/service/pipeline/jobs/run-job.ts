import { createHmac } from "node:crypto";
import type { InteractionSummaryInput } from "../../../contract/interaction.ts";
import type { Organization } from "../../config.ts";
import type { Call, Customers } from "../../customers/customers.ts";
import type { Lease } from "../../stores/inbox-store.ts";
import { partiesOf, type Party } from "../facts/customers.ts";
import { factsOf, hasCustomer, hasCustomerEnded } from "../facts/facts.ts";
import type { PlatformFailure } from "../genesys/answer.ts";
import type { Platform } from "../genesys/platform.ts";
import { readAround, readConversation } from "./gather.ts";
import type { PipelineMetrics } from "../metrics.ts";
import type { Outcome } from "./outcome.ts";
import { sumUp, type SumUpDeps } from "./sum-up.ts";
import { triesOf } from "./verdict.ts";

export interface RunJobDeps extends SumUpDeps {
  readonly customers: Pick<Customers, "recordInteraction" | "readInteraction">;
  readonly now: () => number;
  readonly newId: () => string;
  readonly metrics: Pick<PipelineMetrics, "observeLag">;
}

/** Detail, conversation, three names, summaries, mood and a transcript: a job begins only when it can also end. */
export const callsOfOneJob = 8;

/** One try of one conversation: gathers the facts and records them for everybody on the customer's side. */
export async function runJob(
  deps: RunJobDeps,
  organization: Organization,
  platform: Platform,
  lease: Lease,
): Promise<Outcome> {
  const gatheredAt = deps.now();
  const read = await readConversation(platform, lease.conversationId);
  if (!read.ok) return outcomeOf(read.failure, deps.now());
  const { conversationId } = lease;
  const { detail } = read.value;
  if (!hasCustomerEnded(detail) && lease.attempt < triesOf(organization.retry, false)) {
    return retry("The analytics detail does not have the end of the customer's session yet.");
  }
  if (!hasCustomer(detail)) return { kind: "done", result: "no_customer", digest: "" };
  const known = partiesOf(conversationId, read.value, organization.collectedAttributes).filter(
    ({ identifiers }) => identifiers.length > 0,
  );
  if (known.length === 0) return { kind: "done", result: "anonymous", digest: "" };

  const around = await readAround(platform, organization, lease, read.value, gatheredAt);
  if (!around.ok) return outcomeOf(around.failure, deps.now());
  const { names, insights, told } = around.value;
  const gathered = { conversationId, detail, names, gatheredAt };
  const unsummed = factsOf({ ...gathered, insights }, organization);
  if (unsummed === null) return { ...retry("The analytics detail has no readable start."), unreadable: true };
  const facts = digestOf(deps.digestKey, unsummed, known);
  const isSummarised = insights.source === "genesys";
  const { summary, digest } = await sumUp(deps, organization, lease, { facts, told, isSummarised });
  const interaction = factsOf({ ...gathered, insights: { ...insights, ...summary } }, organization) ?? unsummed;
  if (digest === lease.digest) return { kind: "done", result: "unchanged", digest };
  const outcome = await recordFor(deps, organization, interaction, known, digest);
  if (lease.digest === null && outcome.kind === "done" && outcome.result === "recorded") {
    const endedAt = Date.parse(interaction.startTime) + interaction.durationSeconds * 1000;
    deps.metrics.observeLag(Math.max(0, (deps.now() - endedAt) / 1000));
  }
  return outcome;
}

async function recordFor(
  deps: RunJobDeps,
  organization: Organization,
  interaction: InteractionSummaryInput,
  parties: readonly Party[],
  digest: string,
): Promise<Outcome> {
  const call: Call = { organization, actor: { type: "service", id: "pipeline" }, requestId: deps.newId() };
  const results = new Set<"recorded" | "anonymous" | "erased">();
  for (const [index, { participantId, identifiers, collectedData }] of parties.entries()) {
    // The first party is the one that a bot or another writer of the same conversation means.
    const party = index === 0 ? undefined : participantId;
    const request = { identifiers: [...identifiers], interaction };
    const full = await deps.customers.recordInteraction(call, { ...request, collectedData }, party);
    // Collected data that goes over a record's bounds must not cost the interaction.
    const recorded =
      !full.ok && full.code === "invalid_request" && Object.keys(collectedData).length > 0
        ? await deps.customers.recordInteraction(call, request, party)
        : full;
    if (recorded.ok) results.add(recorded.value.customerId === null ? "anonymous" : "recorded");
    else if (recorded.code === "erased") results.add("erased");
    else
      return {
        ...retry(`The record refused the interaction (${recorded.code}).`),
        unreadable: recorded.code === "invalid_request",
      };
  }
  const result = (["recorded", "erased", "anonymous"] as const).find((one) => results.has(one)) ?? "anonymous";
  return { kind: "done", result, digest };
}

/** Says whether the same would be recorded again; when it was gathered does not matter. */
function digestOf(key: string, interaction: InteractionSummaryInput, parties: readonly Party[]): string {
  const facts = { ...interaction, revisedAt: undefined };
  return createHmac("sha256", key)
    .update(JSON.stringify(["recorded", facts, parties]))
    .digest("base64url");
}

function outcomeOf(failure: PlatformFailure, now: number): Outcome {
  switch (failure.kind) {
    case "held_back":
      return { kind: "postponed", until: failure.until, reason: failure.reason };
    case "stopped":
      return { kind: "postponed", until: now, reason: failure.reason };
    case "unavailable":
      return { ...retry(failure.reason), retryAfterMilliseconds: failure.retryAfterMilliseconds };
    case "unreadable":
      return { ...retry(failure.reason), unreadable: true };
    case "missing":
    case "refused":
      return retry(failure.reason);
    default:
      return failure satisfies never;
  }
}

function retry(reason: string): Extract<Outcome, { kind: "failed" }> {
  return { kind: "failed", reason, unreadable: false, retryAfterMilliseconds: null };
}
