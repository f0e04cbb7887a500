import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createOperatorsPage } from "../../../src/service/http/operators-page.ts";
import { asAgent, asService, keys, startEdge, withJson } from "./harness.ts";

async function startPage() {
  const directory = mkdtempSync(join(tmpdir(), "operators-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  mkdirSync(join(directory, "assets"));
  writeFileSync(join(directory, "index.html"), "<!doctype html><title>Operations</title>");
  writeFileSync(join(directory, "assets/index-B1aC9_x-.js"), "export {};");
  return startEdge({ serveWidget: createOperatorsPage(directory) });
}

describe("the operators' page", () => {
  it("is served under /operators/, framed by nobody and allowed to reach its own service only", async () => {
    const edge = await startPage();
    const page = await edge.send("/operators/");
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("Operations");
    const policy = page.headers.get("content-security-policy")?.split("; ") ?? [];
    for (const directive of [
      "default-src 'none'",
      "script-src 'self'",
      "connect-src 'self'",
      "frame-ancestors 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
    ])
      expect(policy).toContain(directive);
    expect(Object.fromEntries(page.headers)).toMatchObject({
      "cache-control": "no-store",
      "cross-origin-opener-policy": "same-origin",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    });
    const script = await edge.send("/operators/assets/index-B1aC9_x-.js");
    expect(script.headers.get("cache-control")).toContain("immutable");
  });

  it("is found without the slash too, and holds nothing beside it", async () => {
    const edge = await startPage();
    const moved = await edge.send("/operators", { redirect: "manual" });
    expect([moved.status, moved.headers.get("location")]).toEqual([308, "/operators/"]);
    for (const path of ["/", "/index.html", "/operators/../index.html", "/operators/missing.js"])
      expect((await edge.send(path)).status).toBe(404);
  });
});

describe("what operators read", () => {
  it("needs the scope of events, and the receipts that of privacy", async () => {
    const edge = await startEdge();
    const status = async (path: string, headers: Record<string, string>) => (await edge.send(path, { headers })).status;
    expect(await status("/v1/operations", asService(keys.events))).toBe(200);
    expect(await status("/v1/operations", asService(keys.reader))).toBe(403);
    expect(await status("/v1/operations", asAgent())).toBe(403);
    expect(await status("/v1/operations", {})).toBe(401);
    expect(await status("/v1/erasures", asService(keys.all))).toBe(200);
    expect(await status("/v1/erasures", asService(keys.events))).toBe(403);
  });

  it("counts what was refused, by its code", async () => {
    const edge = await startEdge();
    const closing = { method: "DELETE", headers: { ...asService(keys.all), "if-match": '"1"' } };
    await edge.send("/v1/customers/C-1001/active-issue", closing);
    const answer: unknown = await (await edge.send("/v1/operations", { headers: asService(keys.all) })).json();
    expect(answer).toMatchObject({ conflicts: { versions: 1 } });
  });
});

describe("a measurement", () => {
  const measured = { acceptToBriefMilliseconds: 120, source: "cache" };

  it("is counted for an agent, and leaves nothing of them behind", async () => {
    const edge = await startEdge();
    const sent = await edge.send("/v1/measurements", withJson("POST", asAgent(), measured));
    expect([sent.status, await sent.text()]).toEqual([204, ""]);
    const text = await edge.metrics.text();
    expect(text).toContain('uic_accept_to_brief_seconds_count{source="cache"} 1');
    expect(edge.logged.join("")).not.toContain("agent-token");
  });

  it.each([
    ["a time of more than ten minutes", { ...measured, acceptToBriefMilliseconds: 600_001 }],
    ["a negative time", { ...measured, acceptToBriefMilliseconds: -1 }],
    ["a source that is none", { ...measured, source: "guess" }],
    ["anything else", { ...measured, conversationId: "conv-1" }],
  ])("is refused with %s", async (_, body) => {
    const edge = await startEdge();
    expect((await edge.send("/v1/measurements", withJson("POST", asAgent(), body))).status).toBe(400);
  });

  it("is for agents only, and counts in their requests of a minute", async () => {
    const edge = await startEdge({ organization: { rateLimits: { agents: 1, serviceKeys: 0 } } });
    expect((await edge.send("/v1/measurements", withJson("POST", asService(keys.all), measured))).status).toBe(403);
    expect((await edge.send("/v1/measurements", withJson("POST", asAgent(), measured))).status).toBe(204);
    expect((await edge.send("/v1/measurements", withJson("POST", asAgent(), measured))).status).toBe(429);
  });
});
