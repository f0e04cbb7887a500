import { describe, expect, it, vi } from "vitest";
import { createClient } from "../../../src/client/client.ts";
import { keys } from "../../service/http/harness.ts";
import { startRealService } from "../../service/http/real-service.ts";
import { type DataAction, type NullStyle, readDataAction, runDataAction } from "./run-data-action.ts";

// Many requests on a busy machine take longer than one test is usually given.
vi.setConfig({ testTimeout: 30_000 });

const lookUp = readDataAction("look-a-caller-up.custom.json");
const store = readDataAction("store-what-a-flow-collected.custom.json");
const caller = "tel:+94771234567";
const nullStyles: readonly NullStyle[] = ["the word null", "no value"];

async function flow(serviceKey: string = keys.all) {
  const { url, logged } = await startRealService();
  const client = createClient({ baseUrl: url, serviceKey: keys.all });
  return {
    client,
    logged,
    run: (action: DataAction, input: Readonly<Record<string, string>>, nulls: NullStyle = "the word null") =>
      runDataAction(action, { baseUrl: url, credentials: { serviceKey }, nulls }, input),
  };
}

const nobody = {
  status: "first_contact",
  interactionCount: 0,
  customerId: "",
  displayName: "",
  activeIssue: "",
  activeIssueSince: "",
  lastInteractionAt: "",
  lastChannel: "",
  lastIntent: "",
  lastResolution: "",
};

describe("look a caller up", () => {
  it("says who is calling and what is open", async () => {
    const { client, run } = await flow();
    await client.recordInteraction({
      identifiers: [
        { type: "customerId", value: "C-1001" },
        { type: "phone", value: "+94771234567" },
      ],
      interaction: {
        conversationId: "conv-1",
        channel: "messaging",
        startTime: "2026-11-20T09:00:00.000Z",
        durationSeconds: 60,
        resolutionStatus: "UNRESOLVED",
        intent: 'Billing "dispute"\n$input.phone #end',
      },
    });
    expect(await run(lookUp, { phone: caller, conversationId: "conv-2" })).toMatchObject({
      path: "success",
      output: {
        status: "returning_customer",
        interactionCount: 1,
        customerId: "C-1001",
        activeIssue: 'Billing "dispute"\n$input.phone #end',
        activeIssueSince: "2026-11-20T09:00:00.000Z",
        lastInteractionAt: "2026-11-20T09:00:00.000Z",
        lastChannel: "messaging",
        lastResolution: "UNRESOLVED",
      },
    });
  });

  it.each(nullStyles)("answers empty texts for what is not there, where a null is written as %s", async (nulls) => {
    const { client, run } = await flow();
    await client.recordInteraction({
      identifiers: [{ type: "phone", value: "+94771234567" }],
      interaction: {
        conversationId: "conv-1",
        channel: "voice",
        startTime: "2026-11-20T09:00:00.000Z",
        durationSeconds: 60,
        resolutionStatus: "RESOLVED",
      },
    });
    expect(await run(lookUp, { phone: caller }, nulls)).toMatchObject({
      output: { status: "returning_customer", displayName: "", activeIssue: "", activeIssueSince: "", lastIntent: "" },
    });
  });

  it.each([
    ["somebody new", { phone: caller }],
    ["a withheld number", { phone: "anonymous" }],
    ["an address that is no number", { phone: "sip:6a1f@orgspan.com", customerId: "", email: "" }],
    ["nothing at all", {}],
    ["text that would break out of the JSON", { phone: '"}],"x":[{"', customerId: "\\", email: "\n\u0000" }],
  ])("never fails the flow for %s", async (_what, input) => {
    const { run } = await flow();
    expect(await run(lookUp, input)).toMatchObject({ path: "success", output: nobody });
  });

  it("says that several people share the number, and names none", async () => {
    const { client, run } = await flow();
    const phone = { type: "phone", value: "+94771234567" } as const;
    const spouse = { type: "customerId", value: "C-2" } as const;
    const told = [[{ type: "customerId", value: "C-1" } as const, phone], [spouse], [spouse, phone]];
    for (const [index, identifiers] of told.entries()) {
      await client.recordInteraction({
        identifiers,
        interaction: {
          conversationId: `conv-${String(index)}`,
          channel: "voice",
          startTime: "2026-11-20T09:00:00.000Z",
          durationSeconds: 60,
          resolutionStatus: "UNRESOLVED",
        },
      });
    }
    expect(await run(lookUp, { phone: caller })).toMatchObject({ output: { ...nobody, status: "ambiguous" } });
  });

  it("sends personal data in the body only, and the service logs none of it", async () => {
    const { run, logged } = await flow();
    const { request } = await run(lookUp, { phone: caller, email: "nimali@example.com" });
    expect(request.url).not.toMatch(/94771234567|nimali/);
    expect(request.body).toContain("94771234567");
    expect(logged.join("")).not.toMatch(/94771234567|nimali/);
  });

  it("takes the failure path when its key may not read", async () => {
    const { run } = await flow(keys.events);
    expect(await run(lookUp, { phone: caller })).toMatchObject({ path: "failure", status: 403 });
  });
});

describe("store what a flow collected", () => {
  const collected = { conversationId: "conv-9", channel: "voice", channelUserId: caller, name1: "ticketId" } as const;

  it("keeps it for a first contact, and the next lookup knows the caller", async () => {
    const { client, run } = await flow();
    const stored = await run(store, { ...collected, value1: "1234", name2: "reason", value2: 'late "refund"' });
    expect(stored).toMatchObject({ path: "success", output: { customerId: expect.stringMatching(/^cust_/) } });
    const found = await client.lookup({ identifiers: [{ type: "phone", value: "+94771234567" }] });
    expect(found).toMatchObject({
      value: {
        status: "returning_customer",
        collectedData: {
          ticketId: { value: "1234", channel: "voice", conversationId: "conv-9" },
          reason: { value: 'late "refund"' },
        },
      },
    });
  });

  it("keeps it for the customer whom the flow names", async () => {
    const { client, run } = await flow();
    expect(await run(store, { ...collected, customerId: "C-7", value1: "55" })).toMatchObject({
      output: { customerId: "C-7" },
    });
    expect(await client.readCustomer("C-7")).toMatchObject({ value: { collectedData: { ticketId: { value: "55" } } } });
  });

  it("leaves out what is empty, and stores all five that may be given", async () => {
    const { client, run } = await flow();
    const pairs = [1, 2, 3, 4, 5].flatMap((n) => [
      [`name${String(n)}`, `key${String(n)}`],
      [`value${String(n)}`, n === 3 ? "" : String(n)],
    ]);
    await run(store, { ...collected, customerId: "C-7", ...Object.fromEntries(pairs) });
    const customer = await client.readCustomer("C-7");
    expect(customer.ok && Object.keys(customer.value?.collectedData ?? {}).toSorted()).toEqual([
      "key1",
      "key2",
      "key4",
      "key5",
    ]);
  });

  it.each(nullStyles)(
    "never fails the flow for a caller nobody can name, where a null is written as %s",
    async (nulls) => {
      const { run } = await flow();
      const { channelUserId: _withheld, ...anonymous } = collected;
      expect(await run(store, { ...anonymous, value1: "1234" }, nulls)).toMatchObject({
        path: "success",
        output: { customerId: "" },
      });
    },
  );

  it.each(["chat", "messaging", "voice", "email"])("gives nobody's data on %s to nobody else", async (channel) => {
    const { run } = await flow();
    const stored = await run(store, { conversationId: "conv-9", channel, name1: "a", value1: "b" });
    expect(stored).toMatchObject({ output: { customerId: "" } });
  });
});
