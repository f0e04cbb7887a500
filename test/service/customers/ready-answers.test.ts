import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Identifier } from "../../../src/contract/identifier.ts";
import { sessionRequest } from "../../../src/contract/writes.ts";
import { anInteraction, customerId, email, phone, valueOf } from "./builders.ts";
import { anOrganization, startService, type ServiceUnderTest } from "./service-under-test.ts";

const names = ["C-1", "C-2", "C-3"] as const;
const known: readonly Identifier[] = [
  ...names.map((name) => customerId(name)),
  phone("+94771234567"),
  phone("+94771234568"),
  email("nimali@example.com"),
  { type: "channel", channel: "whatsapp", value: "94771234567" },
];
const questions: readonly (readonly Identifier[])[] = [...known.map((one) => [one]), known, known.toReversed()];

const someone = fc.constantFrom(...names);
const some = fc.uniqueArray(fc.constantFrom(...known), { minLength: 1, maxLength: 3 });
const text = fc.constantFrom("Bill", "Rechnung über 5 €", '"quoted"', "\u2028", "__proto__");

/** What may happen to customers, each with everything it needs to be done again. */
const event = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("interaction" as const),
      conversation: fc.integer({ min: 1, max: 9 }),
      party: fc.constantFrom(undefined, undefined, undefined, "second"),
      identifiers: some,
      hoursAgo: fc.integer({ min: 0, max: 100 }),
      resolutionStatus: fc.constantFrom("UNRESOLVED" as const, "RESOLVED" as const),
      intent: text,
      sentiment: fc.constantFrom("NEGATIVE" as const, null),
      collected: fc.constantFrom(undefined, { name: "Nimali •", ticket: "1" }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("session" as const),
      sessionId: fc.constantFrom("s-1", "s-2"),
      identifiers: some,
      ends: fc.boolean(),
    }),
  },
  fc.record({ kind: fc.constant("patch" as const), id: someone, value: fc.constantFrom("told", null) }),
  fc.record({ kind: fc.constant("issue" as const), id: someone, issue: fc.option(text) }),
  fc.record({ kind: fc.constant("link" as const), id: someone, identifier: fc.constantFrom(...known.slice(3)) }),
  fc.record({ kind: fc.constant("unlink" as const), id: someone, index: fc.nat(3) }),
  fc.record({ kind: fc.constant("merge" as const), id: someone, from: someone }),
  fc.record({ kind: fc.constant("undo" as const), id: someone }),
  fc.record({ kind: fc.constant("erase" as const), id: someone }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("time" as const), hours: fc.integer({ min: 1, max: 30 }) }) },
  fc.record({ kind: fc.constant("sweep" as const) }),
);
type Event = typeof event extends fc.Arbitrary<infer T> ? T : never;

async function happen({ customers, clock, pipeline, agent }: ServiceUnderTest, one: Event): Promise<void> {
  const hoursBefore = (hours: number) => new Date(clock.now() - hours * 3_600_000).toISOString();
  switch (one.kind) {
    case "interaction": {
      const { conversation, identifiers, hoursAgo, resolutionStatus, intent, sentiment, collected } = one;
      const members = {
        resolutionStatus,
        intent,
        sentiment,
        revisedAt: hoursBefore(0),
        startTime: hoursBefore(hoursAgo),
      };
      const facts = { ...members, conversationId: `c-${conversation}` };
      return void (await customers.recordInteraction(
        pipeline,
        anInteraction(identifiers, facts, collected),
        one.party,
      ));
    }
    case "session": {
      const { identifiers, sessionId } = one;
      const user = { channel: "whatsapp", channelUserId: "94771234567", data: { seat: "12A" } };
      const request = { ...user, identifiers, ...(one.ends && { endedAt: hoursBefore(0) }) };
      return void (await customers.putSession(pipeline, sessionId, sessionRequest.parse(request)));
    }
    case "patch":
      return void (await customers.patchCollectedData(agent, one.id, { plan: one.value }, null));
    case "issue":
      return void (await customers.stateActiveIssue(agent, one.id, one.issue, null));
    case "link":
      return void (await customers.linkIdentifier(agent, one.id, { ...one.identifier, share: true }, null));
    case "unlink": {
      const record = await customers.read(agent, one.id);
      const link = record.ok ? record.value.identifiers.at(one.index) : undefined;
      return void (link && (await customers.unlinkIdentifier(agent, one.id, link.id, null)));
    }
    case "merge":
      return void (await customers.merge(agent, { customerId: one.id, from: one.from, dryRun: false, ifMatch: null }));
    case "undo": {
      const record = await customers.read(agent, one.id);
      const entry = record.ok ? record.value.mergedFrom.at(0) : undefined;
      return void (entry && (await customers.undoMerge(agent, one.id, entry.mergeId, null)));
    }
    case "erase":
      return void (await customers.erase(agent, { customerId: one.id, dryRun: false, ifMatch: null }));
    case "time":
      return clock.advance(one.hours * 3_600_000);
    case "sweep":
      return void (await customers.sweep(pipeline.organization));
    default:
      return one satisfies never;
  }
}

describe("an answer that is kept ready", () => {
  it("is the one that is worked out from the facts, whatever happened and however long ago", async () => {
    let ready = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 25 }), async (events) => {
        const organization = anOrganization({ retentionDays: { interactions: 3, sessions: 2, audit: 30 } });
        const service = startService({ organization });
        const { customers, store, agent } = service;
        try {
          for (const one of events) {
            await happen(service, one);
            for (const identifiers of questions) {
              const { json, outcome } = await customers.lookupJson(agent, { identifiers: [...identifiers] });
              const workedOut = await customers.lookup(agent, { identifiers: [...identifiers] });
              expect(JSON.parse(Buffer.from(json).toString())).toEqual(workedOut);
              const matched = workedOut.status === "returning_customer" ? workedOut.matchedBy.type : workedOut.status;
              expect(outcome).toBe(matched);
            }
            for (const name of names) if ((await store.glance?.(organization.id, [name], []))?.glance) ready += 1;
          }
        } finally {
          await service.close();
        }
      }),
      { numRuns: 60 },
    );
    expect(ready).toBeGreaterThan(100);
  });

  it("is there as soon as a change is, for a customer with a long past too", async () => {
    const service = startService();
    const { customers, store, agent, pipeline } = service;
    const glance = async () => (await store.glance?.(agent.organization.id, ["C-1"], []))?.glance ?? null;
    for (let number = 1; number <= 60; number += 1) {
      const startTime = new Date(Date.UTC(2026, 1, 1, number)).toISOString();
      const facts = { conversationId: `c-${number}`, startTime, sentiment: "NEUTRAL" as const };
      await valueOf(customers.recordInteraction(pipeline, anInteraction([customerId("C-1")], facts)));
      const shown = `{${Buffer.from((await glance())?.members ?? []).toString()}}`;
      expect(JSON.parse(shown)).toMatchObject({
        version: number,
        interactionCount: number,
        recentInteractions: [
          { conversationId: `c-${number}` },
          ...Array.from({ length: Math.min(4, number - 1) }, () => ({})),
        ],
        sentimentHistory: Array.from({ length: Math.min(50, number) }, () => ({ sentiment: "NEUTRAL" })),
      });
    }
    await service.close();
  });
});
