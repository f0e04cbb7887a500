import { createServer } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { testDesk, type TestDesk } from "../support/test-desk.ts";

const metrics = `# HELP uic_pipeline_events_total Events
uic_pipeline_events_total{kind="accepted"} 8
uic_pipeline_events_total{kind="ignored"} 12
uic_pipeline_tries_total{outcome="recorded"} 3
uic_pipeline_tries_total{outcome="no_customer"} 1
uic_pipeline_waiting 2
uic_pipeline_dead_letters 1
uic_pipeline_overdue_seconds 1.5
uic_lookups_total{result="match"} 9
`;

const letter = {
  id: "dl-1",
  conversationId: "a0000000-0000-4000-8000-000000000001",
  topic: "customer.end",
  reason: "Genesys Cloud answered something else than JSON.",
  attempts: 3,
  firstFailedAt: "2026-11-20T09:00:00.000Z",
  lastFailedAt: "2026-11-20T09:00:03.000Z",
};

/** A service that has one dead letter, and what it was asked with which key. */
async function startService() {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    const path = request.url ?? "";
    if (path === "/metrics") response.end(metrics);
    else if (path.startsWith("/v1/dead-letters?"))
      response.end(JSON.stringify({ items: [letter], nextCursor: "more" }));
    else response.writeHead(path.startsWith("/v1/dead-letters/dl-1") ? 202 : 404).end();
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await promise;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  return { asked, eventTarget: { url: `http://127.0.0.1:${port}/v1/events/genesys`, key: "the-feed's-key" } };
}

const post = (desk: TestDesk, path: string, type = "application/json") =>
  fetch(desk.origin + path, { method: "POST", headers: { "Content-Type": type }, body: "{}" });

describe("the desk's window on the pipeline", () => {
  it("shows inbox, jobs and dead letters of the service as it tells them", async () => {
    const { asked, eventTarget } = await startService();
    const desk = await testDesk({ eventTarget });
    expect(await (await desk.get("/desk/pipeline")).json()).toEqual({
      counts: {
        accepted: 8,
        ignored: 12,
        tries: { recorded: 3, no_customer: 1 },
        waiting: 2,
        overdueSeconds: 1.5,
        dead: 1,
      },
      deadLetters: { items: [letter], more: true },
    });
    expect(asked).toContain("GET /v1/dead-letters?limit=25 Bearer the-feed's-key");
  });

  it("replays and deletes a dead letter, and says when it is gone", async () => {
    const { asked, eventTarget } = await startService();
    const desk = await testDesk({ eventTarget });
    expect((await post(desk, "/desk/dead-letters/dl-1/replay")).status).toBe(204);
    expect((await post(desk, "/desk/dead-letters/dl-1/delete")).status).toBe(204);
    expect(asked).toEqual([
      "POST /v1/dead-letters/dl-1/replay Bearer the-feed's-key",
      "DELETE /v1/dead-letters/dl-1 Bearer the-feed's-key",
    ]);
    const gone = await post(desk, "/desk/dead-letters/other/replay");
    expect(gone.status).toBe(404);
    expect(await gone.json()).toEqual({ detail: "This dead letter is gone; it was replayed or deleted." });
  });

  it("shows nothing, and changes nothing, where the service does not answer", async () => {
    const desk = await testDesk({ eventTarget: { url: "http://127.0.0.1:1/v1/events/genesys", key: "k" } });
    expect(await (await desk.get("/desk/pipeline")).json()).toEqual({ counts: null, deadLetters: null });
    const failed = await post(desk, "/desk/dead-letters/dl-1/delete");
    expect(failed.status).toBe(503);
    expect(await failed.json()).toEqual({ detail: "The service does not answer; is it running?" });
  });

  it("takes nothing that another site could send", async () => {
    const { asked, eventTarget } = await startService();
    const desk = await testDesk({ eventTarget });
    expect((await post(desk, "/desk/dead-letters/dl-1/delete", "text/plain")).status).toBe(415);
    expect(asked).toEqual([]);
  });
});
