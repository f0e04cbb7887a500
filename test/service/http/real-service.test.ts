import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { exportsAnswer } from "../../../src/contract/customer-export.ts";
import { auditPage, erasureReceipt } from "../../../src/contract/customer.ts";
import { mergeAnswer } from "../../../src/contract/merge.ts";
import { interactionsPage } from "../../../src/contract/interactions-page.ts";
import { lookupAnswer } from "../../../src/contract/lookup.ts";
import { unifiedInteractionContext } from "../../../src/contract/record.ts";
import { interactionAnswer, session } from "../../../src/contract/writes.ts";
import { asAgent, asService, keys, withJson } from "./harness.ts";
import { startRealService } from "./real-service.ts";

type Service = Awaited<ReturnType<typeof startRealService>>;

const all = asService(keys.all);
const phone = { type: "phone", value: "+94771234567" };

function interaction(conversationId: string, minute: number, more: Record<string, unknown> = {}) {
  const startTime = new Date(Date.parse("2026-11-01T09:00:00.000Z") + minute * 60_000).toISOString();
  return { conversationId, channel: "voice", startTime, durationSeconds: 60, resolutionStatus: "RESOLVED", ...more };
}

async function record(service: Service, identifiers: readonly unknown[], one: Record<string, unknown>, headers = all) {
  const response = await service.send("/v1/interactions", withJson("POST", headers, { identifiers, interaction: one }));
  expect([200, 201]).toContain(response.status);
  return interactionAnswer.parse(await response.json());
}

async function lookUp(service: Service, identifiers: readonly unknown[], headers: Record<string, string> = all) {
  const response = await service.send("/v1/contexts/lookup", withJson("POST", headers, { identifiers }));
  expect(response.status).toBe(200);
  return lookupAnswer.parse(await response.json());
}

describe("a customer over HTTP", () => {
  it("who wrote on one channel is known to the agent on the next, without a word repeated", async () => {
    const service = await startRealService();
    expect(await lookUp(service, [phone], asAgent())).toMatchObject({ status: "first_contact", tried: ["phone"] });
    await record(service, [{ type: "channel", value: "94771234567", channel: "whatsapp" }], {
      ...interaction("chat-1", 0, {
        resolutionStatus: "UNRESOLVED",
        intent: "Billing dispute",
        outcomeNotes: "Refund promised",
      }),
      channel: "whatsapp",
    });
    expect(await lookUp(service, [{ type: "phone", value: "tel:+94771234567" }], asAgent())).toMatchObject({
      status: "returning_customer",
      matchedBy: { type: "phone", index: 0 },
      activeIssue: "Billing dispute",
      recentInteractions: [{ conversationId: "chat-1", channel: "whatsapp", outcomeNotes: "Refund promised" }],
    });
  });

  it("is written by version, read by version and told when it moved on", async () => {
    const service = await startRealService();
    const { customerId } = await record(service, [phone], interaction("call-1", 0));
    const path = `/v1/customers/${customerId}`;
    const before = await service.send(path, { headers: asAgent() });
    const etag = before.headers.get("etag") ?? "";
    expect(etag).toBe(`"${unifiedInteractionContext.parse(await before.json()).version}"`);
    const patch = (ifMatch: string) =>
      service.send(
        `${path}/collected-data`,
        withJson("PATCH", { ...asAgent(), "if-match": ifMatch }, { ticketId: "1234" }),
      );
    const changed = await patch(etag);
    expect(changed.status).toBe(200);
    const { version, collectedData } = unifiedInteractionContext.parse(await changed.json());
    expect(changed.headers.get("etag")).toBe(`"${version}"`);
    expect(collectedData["ticketId"]).toEqual({
      value: "1234",
      channel: null,
      conversationId: null,
      collectedAt: "2026-11-22T09:15:00.000Z",
    });
    expect((await patch(etag)).status).toBe(412);
    const stated = await service.send(`${path}/active-issue`, withJson("PUT", asAgent(), { issue: "Lost card" }));
    expect(await stated.json()).toMatchObject({ activeIssue: "Lost card", version: version + 1 });
    const closed = await service.send(`${path}/active-issue`, { method: "DELETE", headers: asAgent() });
    expect(await closed.json()).toMatchObject({ activeIssue: null, version: version + 2 });
    const again = await service.send(`${path}/active-issue`, { method: "DELETE", headers: asAgent() });
    expect(await again.json()).toMatchObject({ version: version + 2 });
  });

  it("leaves in the metrics what matched and what pointed elsewhere, and nothing of whom", async () => {
    const service = await startRealService();
    await record(service, [{ type: "customerId", value: "C-1001" }, phone], interaction("call-1", 0));
    const email = { type: "email", value: "nimali@example.com" };
    await record(service, [{ type: "customerId", value: "C-2040" }, email], interaction("call-2", 5));
    expect(await lookUp(service, [phone, email])).toMatchObject({
      customerId: "C-1001",
      conflicts: [{ type: "email", index: 1, customerId: "C-2040" }],
    });
    const text = await (await service.send("/metrics")).text();
    expect(text).toContain('uic_lookups_total{outcome="phone"} 1');
    expect(text).toContain('uic_lookup_conflicts_total{type="email"} 1');
    expect(text).toContain("uic_pipeline_waiting 0");
    expect(text).toMatch(/^uic_store_duration_seconds_count\{engine="sqlite",verb="commit"\} 2$/m);
    expect(text).not.toContain("uic_store_failures_total{");
    expect(text).not.toMatch(/C-1001|C-2040|nimali/);
  });

  it("is listed through the window and into the archive without a seam", async () => {
    const service = await startRealService();
    const { customerId } = await record(service, [phone], interaction("call-0", 0));
    await Promise.all(
      Array.from({ length: 69 }, (_, index) => record(service, [phone], interaction(`call-${index + 1}`, index + 1))),
    );
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query: string = cursor === "" ? "?limit=30" : `?limit=30&cursor=${encodeURIComponent(cursor)}`;
      const page = interactionsPage.parse(
        await (await service.send(`/v1/customers/${customerId}/interactions${query}`, { headers: all })).json(),
      );
      expect(page.total).toBe(70);
      seen.push(...page.items.map(({ conversationId }) => conversationId));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(Array.from({ length: 70 }, (_, index) => `call-${69 - index}`));
    const foreign = await service.send(`/v1/customers/${customerId}/interactions?cursor=made-up`, { headers: all });
    expect(await foreign.json()).toMatchObject({ code: "invalid_request", issues: [{ path: "cursor" }] });
  });

  it("of one organisation is nobody to another, by id and by identifier", async () => {
    const service = await startRealService();
    const { customerId } = await record(
      service,
      [{ type: "customerId", value: "C-1001" }, phone],
      interaction("call-1", 0),
    );
    expect(customerId).toBe("C-1001");
    const other = asService(keys.other);
    const paths = ["", "/interactions"].map((part) => `/v1/customers/C-1001${part}`);
    for (const path of paths) {
      const theirs = await service.send(path, { headers: other });
      const unknown = await service.send(path.replace("C-1001", "C-9999"), { headers: all });
      expect([theirs.status, unknown.status]).toEqual([404, 404]);
      const member = z.object({ detail: z.string(), code: z.string() });
      expect(member.parse(await theirs.json())).toEqual(member.parse(await unknown.json()));
    }
    expect(
      (await service.send("/v1/customers/C-1001/active-issue", withJson("PUT", other, { issue: "x" }))).status,
    ).toBe(404);
    expect(await lookUp(service, [phone], other)).toMatchObject({ status: "first_contact" });
    await record(service, [phone], interaction("call-1", 5), other);
    expect(await lookUp(service, [phone])).toMatchObject({ customerId: "C-1001", interactionCount: 1 });
  });

  it("raised a ticket with a bot on one channel, and every other channel knows it at once", async () => {
    const service = await startRealService();
    const whatsapp = { channel: "whatsapp", channelUserId: "94771234567" };
    const put = (data: Record<string, unknown>) =>
      service.send("/v1/sessions/bot-1", withJson("PUT", all, { ...whatsapp, data }));
    expect((await put({ ticketId: "1234", form: { step: 2 } })).status).toBe(200);
    const onVoice = await service.send(
      "/v1/sessions/latest",
      withJson("POST", asAgent(), { channel: "voice", channelUserId: "+94 77 123 4567" }),
    );
    expect(session.parse(await onVoice.json())).toMatchObject({
      sessionId: "bot-1",
      data: { ticketId: "1234", form: { step: 2 } },
    });
    const found = await lookUp(service, [{ type: "phone", value: "tel:+94771234567" }], asAgent());
    expect(found).toMatchObject({
      collectedData: { ticketId: { value: "1234", channel: "whatsapp", conversationId: "bot-1" } },
      openSessions: [{ sessionId: "bot-1", channel: "whatsapp" }],
    });
    const resolved = await service.send("/v1/identities/resolve", withJson("POST", all, whatsapp));
    expect(await resolved.json()).toEqual({ customerId: "customerId" in found ? found.customerId : "" });
    expect((await put({ large: "x".repeat(20_000) })).status).toBe(400);
  });

  it("is merged after a preview, answers under both ids, and is taken apart again", async () => {
    const service = await startRealService();
    await record(service, [{ type: "customerId", value: "C-1001" }, phone], interaction("call-1", 0));
    await record(service, [{ type: "customerId", value: "C-0990" }], interaction("call-2", 5));
    const merge = (query: string) =>
      service.send(`/v1/customers/C-1001/merges${query}`, withJson("POST", asAgent(), { from: "C-0990" }));
    const preview = await merge("?dryRun=true");
    expect([preview.status, await preview.json()]).toMatchObject([
      200,
      { moved: { interactions: 1 }, record: { interactionCount: 2 } },
    ]);
    expect((await service.send("/v1/customers/C-0990", { headers: all })).headers.get("etag")).not.toBeNull();
    const merged = await merge("");
    const { mergeId = "" } = mergeAnswer.parse(await merged.json());
    const survivor = unifiedInteractionContext.parse(
      await (await service.send("/v1/customers/C-0990", { headers: all })).json(),
    );
    expect(survivor).toMatchObject({
      customerId: "C-1001",
      interactionCount: 2,
      mergedFrom: [{ customerId: "C-0990", mergeId }],
    });
    const undo = () => service.send(`/v1/customers/C-1001/merges/${mergeId}`, { method: "DELETE", headers: asAgent() });
    expect(await (await undo()).json()).toMatchObject({ customerId: "C-1001", interactionCount: 1, mergedFrom: [] });
    expect((await undo()).status).toBe(404);
  });

  it("is given an identifier and relieved of it again", async () => {
    const service = await startRealService();
    await record(service, [{ type: "customerId", value: "C-1001" }], interaction("call-1", 0));
    await record(service, [{ type: "customerId", value: "C-2040" }, phone], interaction("call-2", 5));
    const link = (body: unknown) => service.send("/v1/customers/C-1001/identifiers", withJson("POST", asAgent(), body));
    const refused = await link(phone);
    expect(await refused.json()).toMatchObject({ status: 409, code: "already_linked", customerId: "C-2040" });
    const linked = await link({ type: "email", value: "nimali@example.com" });
    expect(linked.status).toBe(201);
    const { identifiers } = unifiedInteractionContext.parse(await linked.json());
    const path = `/v1/customers/C-1001/identifiers/${identifiers.find(({ type }) => type === "email")?.id}`;
    const unlink = () => service.send(path, { method: "DELETE", headers: asAgent() });
    expect([(await unlink()).status, (await unlink()).status]).toEqual([204, 404]);
  });

  it("is exported and erased, and does not come back with what is late, only with what is new", async () => {
    const service = await startRealService();
    const identifiers = [{ type: "customerId", value: "C-1001" }, phone];
    await record(service, identifiers, interaction("call-1", 0));
    const path = "/v1/customers/C-1001";
    const exported = exportsAnswer.parse(
      await (await service.send("/v1/exports", withJson("POST", all, { identifiers: [phone] }))).json(),
    );
    expect(exported.exports).toMatchObject([
      { record: { customerId: "C-1001" }, interactions: [{ interaction: { conversationId: "call-1" } }] },
    ]);
    const erase = async (query = "") =>
      erasureReceipt.parse(await (await service.send(path + query, { method: "DELETE", headers: all })).json());
    expect(await erase("?dryRun=true")).toMatchObject({ dryRun: true, removed: { interactions: 1 } });
    expect((await service.send(path, { headers: all })).status).toBe(200);
    expect(await erase()).toMatchObject({ dryRun: false, removed: { interactions: 1 } });
    expect((await service.send(path, { headers: all })).status).toBe(410);
    const late = await service.send(
      "/v1/interactions",
      withJson("POST", all, { identifiers, interaction: interaction("call-1", 0) }),
    );
    expect(await late.json()).toMatchObject({ status: 410, code: "erased" });
    const audit = auditPage.parse(await (await service.send(`${path}/audit`, { headers: all })).json());
    expect(audit.items.map(({ action }) => action)).toEqual(expect.arrayContaining(["export", "erase"]));
    service.clock.now += 3_600_000;
    const newer = { ...interaction("call-2", 0), startTime: new Date(service.clock.now).toISOString() };
    await record(service, identifiers, newer);
    const again = await service.send(path, { headers: all });
    expect(await again.json()).toMatchObject({ customerId: "C-1001", interactionCount: 1 });
  });

  it("is refused what lies in the future or goes beyond the contract's numbers", async () => {
    const service = await startRealService();
    const late = interaction("call-1", 0, { startTime: "2026-11-24T09:15:00.000Z" });
    const response = await service.send(
      "/v1/interactions",
      withJson("POST", all, { identifiers: [phone], interaction: late }),
    );
    expect(await response.json()).toMatchObject({
      code: "invalid_request",
      issues: [{ path: "interaction.startTime" }],
    });
  });

  it("takes events only as they are sent, and only of the caller's organisation", async () => {
    const service = await startRealService();
    const post = async (body: unknown) =>
      (await service.send("/v1/events/genesys", withJson("POST", asService(keys.events), body))).json();
    const source = "aws.partner/genesys.com/cloud/32aa07aa-3a6e-4b0f-8a55-6c1f0d7a1f10/uic";
    const envelope = {
      id: "1",
      "detail-type": "v2.detail.events.conversation.{id}.customer.end",
      source,
      detail: {
        topicName: "v2.detail.events.conversation.5a1e8a0c-0f6f-4f0c-9b1a-1f0f3a3f9d11.customer.end",
        version: "2",
        eventBody: { conversationId: "5a1e8a0c-0f6f-4f0c-9b1a-1f0f3a3f9d11", eventTime: 1795338900000, sessionId: "s" },
        metadata: { CorrelationId: "c" },
        timestamp: "2026-11-22T09:15:00.000Z",
      },
    };
    expect(await post([envelope, envelope])).toEqual({ accepted: 2, ignored: 0 });
    expect(await post({ ...envelope, source: source.replace("32aa", "9999") })).toMatchObject({
      status: expect.toSatisfy((status) => status === 400 || status === 403),
    });
    expect(await post({ id: "1" })).toMatchObject({ code: "invalid_request" });
  });

  it("leaves no phone, email or note in the log, and no phone or email in the file", async () => {
    const service = await startRealService();
    const identifiers = [phone, { type: "email", value: "Nimali.Perera@Example.com" }];
    await record(service, identifiers, interaction("call-1", 0, { outcomeNotes: "Canary of the note" }));
    await lookUp(service, identifiers, asAgent());
    const log = service.logged.join("\n").toLowerCase();
    for (const canary of ["771234567", "nimali", "canary"]) expect(log).not.toContain(canary);
    const bytes = readdirSync(service.folder).map((name) =>
      readFileSync(join(service.folder, name), "latin1").toLowerCase(),
    );
    for (const canary of ["771234567", "nimali.perera", "agent-token"]) expect(bytes.join("\n")).not.toContain(canary);
    expect(bytes.join("\n")).toContain("canary of the note");
  });
});
