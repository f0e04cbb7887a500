import type { QueryClient, QueryKey } from "@tanstack/react-query";
import type { LookupAnswer, ReturningCustomer } from "../../../contract/lookup.ts";
import type { UnifiedInteractionContext } from "../../../contract/record.ts";
import type { Reading } from "../reading.ts";
import { showRecord } from "../shown-record.ts";
import type { CustomerChange } from "./customer-change.ts";

type LookupReading = Reading<LookupAnswer>;

/** Brings what the service told of a customer into every answer that shows them. `now`: epoch milliseconds. */
export async function applyChange(client: QueryClient, change: CustomerChange, now: number): Promise<void> {
  const { customerId } = change;
  const asked = answersOf(client, customerId).filter(
    ([, { version }]) => change.kind !== "context" || version < change.record.version,
  );
  switch (change.kind) {
    case "context": {
      const { record } = change;
      // After what was done here, it is no news.
      if (asked.length === 0) return;
      await showRecord(client, record);
      for (const [queryKey, before] of asked) {
        client.setQueryData<LookupReading>(queryKey, (reading) => reading && asOf(reading, record, now));
        if (saysLess(before, record)) lookAgain(client, queryKey);
      }
      break;
    }
    case "erased":
      for (const [queryKey] of asked) {
        await client.cancelQueries({ queryKey, exact: true });
        client.setQueryData<LookupReading>(queryKey, {
          known: null,
          failure: { kind: "erased", times: 1, retryAt: null },
        });
      }
      client.removeQueries({ queryKey: ["interactions", customerId], exact: true });
      break;
    case "merged":
      for (const [queryKey] of asked) lookAgain(client, queryKey);
      break;
    default:
      change satisfies never;
  }
}

/** The customer as they are on screen; null when they are not. */
export function presentCustomer(client: QueryClient, customerId: string): ReturningCustomer | null {
  return answersOf(client, customerId)[0]?.[1] ?? null;
}

function answersOf(client: QueryClient, customerId: string): readonly (readonly [QueryKey, ReturningCustomer])[] {
  return client.getQueriesData<LookupReading>({ queryKey: ["lookup"] }).flatMap(([queryKey, reading]) => {
    const answer = reading?.known?.value;
    return answer?.status === "returning_customer" && answer.customerId === customerId ? [[queryKey, answer]] : [];
  });
}

function lookAgain(client: QueryClient, queryKey: QueryKey): void {
  void client.invalidateQueries({ queryKey, exact: true });
}

/** The reading as the record was told now; sessions that have become interactions are over. */
function asOf(reading: LookupReading, record: UnifiedInteractionContext, now: number): LookupReading {
  const { known } = reading;
  if (known?.value.status !== "returning_customer") return reading;
  const { value, clockAheadBy } = known;
  const ended = new Set(record.interactions.map(({ conversationId }) => conversationId));
  const openSessions = value.openSessions.filter(({ sessionId }) => !ended.has(sessionId));
  return {
    known: { value: { ...value, openSessions }, clockAheadBy, at: new Date(now + clockAheadBy).toISOString() },
    failure: null,
  };
}

/** What a record cannot say, only a lookup: whether they still match, and which conversations go on elsewhere. */
function saysLess(before: ReturningCustomer, record: UnifiedInteractionContext): boolean {
  const matched = before.identifiers.find(({ id }) => id === before.matchedBy.identifierId);
  const isMatched = matched === undefined || record.identifiers.some(({ id }) => id === matched.id);
  const seen = new Set([
    ...record.interactions.map(({ conversationId }) => conversationId),
    ...before.openSessions.map(({ sessionId }) => sessionId),
    ...Object.values(before.collectedData).map(({ conversationId }) => conversationId),
    null,
  ]);
  const isElsewhere = Object.values(record.collectedData).some(({ conversationId }) => !seen.has(conversationId));
  return record.customerId !== before.customerId || !isMatched || isElsewhere;
}
