import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { type TestDesk, testDesk } from "../support/test-desk.ts";

const jobs = "/api/v2/analytics/conversations/details/jobs";
const hour = 60 * 60_000;
const created = z.object({ jobId: z.string() });
const results = z.object({
  conversations: z.array(z.looseObject({ conversationId: z.string() })),
  cursor: z.optional(z.string()),
});

async function submit(desk: TestDesk, token: string, from: number, until: number): Promise<Response> {
  return fetch(desk.origin + jobs, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ interval: `${new Date(from).toISOString()}/${new Date(until).toISOString()}` }),
  });
}

async function jobOf(desk: TestDesk, token: string, from: number, until: number): Promise<string> {
  return z.parse(created, await (await submit(desk, token, from, until)).json()).jobId;
}

async function page(desk: TestDesk, token: string, jobId: string, search = ""): Promise<z.infer<typeof results>> {
  return z.parse(results, await (await desk.get(`${jobs}/${jobId}/results${search}`, token)).json());
}

/** Calls an hour apart, each three minutes long; answers their ids. */
function makeCalls(desk: TestDesk, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const { id } = desk.control.start({
      medium: "voice",
      customers: [
        { address: `+9477000${String(index).padStart(4, "0")}`, attributes: { accountNumber: String(index) } },
      ],
    });
    desk.control.answer(id);
    desk.clock.advance(180_000);
    desk.control.end(id);
    desk.clock.advance(hour - 180_000);
    return id;
  });
}

describe("details jobs", () => {
  it("give the conversations of an interval page by page, with their attributes, once they are done", async () => {
    const desk = await testDesk();
    const from = desk.clock.now();
    const ids = makeCalls(desk, 5);
    const token = await desk.pipelineToken();
    const jobId = await jobOf(desk, token, from, from + 3.5 * hour);
    const state = async (): Promise<unknown> => (await desk.get(`${jobs}/${jobId}`, token)).json();
    expect(await state()).toMatchObject({ state: "QUEUED" });
    expect(await state()).toMatchObject({ state: "FULFILLED" });
    const first = await page(desk, token, jobId, "?pageSize=3");
    expect(first.conversations.map(({ conversationId }) => conversationId)).toEqual(ids.slice(0, 3));
    expect(JSON.stringify(first)).toContain('"attributes":{"accountNumber":"2"}');
    const second = await page(desk, token, jobId, `?pageSize=3&cursor=${first.cursor}`);
    expect(second.conversations.map(({ conversationId }) => conversationId)).toEqual(ids.slice(3, 4));
    expect(second.cursor).toBeUndefined();
  });

  it("know nothing newer than what is available", async () => {
    const desk = await testDesk({ settings: { jobDataDelayMilliseconds: 2 * hour } });
    const from = desk.clock.now();
    const ids = makeCalls(desk, 4);
    const token = await desk.pipelineToken();
    expect(await (await desk.get(`${jobs}/availability`, token)).json()).toEqual({
      dataAvailabilityDate: new Date(desk.clock.now() - 2 * hour).toISOString(),
    });
    const { conversations } = await page(desk, token, await jobOf(desk, token, from, desk.clock.now()));
    expect(conversations.map(({ conversationId }) => conversationId)).toEqual(ids.slice(0, 2));
  });

  it("have the query of details beside them, for what is newer, without attributes", async () => {
    const desk = await testDesk({ settings: { jobDataDelayMilliseconds: 2 * hour } });
    const from = desk.clock.now() - hour;
    const ids = makeCalls(desk, 4);
    const token = await desk.pipelineToken();
    const ask = async (pageNumber: number) =>
      fetch(`${desk.origin}/api/v2/analytics/conversations/details/query`, {
        method: "POST",
        headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
        body: JSON.stringify({
          interval: `${new Date(from).toISOString()}/${new Date(desk.clock.now()).toISOString()}`,
          paging: { pageSize: 3, pageNumber },
        }),
      });
    const [first, second] = [await (await ask(1)).text(), z.parse(results, await (await ask(2)).json())];
    expect(z.parse(results, JSON.parse(first)).conversations.map(({ conversationId }) => conversationId)).toEqual(
      ids.slice(0, 3),
    );
    expect(first).not.toContain("accountNumber");
    expect(second.conversations.map(({ conversationId }) => conversationId)).toEqual(ids.slice(3));
    expect((await ask(0)).status).toBe(400);
  });

  it("fail, and lose their results, when the desk is told so", async () => {
    const desk = await testDesk({ settings: { detailsJobs: "failing" } });
    const from = desk.clock.now();
    makeCalls(desk, 3);
    const token = await desk.pipelineToken();
    const failing = await jobOf(desk, token, from, desk.clock.now());
    await desk.get(`${jobs}/${failing}`, token);
    expect(await (await desk.get(`${jobs}/${failing}`, token)).json()).toMatchObject({ state: "FAILED" });
    desk.control.changeSettings({ detailsJobs: "expiring" });
    const expiring = await jobOf(desk, token, from, desk.clock.now());
    expect((await page(desk, token, expiring, "?pageSize=2")).cursor).toBe("2");
    expect((await desk.get(`${jobs}/${expiring}/results?pageSize=2&cursor=2`, token)).status).toBe(404);
    expect((await desk.get(`${jobs}/${expiring}`, token)).status).toBe(404);
  });

  it.each([
    ["longer than 31 days", -32 * 24 * hour, 0],
    ["in the future", -hour, hour],
    ["backwards", 0, -hour],
  ])("refuse an interval %s", async (_, from, until) => {
    const desk = await testDesk();
    const now = desk.clock.now();
    const refused = await submit(desk, await desk.pipelineToken(), now + from, now + until);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ code: "bad.request" });
  });

  it("are for the pipeline only", async () => {
    const desk = await testDesk();
    const agent = await desk.agentToken();
    expect((await submit(desk, agent, desk.clock.now() - hour, desk.clock.now())).status).toBe(403);
    expect((await desk.get(`${jobs}/availability`, agent)).status).toBe(403);
  });
});
