import { describe, expect, it } from "vitest";
import { createLogger, describeError } from "../../../src/service/telemetry/logger.ts";

describe("the logger", () => {
  it("leaves out what must never be logged, should someone hand it over", () => {
    const lines: string[] = [];
    const logger = createLogger("info", { write: (line) => void lines.push(line) });
    logger.info(
      { requestId: "req-1", headers: { authorization: "Bearer canary" }, identifiers: ["canary"] },
      "Answered",
    );
    logger.info({ cause: [new Error("canary"), { token: "canary" }] }, "Answered");
    logger.error(new Error("canary"), "A request failed");
    logger.error(new Error("canary"));
    logger.info({ request: { url: "/?q=canary", body: { phone: "canary" } }, err: new Error("canary") }, "Answered");
    expect(lines.join("\n")).not.toContain("canary");
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: "info", requestId: "req-1", msg: "Answered" });
  });

  it("tells of an error its kind and place, not its words", () => {
    const described = describeError(new TypeError("canary\n    with a second line"));
    expect(described).toMatchObject({
      type: "TypeError",
      at: expect.arrayContaining([expect.stringContaining("logger.test.ts")]),
    });
    expect(JSON.stringify(described)).not.toContain("canary");
    expect(describeError("canary")).toEqual({ type: "string" });
  });
});
