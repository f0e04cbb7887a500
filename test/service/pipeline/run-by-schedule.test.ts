import { afterEach, beforeEach, expect, it } from "vitest";
import { conversationIdOf } from "./genesys-shapes.ts";
import { startHarness, type Harness } from "./harness.ts";

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness({ settleSeconds: 0 });
});
afterEach(() => harness.close());

it("begins nothing from the time on until which it may", async () => {
  await harness.accept("customer.end", conversationIdOf(1));
  expect(await harness.pipeline.runDue(harness.now)).toBe(0);
  expect(harness.genesys.calls).toEqual([]);
});

it("ends as soon as nothing more becomes due before that time", async () => {
  await harness.accept("customer.end", conversationIdOf(1));
  expect(await harness.pipeline.runDue(harness.now + 60_000)).toBe(1);
});
