import { describe, expect, it } from "vitest";
import { measured, type Measurement } from "../../../src/service/telemetry/measured.ts";

const thing = {
  name: "thing",
  answer: (value: number) => Promise.resolve(value + 1),
  fail: () => Promise.reject(new Error("out of reach")),
  atOnce: () => 7,
};

describe("what is measured", () => {
  it("answers as the target does and reports each promised answer under its verb", async () => {
    const reports: Measurement[] = [];
    const wrapped = measured(thing, (report) => void reports.push(report));
    expect(await wrapped.answer(1)).toBe(2);
    await expect(wrapped.fail()).rejects.toThrow("out of reach");
    expect(wrapped.atOnce()).toBe(7);
    expect(wrapped.name).toBe("thing");
    expect(reports.map(({ verb, failed }) => ({ verb, failed }))).toEqual([
      { verb: "answer", failed: false },
      { verb: "fail", failed: true },
    ]);
    expect(reports.every(({ seconds }) => seconds >= 0)).toBe(true);
  });
});
