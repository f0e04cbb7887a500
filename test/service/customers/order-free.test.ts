import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { UnifiedInteractionContext } from "../../../src/contract/record.ts";
import { interactionRequest, type InteractionRequest } from "../../../src/contract/writes.ts";
import { customerId, orderFree, valueOf } from "./builders.ts";
import { referenceRecord, type AgentFact, type ReferenceRecord } from "./reference-record.ts";
import type { Call } from "../../../src/service/customers/customers.ts";
import { startService, type ServiceUnderTest } from "./service-under-test.ts";

const day = (date: number, hour = 0): string =>
  `2026-03-${String(date).padStart(2, "0")}T${String(hour).padStart(2, "0")}:00:00.000Z`;

const interactions = fc.array(
  fc.record({
    conversation: fc.integer({ min: 1, max: 6 }),
    startsOn: fc.integer({ min: 1, max: 6 }),
    revisedOn: fc.integer({ min: 7, max: 9 }),
    resolutionStatus: fc.constantFrom("UNRESOLVED", "ESCALATED", "RESOLVED", "ABANDONED"),
    intent: fc.constantFrom("Bill", "Move", null),
    sentiment: fc.constantFrom("NEGATIVE", "POSITIVE", null),
    values: fc.dictionary(fc.constantFrom("ticket", "plan", "__proto__"), fc.constantFrom("1", "2"), { maxKeys: 2 }),
  }),
  { minLength: 1, maxLength: 12 },
);
const actions = fc.array(
  fc.oneof(
    fc.record({ statement: fc.constantFrom("Stated", null), day: fc.integer({ min: 1, max: 8 }) }),
    fc.record({
      patch: fc.dictionary(fc.constantFrom("ticket", "plan"), fc.constantFrom("told", null), { minKeys: 1 }),
      day: fc.integer({ min: 1, max: 8 }),
    }),
  ),
  { maxLength: 4 },
);

interface Fact {
  readonly conversation: number;
  readonly startsOn: number;
  readonly revisedOn: number;
  readonly resolutionStatus: string;
  readonly intent: string | null;
  readonly sentiment: string | null;
  readonly values: Record<string, string>;
}

/** Somebody must be there before an agent can act on them: an interaction that says nothing but itself. */
const firstContact: Fact = {
  conversation: 99,
  startsOn: 1,
  revisedOn: 7,
  resolutionStatus: "ABANDONED",
  intent: null,
  sentiment: null,
  values: {},
};

function toRequest(id: string, { conversation, startsOn, revisedOn, values, ...members }: Fact): InteractionRequest {
  return interactionRequest.parse({
    identifiers: [customerId(id)],
    interaction: {
      conversationId: `${id}-c${conversation}`,
      channel: "chat",
      startTime: day(startsOn),
      durationSeconds: 60,
      ...members,
      revisedAt: day(revisedOn),
    },
    collectedData: values,
  });
}

type Act = { readonly day: number } & (
  | { readonly statement: string | null }
  | { readonly patch: Record<string, string | null> }
);

function toAgentFacts(acts: readonly Act[]): readonly AgentFact[] {
  return acts
    .map((planned, index): AgentFact => {
      const at = `2026-03-0${planned.day}T00:00:00.${String(index).padStart(3, "0")}Z`;
      return "patch" in planned
        ? { kind: "patch", at, values: planned.patch }
        : { kind: "statement", at, issue: planned.statement };
    })
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

describe("a record", () => {
  it("is the same whatever order its facts come in and however often, and the one that the rules say", async () => {
    const service = startService();
    const deliver = async (call: Call, request: InteractionRequest): Promise<void> => {
      service.clock.set(day(10));
      await valueOf(service.customers.recordInteraction(call, request));
    };
    let customers = 0;
    const property = fc.asyncProperty(
      interactions,
      actions,
      fc.infiniteStream(fc.nat()),
      async (facts, acts, numbers) => {
        const draw = (): number => numbers.next().value ?? 0;
        const id = `C-${(customers += 1)}`;
        const requests = facts.map((fact) => toRequest(id, fact));
        const agentFacts = toAgentFacts(acts);
        const expected = referenceRecord([...requests, toRequest(id, firstContact)], agentFacts);
        const records: UnifiedInteractionContext[] = [];
        // One customer in two organisations: everything the same but the order.
        for (const tenant of ["one", "two"]) {
          const call = { ...service.agent, organization: { ...service.agent.organization, id: tenant } };
          const order = [...requests, ...requests.filter(() => draw() % 3 === 0)]
            .map((request) => ({ request, turn: draw() }))
            .toSorted((a, b) => a.turn - b.turn);
          const pending = [...agentFacts];
          await deliver(call, toRequest(id, firstContact));
          for (const { request } of order) {
            if (draw() % 2 === 0) await act(service, call, id, pending.shift());
            await deliver(call, request);
          }
          for (const fact of pending) await act(service, call, id, fact);
          records.push(await valueOf(service.customers.read(call, id)));
        }
        expect(records.map(summarise)).toEqual([expected, expected]);
        expect(new Set(records.map((record) => JSON.stringify(orderFree(record)))).size).toBe(1);
      },
    );
    await fc.assert(property, { numRuns: 600, seed: 20_260_310 });
    await service.close();
  }, 60_000);
});

async function act(
  { clock, customers }: ServiceUnderTest,
  call: Call,
  id: string,
  fact: AgentFact | undefined,
): Promise<void> {
  if (!fact) return;
  clock.set(fact.at);
  if (fact.kind === "statement") await valueOf(customers.stateActiveIssue(call, id, fact.issue, null));
  else await valueOf(customers.patchCollectedData(call, id, fact.values, null));
}

function summarise(record: UnifiedInteractionContext): ReferenceRecord {
  return {
    interactionCount: record.interactionCount,
    conversations: record.interactions.map(({ conversationId }) => conversationId),
    activeIssue: record.activeIssue,
    activeIssueSince: record.activeIssueSince,
    collected: Object.fromEntries(
      Object.entries(record.collectedData).map(([key, { value, collectedAt }]) => [key, { value, collectedAt }]),
    ),
    sentiments: record.sentimentHistory.map(({ conversationId }) => conversationId),
  };
}
