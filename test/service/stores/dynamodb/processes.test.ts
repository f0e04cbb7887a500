import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DynamoLocation } from "../../../../src/service/stores/dynamodb/open.ts";
import { everyConversation, valueOf } from "../../customers/builders.ts";
import { asService, keys, withJson } from "../../http/harness.ts";
import { makeFolder, startService } from "../../main/process.ts";
import { startAws, type Aws } from "./engine-under-test.ts";
import { startDynamoService } from "./service.ts";

let aws: Aws;
beforeAll(async () => {
  aws = await startAws();
}, 120_000);
afterAll(() => aws.stop());

const harness = new URL("./writing-process.ts", import.meta.url).pathname;

function startWriting(
  location: DynamoLocation,
  name: string,
  mode: "stream" | "once",
  acknowledged: (conversationId: string) => void,
): ChildProcess {
  const { table, bucket, endpoint, s3endpoint } = location;
  const args = [harness, table, bucket, endpoint ?? "", s3endpoint ?? "", name, mode];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let rest = "";
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) acknowledged(line);
  });
  return child;
}

describe("several processes on one table", () => {
  it("lose nothing when 64 writers in two of them write to one customer", async () => {
    const location = aws.location();
    const service = await startDynamoService(location, "reader");
    const acknowledged = new Set<string>();
    const writing = ["one", "two"].map((name) =>
      startWriting(location, name, "once", (conversation) => acknowledged.add(conversation)),
    );
    const codes = await Promise.all(writing.map((child) => once(child, "exit")));
    expect(codes.map(([code]) => code as unknown)).toEqual([0, 0]);
    expect(acknowledged.size).toBe(64);
    const record = await valueOf(service.customers.read(service.agent, "C-1001"));
    expect(record).toMatchObject({ interactionCount: 64, version: 64 });
    expect(Object.keys(record.collectedData)).toHaveLength(64);
    expect(new Set(await everyConversation(service, "C-1001"))).toEqual(acknowledged);
    await service.close();
  }, 60_000);

  it("have every acknowledged write when one is killed, again and again", async () => {
    const location = aws.location();
    const service = await startDynamoService(location, "reader");
    const acknowledged = new Set<string>();
    const rounds = 4;
    for (let round = 0; round < rounds; round += 1) {
      const until = acknowledged.size + 40 + round * 7;
      const child = startWriting(location, `r${round}`, "stream", (conversation) => {
        acknowledged.add(conversation);
        if (acknowledged.size >= until) child.kill("SIGKILL");
      });
      await once(child, "exit");
    }
    const kept: string[] = [];
    for (const customer of [0, 1, 2, 3]) {
      const conversations = await everyConversation(service, `C-${customer}`);
      const { interactionCount } = await valueOf(service.customers.read(service.agent, `C-${customer}`));
      expect(interactionCount).toBe(conversations.length);
      kept.push(...conversations);
    }
    expect(new Set(kept).size).toBe(kept.length);
    expect(acknowledged.size).toBeGreaterThanOrEqual(rounds * 40);
    expect([...acknowledged].filter((conversation) => !kept.includes(conversation))).toEqual([]);
    await service.close();
  }, 120_000);

  it("find again what another that was killed had acknowledged over HTTP, and say what they made", async () => {
    const { table, bucket, endpoint, s3endpoint } = aws.location();
    const location = `dynamodb://${table}?region=eu-west-1&archive=s3://${bucket}&endpoint=${endpoint}&s3endpoint=${s3endpoint}`;
    const env = { UIC_STORE: location, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
    const all = asService(keys.all);
    const identifiers = [{ type: "phone", value: "+94771234567" }];
    const interaction = {
      conversationId: "conv-1",
      channel: "voice",
      startTime: "2026-11-20T10:15:00.000Z",
      durationSeconds: 412,
      resolutionStatus: "UNRESOLVED",
      intent: "Billing dispute",
    };
    const first = startService(makeFolder(), env);
    const write = withJson("POST", all, { identifiers, interaction });
    const recorded = await fetch(`${await first.listening}/v1/interactions`, write);
    expect(recorded.status).toBe(201);
    expect(first.out()).toContain(`The table ${table} was not there and has been made`);
    first.signal("SIGKILL");
    const second = startService(makeFolder(), env);
    const lookup = await fetch(`${await second.listening}/v1/contexts/lookup`, withJson("POST", all, { identifiers }));
    expect(await lookup.json()).toMatchObject({ status: "returning_customer", activeIssue: "Billing dispute" });
    second.signal("SIGTERM");
    expect(await second.exited).toBe(0);
  }, 30_000);
});
