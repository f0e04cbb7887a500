import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { anInteraction, customerId, everyConversation, phone, valueOf } from "./builders.ts";
import { startService, temporaryFolder } from "./service-under-test.ts";

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

describe("many writers", () => {
  it("lose nothing when 64 of them write to one customer over two services on one file", async () => {
    const services = [
      startService({ file: folder.file, process: "one" }),
      startService({ file: folder.file, process: "two" }),
    ];
    await Promise.all(
      Array.from({ length: 64 }, async (_, writer) => {
        const service = services[writer % 2] ?? services[0]!;
        await valueOf(
          service.customers.recordInteraction(
            service.pipeline,
            anInteraction([customerId()], {}, { [`k${writer}`]: 1 }),
          ),
        );
        await valueOf(service.customers.patchCollectedData(service.agent, "C-1001", { [`p${writer}`]: 1 }, null));
      }),
    );
    for (const service of services) {
      const record = await valueOf(service.customers.read(service.agent, "C-1001"));
      expect(record).toMatchObject({ interactionCount: 64, version: 128 });
      expect(Object.keys(record.collectedData)).toHaveLength(128);
    }
    for (const service of services) await service.close();
  });

  it("make one customer of one unknown phone, however many meet it at the same moment", async () => {
    const services = [
      startService({ file: folder.file, process: "one" }),
      startService({ file: folder.file, process: "two" }),
    ];
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, writer) => {
        const service = services[writer % 2] ?? services[0]!;
        return valueOf(service.customers.recordInteraction(service.pipeline, anInteraction([phone()])));
      }),
    );
    expect(new Set(answers.map((answer) => answer.customerId)).size).toBe(1);
    for (const service of services) await service.close();
  });

  it("keep every acknowledged write when the process is killed, again and again", async () => {
    const harness = new URL("./writing-process.ts", import.meta.url).pathname;
    const acknowledged = new Set<string>();
    for (let round = 0; round < 6; round += 1) {
      const child = spawn(process.execPath, [harness, folder.file, String(round)], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      let lines = 0;
      child.stdout.setEncoding("utf8");
      let rest = "";
      child.stdout.on("data", (text: string) => {
        const parts = (rest + text).split("\n");
        rest = parts.pop() ?? "";
        for (const line of parts) acknowledged.add(line);
        lines += parts.length;
        if (lines > 20 + round * 7) child.kill("SIGKILL");
      });
      await once(child, "exit");
    }
    const service = startService({ file: folder.file });
    const kept: string[] = [];
    for (let customer = 0; customer < 4; customer += 1) {
      const conversations = await everyConversation(service, `C-${customer}`);
      const { interactionCount } = await valueOf(service.customers.read(service.agent, `C-${customer}`));
      expect(interactionCount).toBe(conversations.length);
      kept.push(...conversations);
    }
    expect(new Set(kept).size).toBe(kept.length);
    expect(acknowledged.size).toBeGreaterThan(100);
    expect([...acknowledged].filter((conversation) => !kept.includes(conversation))).toEqual([]);
    await service.close();
  }, 60_000);
});
