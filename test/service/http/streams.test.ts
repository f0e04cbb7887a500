import { describe, expect, it } from "vitest";
import { asAgent, asService, keys, startEdge, withJson } from "./harness.ts";
import { readEvents } from "./read-events.ts";
import { startRealService } from "./real-service.ts";

const all = asService(keys.all);

async function startWithCustomers(...customerIds: string[]) {
  const service = await startRealService();
  for (const customerId of customerIds) {
    const interaction = {
      conversationId: `call-of-${customerId}`,
      channel: "voice",
      startTime: "2026-11-20T10:15:00.000Z",
      durationSeconds: 1,
      resolutionStatus: "RESOLVED",
    };
    const identifiers = [{ type: "customerId", value: customerId }];
    await service.send("/v1/interactions", withJson("POST", all, { identifiers, interaction }));
  }
  const state = (customerId: string, issue: string) =>
    service.send(`/v1/customers/${customerId}/active-issue`, withJson("PUT", all, { issue }));
  const follow = async (customerId: string, headers: Record<string, string> = {}) =>
    service.send(`/v1/customers/${customerId}/changes`, { headers: { ...asAgent(), ...headers } });
  const followAll = async (customers: readonly unknown[], headers: Record<string, string> = {}) =>
    readEvents(await service.send("/v1/changes", withJson("POST", { ...asAgent(), ...headers }, { customers })));
  return { ...service, state, follow, followAll };
}

describe("the changes of one customer", () => {
  it("begin with the present record and go on with every newer one", async () => {
    const service = await startWithCustomers("C-1001");
    const response = await service.follow("C-1001");
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(response.headers.get("cache-control")).toBe("no-store");
    const events = readEvents(response);
    expect(await events.next()).toMatchObject({
      event: "context",
      id: "1",
      data: { customerId: "C-1001", version: 1 },
    });
    await service.state("C-1001", "Lost card");
    expect(await events.next()).toMatchObject({
      event: "context",
      id: "2",
      data: { activeIssue: "Lost card", version: 2 },
    });
    await events.cancel();
  });

  it("resume after the last one that was seen", async () => {
    const service = await startWithCustomers("C-1001");
    await service.state("C-1001", "Lost card");
    const missed = readEvents(await service.follow("C-1001", { "last-event-id": "1" }));
    expect(await missed.next()).toMatchObject({ id: "2" });
    const current = readEvents(await service.follow("C-1001", { "last-event-id": "2" }));
    await service.state("C-1001", "Stolen card");
    expect(await current.next()).toMatchObject({ id: "3", data: { activeIssue: "Stolen card" } });
    const unreadable = readEvents(await service.follow("C-1001", { "last-event-id": "yesterday" }));
    expect(await unreadable.next()).toMatchObject({ id: "3" });
    for (const events of [missed, current, unreadable]) await events.cancel();
  });

  it("end when another customer answers for this one", async () => {
    const service = await startWithCustomers("C-1001", "C-0990");
    const events = readEvents(await service.follow("C-0990"));
    await events.next();
    await service.send("/v1/customers/C-1001/merges", withJson("POST", all, { from: "C-0990" }));
    expect(await events.next()).toEqual({ event: "merged", data: { customerId: "C-1001" } });
    expect(await events.next()).toBeNull();
  });

  it("are not there for a customer whom nobody knows, or another organisation has", async () => {
    const service = await startWithCustomers("C-1001");
    expect((await service.follow("C-9999")).status).toBe(404);
    const foreign = await service.send("/v1/customers/C-1001/changes", { headers: asService(keys.other) });
    expect(foreign.status).toBe(404);
    expect((await service.send("/v1/customers/C-1001/changes")).status).toBe(401);
  });

  it("are not opened by HEAD", async () => {
    const service = await startWithCustomers("C-1001");
    const response = await service.send("/v1/customers/C-1001/changes", { method: "HEAD", headers: all });
    expect([response.status, response.headers.get("content-type"), await response.text()]).toEqual([
      200,
      "text/event-stream",
      "",
    ]);
  });

  it("end when the service stops, which does not wait for them", async () => {
    const service = await startWithCustomers("C-1001");
    const events = readEvents(await service.follow("C-1001"));
    await events.next();
    const stopped = service.stop();
    expect(await events.next()).toBeNull();
    await stopped;
  });
});

describe("the changes of several customers", () => {
  it("say of whom they are, and that an unknown one is gone", async () => {
    const service = await startWithCustomers("C-1", "C:2");
    const events = await service.followAll([{ customerId: "C-1" }, { customerId: "C-9" }, { customerId: "C:2" }]);
    const first = [await events.next(), await events.next(), await events.next()];
    expect(first).toEqual([
      { event: "context", id: "C-1:1", data: expect.objectContaining({ customerId: "C-1", version: 1 }) },
      { event: "erased", data: { customerId: "C-9" } },
      { event: "context", id: "C:2:1", data: expect.objectContaining({ customerId: "C:2" }) },
    ]);
    await service.state("C:2", "Lost card");
    expect(await events.next()).toMatchObject({ id: "C:2:2", data: { activeIssue: "Lost card" } });
    await service.send("/v1/customers/C-1/merges", withJson("POST", all, { from: "C:2" }));
    const last = [await events.next(), await events.next()];
    expect(last).toContainEqual({ event: "merged", data: { customerId: "C-1", from: "C:2" } });
    expect(last).toContainEqual(expect.objectContaining({ event: "context", id: "C-1:2" }));
    await events.cancel();
  });

  it("resume by version and by the last event", async () => {
    const service = await startWithCustomers("C-1", "C-2", "C-3");
    const customers = [{ customerId: "C-1", version: 1 }, { customerId: "C-2" }, { customerId: "C-3", version: 0 }];
    const events = await service.followAll(customers, { "last-event-id": "C-2:1" });
    expect(await events.next()).toMatchObject({ id: "C-3:1" });
    await service.state("C-2", "Lost card");
    expect(await events.next()).toMatchObject({ id: "C-2:2" });
    await events.cancel();
  });

  it("are at most of twenty", async () => {
    const edge = await startEdge();
    const follow = (count: number) => {
      const customers = Array.from({ length: count }, (_, index) => ({ customerId: `C-${index}` }));
      return edge.send("/v1/changes", withJson("POST", asAgent(), { customers }));
    };
    expect([(await follow(20)).status, (await follow(21)).status, (await follow(0)).status]).toEqual([200, 400, 400]);
  });
});
