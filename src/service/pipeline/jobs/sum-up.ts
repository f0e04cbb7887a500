import { createHmac } from "node:crypto";
import type { Customers } from "../../customers/customers.ts";
import type { Organization } from "../../config.ts";
import type { Lease } from "../../stores/inbox-store.ts";
import type { SummaryInsights } from "../insights/copilot.ts";
import type { LanguageModel, Told } from "../insights/language-model/language-model.ts";

export interface SumUpDeps {
  readonly customers: Pick<Customers, "readInteraction">;
  /** By organisation, of those that configured one. */
  readonly models: ReadonlyMap<string, LanguageModel>;
  /** The secret under digests of what was recorded and what a model was asked: they are compared, never read back. */
  readonly digestKey: string;
}

export interface SummedUp {
  /** In place of the extract and the agent's note; null leaves those. */
  readonly summary: SummaryInsights | null;
  /** What is left with the job: says whether the same would be recorded again. */
  readonly digest: string;
}

/**
 * Asks the organisation's language model for what it was not asked before. Where it has no answer now, the summary that it
 * gave earlier stays: a later record never takes one away. `facts` is the digest of everything that is known without it.
 */
export async function sumUp(
  deps: SumUpDeps,
  organization: Organization,
  { conversationId, digest }: Pick<Lease, "conversationId" | "digest">,
  { facts, told, isSummarised }: { readonly facts: string; readonly told: Told | null; readonly isSummarised: boolean },
): Promise<SummedUp> {
  // Genesys Cloud's own summary goes before the model's.
  if (isSummarised) return { summary: null, digest: facts };
  const [factsBefore, askedBefore = null] = digest?.split(".") ?? [];
  const model = deps.models.get(organization.id);
  const question = model && told ? digestOf(deps.digestKey, model.questionOf(told)) : null;
  const isAsked = question === null || question === askedBefore;
  if (askedBefore !== null && isAsked && facts === factsBefore) return { summary: null, digest: digest ?? facts };

  const standing = askedBefore === null ? null : await standingSummary(deps, organization, conversationId);
  if (standing !== null && isAsked) return { summary: standing, digest: `${facts}.${askedBefore}` };
  const summary = model && told ? await model.summarise(told) : null;
  if (summary !== null) return { summary, digest: `${facts}.${question}` };
  return standing === null
    ? { summary: null, digest: facts }
    : { summary: standing, digest: `${facts}.${askedBefore}` };
}

async function standingSummary(
  { customers }: SumUpDeps,
  organization: Organization,
  conversationId: string,
): Promise<SummaryInsights | null> {
  const recorded = await customers.readInteraction(organization, conversationId);
  if (recorded?.summarySource !== "llm") return null;
  return { notes: recorded.outcomeNotes, source: "llm", resolution: null, followUps: recorded.followUps };
}

function digestOf(key: string, question: string): string {
  return createHmac("sha256", key)
    .update(JSON.stringify(["asked", question]))
    .digest("base64url");
}
