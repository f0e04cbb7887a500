import type { InteractionsPage } from "../../../src/contract/interactions-page.ts";
import type { Identifier } from "../../../src/contract/identifier.ts";
import type { InteractionSummaryInput } from "../../../src/contract/interaction.ts";
import type { UnifiedInteractionContext } from "../../../src/contract/record.ts";
import { interactionRequest, type InteractionRequest } from "../../../src/contract/writes.ts";
import type { Call, Customers, Outcome } from "../../../src/service/customers/customers.ts";

export const phone = (value = "+94 77 123 4567"): Identifier => ({ type: "phone", value });
export const email = (value = "nimali@example.com"): Identifier => ({ type: "email", value });
export const customerId = (value = "C-1001"): Identifier => ({ type: "customerId", value });

let conversations = 0;

/** A call about a bill that is not resolved, as far as a test does not say otherwise. */
export function anInteraction(
  identifiers: readonly Identifier[],
  members: Partial<InteractionSummaryInput> = {},
  collectedData?: Record<string, string | number | boolean>,
): InteractionRequest {
  conversations += 1;
  return interactionRequest.parse({
    identifiers,
    interaction: {
      conversationId: `conversation-${conversations}`,
      channel: "voice",
      startTime: "2026-03-04T09:15:00Z",
      durationSeconds: 412,
      resolutionStatus: "UNRESOLVED",
      intent: "Billing dispute",
      ...members,
    },
    ...(collectedData && { collectedData }),
  });
}

/** The value of an outcome that the test expects to be good. */
export async function valueOf<T>(outcome: Promise<Outcome<T>>): Promise<T> {
  const settled = await outcome;
  if (!settled.ok) throw new Error(`expected a value, got ${settled.code}: ${settled.detail}`);
  return settled.value;
}

/** What of a record does not depend on the order in which its facts came. */
export function orderFree(record: UnifiedInteractionContext): UnifiedInteractionContext {
  const identifiers = record.identifiers.map((link) => ({ ...link, linkedAt: "" }));
  return { ...record, identifiers, version: 0, lastUpdated: "" };
}

/** All conversations of a customer, newest first, read page by page. */
export async function everyConversation(
  { customers, agent }: { readonly customers: Customers; readonly agent: Call },
  id: string,
  limit = 100,
  between?: () => Promise<void>,
): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page: InteractionsPage = await valueOf(
      customers.listInteractions(agent, id, { limit, ...(cursor !== undefined && { cursor }) }),
    );
    seen.push(...page.items.map(({ conversationId }) => conversationId));
    cursor = page.nextCursor ?? undefined;
    await between?.();
  } while (cursor !== undefined);
  return seen;
}
