import { describe, expect, it } from "vitest";
import { takeIn } from "../../../src/service/aws/take-in.ts";
import type { Inbox } from "../../../src/service/pipeline/inbox.ts";
import { StoreUnavailable } from "../../../src/service/stores/store-unavailable.ts";
import { conversationIdOf, envelopeOf, orgId } from "../pipeline/genesys-shapes.ts";
import { organizationOf } from "../pipeline/organizations.ts";

const other = "9b7d0d1e-77a1-4a75-9a0e-5f4d5b8f0c02";
const organizations = [organizationOf(), organizationOf({ id: other })];

function setUp(accept: Inbox["accept"]) {
  const logged: unknown[] = [];
  const log = (fields: unknown) => void logged.push(fields);
  return { logged, deps: { organizations, inbox: { accept }, log: { info: log, warn: log, error: log } } };
}

const message = (messageId: string, envelope: unknown, received = 1) => ({
  messageId,
  body: JSON.stringify(envelope),
  attributes: { ApproximateReceiveCount: String(received) },
});
const of = (organizationId: string, envelope: object) => ({
  ...envelope,
  source: `aws.partner/genesys.com/cloud/${organizationId}/journey`,
});

describe("taking a batch in", () => {
  it("asks the inbox once for each organisation", async () => {
    const asked: [string, number][] = [];
    const { deps } = setUp(async (organization, envelopes) => {
      asked.push([organization.id, envelopes.length]);
      return { ok: true, value: { accepted: envelopes.length, ignored: 0 } };
    });
    const [first, second] = [1, 2].map((number) => envelopeOf("customer.end", conversationIdOf(number)));
    const Records = [
      message("a", first),
      message("b", of(other, second ?? {})),
      message("c", of(orgId.toUpperCase(), second ?? {})),
    ];
    expect(await takeIn(deps, { Records })).toEqual({ batchItemFailures: [] });
    expect(asked).toEqual([
      [orgId, 2],
      [other, 1],
    ]);
  });

  it("gives back only the events of the organisation whose store did not take them", async () => {
    const { deps, logged } = setUp(async (organization, envelopes) => {
      if (organization.id === other) throw new StoreUnavailable("away");
      return { ok: true, value: { accepted: envelopes.length, ignored: 0 } };
    });
    const envelope = envelopeOf("customer.end", conversationIdOf(1));
    const Records = [message("a", envelope), message("b", of(other, envelope)), message("c", of(other, envelope))];
    expect(await takeIn(deps, { Records })).toEqual({
      batchItemFailures: [{ itemIdentifier: "b" }, { itemIdentifier: "c" }],
    });
    expect(logged).toContainEqual({ organizationId: other, err: expect.any(StoreUnavailable) });
  });

  it("says once what is wrong with an event, not at each of its tries", async () => {
    const { deps, logged } = setUp(() => Promise.reject(new Error("never asked")));
    await takeIn(deps, { Records: [message("a", { no: "envelope" })] });
    await takeIn(deps, { Records: [message("a", { no: "envelope" }, 2)] });
    expect(logged).toHaveLength(1);
  });

  it("refuses what is no batch of a queue, so that nothing is deleted", async () => {
    const { deps } = setUp(() => Promise.reject(new Error("never asked")));
    await expect(takeIn(deps, envelopeOf("customer.end", conversationIdOf(1)))).rejects.toThrow("Records");
  });
});
