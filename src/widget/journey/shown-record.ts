import type { QueryClient } from "@tanstack/react-query";
import { limits } from "../../contract/limits.ts";
import type { LookupAnswer, ReturningCustomer } from "../../contract/lookup.ts";
import type { UnifiedInteractionContext } from "../../contract/record.ts";
import type { Reading } from "./reading.ts";

/** Puts a newer record in the place of every answer that shows its customer; an older one changes nothing. */
export async function showRecord(client: QueryClient, record: UnifiedInteractionContext): Promise<void> {
  const asked = client.getQueryCache().findAll({ queryKey: ["lookup"] });
  for (const { queryKey, state } of asked) {
    const isReading = state.fetchStatus !== "idle";
    // A lookup on its way would bring the customer back as they were.
    if (isReading) await client.cancelQueries({ queryKey, exact: true });
    client.setQueryData<Reading<LookupAnswer>>(queryKey, (reading) => {
      const answer = reading?.known?.value;
      if (!reading?.known || answer?.status !== "returning_customer") return reading;
      if (answer.customerId !== record.customerId || answer.version > record.version) return reading;
      return { ...reading, known: { ...reading.known, value: { ...answer, ...fromRecord(record) } } };
    });
    if (isReading) void client.invalidateQueries({ queryKey, exact: true });
  }
}

/** What a record says anew of the customer on screen. */
function fromRecord(record: UnifiedInteractionContext): Partial<ReturningCustomer> {
  return {
    displayName: record.displayName,
    version: record.version,
    lastUpdated: record.lastUpdated,
    activeIssue: record.activeIssue,
    activeIssueSince: record.activeIssueSince,
    interactionCount: record.interactionCount,
    recentInteractions: record.interactions.slice(0, limits.recentSize),
    collectedData: record.collectedData,
    sentimentHistory: record.sentimentHistory,
    identifiers: record.identifiers,
  };
}
