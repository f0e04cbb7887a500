import type { QueryClient } from "@tanstack/react-query";
import type { LookupAnswer, ReturningCustomer } from "../../contract/lookup.ts";
import { limits } from "../../contract/limits.ts";
import type { UnifiedInteractionContext } from "../../contract/record.ts";
import type { Reading } from "./reading.ts";
import type { UicClient, UicOutcome } from "./uic.ts";

/** Where the customer on screen comes from, and who may change them. */
export interface IssueChange {
  readonly client: QueryClient;
  readonly lookupKey: readonly unknown[];
  readonly uic: UicClient;
  /** Epoch milliseconds. */
  now(): number;
}

/** Closes the open issue, on screen at once. False when the service did not do it: then it stands there as before. */
export function closeIssue(change: IssueChange): Promise<boolean> {
  return changeIssue(change, { activeIssue: null, activeIssueSince: null }, (customerId) =>
    change.uic.closeIssue(customerId),
  );
}

/** States the open issue in the agent's words, on screen at once. False when the service did not take it. */
export function restateIssue(change: IssueChange, issue: string): Promise<boolean> {
  const text = issue.trim().slice(0, limits.issueLength);
  if (text === "") return Promise.resolve(false);
  const since = shown(change)?.activeIssueSince ?? new Date(change.now()).toISOString();
  return changeIssue(change, { activeIssue: text, activeIssueSince: since }, (customerId) =>
    change.uic.stateIssue(customerId, text),
  );
}

type Issue = Pick<ReturningCustomer, "activeIssue" | "activeIssueSince">;

async function changeIssue(
  change: IssueChange,
  issue: Issue,
  write: (customerId: string) => Promise<UicOutcome<UnifiedInteractionContext>>,
): Promise<boolean> {
  const { client, lookupKey } = change;
  // A lookup on its way would bring the issue back as it was.
  await client.cancelQueries({ queryKey: lookupKey, exact: true });
  const before = shown(change);
  if (!before) return false;
  update(change, before.customerId, () => issue);
  const outcome = await write(before.customerId);
  if (outcome.kind === "ok") {
    update(change, before.customerId, () => fromRecord(outcome.value));
    return true;
  }
  const { activeIssue, activeIssueSince } = before;
  update(change, before.customerId, (now) =>
    now.activeIssue === issue.activeIssue ? { activeIssue, activeIssueSince } : {},
  );
  // Whether it was done after all, or why not, the service knows.
  void client.invalidateQueries({ queryKey: lookupKey, exact: true });
  return false;
}

function shown({ client, lookupKey }: IssueChange): ReturningCustomer | null {
  const answer = client.getQueryData<Reading<LookupAnswer>>(lookupKey)?.known?.value;
  return answer?.status === "returning_customer" ? answer : null;
}

function update(
  { client, lookupKey }: IssueChange,
  customerId: string,
  change: (now: ReturningCustomer) => Partial<ReturningCustomer>,
): void {
  client.setQueryData<Reading<LookupAnswer>>(lookupKey, (reading) => {
    const answer = reading?.known?.value;
    if (!reading?.known || answer?.status !== "returning_customer" || answer.customerId !== customerId) return reading;
    return { ...reading, known: { ...reading.known, value: { ...answer, ...change(answer) } } };
  });
}

/** What a write's answer says anew of the customer on screen. */
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
