import { afterAll, beforeAll, vi } from "vitest";
import { describeStore } from "../battery.ts";
import { testInboxStore } from "../inbox-battery.ts";
import { openQuietly, startAws, type Aws } from "./engine-under-test.ts";

// Java shares the machine with everything else that is tested at the time.
vi.setConfig({ testTimeout: 30_000 });

let aws: Aws;
beforeAll(async () => {
  aws = await startAws();
}, 120_000);
afterAll(() => aws.stop());

describeStore("DynamoDB", async () => {
  const location = aws.location();
  const first = await openQuietly(location);
  const second = await openQuietly(location);
  return {
    store: first.customers,
    other: second.customers,
    close: async () => {
      await first.close();
      await second.close();
    },
  };
});

testInboxStore("DynamoDB", async () => {
  const location = aws.location();
  const first = await openQuietly(location);
  const second = await openQuietly(location);
  return {
    store: first.inbox,
    second: second.inbox,
    close: async () => {
      await first.close();
      await second.close();
    },
  };
});
