import { DynamoDBClient, ScanCommand, type AttributeValue, type ScanCommandOutput } from "@aws-sdk/client-dynamodb";
import { interactionSummaryInput } from "../../../../src/contract/interaction.ts";
import { newHead, type CustomerHead } from "../../../../src/service/record/head.ts";
import { completeInteraction, type Interaction } from "../../../../src/service/record/interaction.ts";
import type { DynamoLocation } from "../../../../src/service/stores/dynamodb/open.ts";
import type { Change, CustomerChange, Store } from "../../../../src/service/stores/store.ts";

export const tenant = "organization-1";
export const at = "2026-03-10T08:00:00.000Z";
export const heads = { interactions: 0, sentiments: 0, sessionsSince: null };

export const receipt = {
  erasureId: "ers_1",
  erasedAt: at,
  dryRun: false,
  removed: { interactions: 1, archived: 0, identifiers: 1, sessions: 1, jobs: 0 },
};

export function put(customerId: string, revision: number, members: Partial<CustomerHead> = {}): CustomerChange {
  const head = { ...newHead(at, false), ...members };
  return {
    customerId,
    revision,
    after: { state: "living", version: revision + 1, mergedInto: null, erasedAt: null, head },
  };
}

export function erased(customerId: string, revision: number): CustomerChange {
  return { customerId, revision, after: { state: "erased", version: revision + 1, erasedAt: at, receipt } };
}

export function changeOf(members: Partial<Change>): Change {
  return { customers: [], keys: [], interactions: [], actions: [], sessions: [], audit: [], ...members };
}

/** The n-th interaction, one a minute. */
export function interaction(number: number, notes = ""): Interaction {
  const input = interactionSummaryInput.parse({
    conversationId: `c${String(number).padStart(4, "0")}`,
    channel: "voice",
    startTime: new Date(Date.parse("2026-03-01T00:00:00Z") + number * 60_000).toISOString(),
    durationSeconds: 1,
    resolutionStatus: "RESOLVED",
    outcomeNotes: notes,
  });
  return { summary: completeInteraction(input, at), values: {} };
}

export const added = (customerId: string, one: Interaction) => ({
  conversationId: one.summary.conversationId,
  before: null,
  after: { customerId, interaction: one },
});

/** Writes interactions 0 to count - 1 of one customer, forty a change; answers the customer's revision. */
export async function fill(store: Store, customerId: string, count: number, notes = ""): Promise<number> {
  let revision = 0;
  for (let from = 0; from < count; from += 40) {
    const to = Math.min(from + 40, count);
    const some = Array.from({ length: to - from }, (_, index) => added(customerId, interaction(from + index, notes)));
    const landed = await store.commit(
      tenant,
      changeOf({ customers: [put(customerId, revision, { interactionCount: to })], interactions: some }),
    );
    if (!landed) throw new Error("The change did not land.");
    revision += 1;
  }
  return revision;
}

export async function conversationsOf(store: Store, customerId: string, limit = 30): Promise<readonly string[]> {
  const seen: string[] = [];
  let before: { at: string; id: string } | null = null;
  for (;;) {
    const page: readonly Interaction[] = await store.interactions(tenant, [customerId], { before, limit });
    seen.push(...page.map(({ summary }) => summary.conversationId));
    const last = page.at(-1);
    if (!last) return seen;
    before = { at: last.summary.startTime, id: last.summary.conversationId };
  }
}

/** Every item of the table, as text. */
export async function scanTable({ table, region, endpoint }: DynamoLocation): Promise<readonly string[]> {
  const client = new DynamoDBClient({ region, ...(endpoint !== null && { endpoint }) });
  const items: string[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const answer: ScanCommandOutput = await client.send(
      new ScanCommand({ TableName: table, ConsistentRead: true, ...(from && { ExclusiveStartKey: from }) }),
    );
    items.push(...(answer.Items ?? []).map((item) => JSON.stringify(item)));
    from = answer.LastEvaluatedKey;
  } while (from);
  client.destroy();
  return items;
}
