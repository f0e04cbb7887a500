import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Organization } from "../../../src/service/config.ts";
import { createSweeper } from "../../../src/service/sweeper.ts";
import { organizations } from "../http/harness.ts";

const hour = 3_600_000;
const both = organizations("http://localhost:1").organizations;

// Only the hours are not waited for.
beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] }));
afterEach(() => void vi.useRealTimers());

function startSweeper(sweep: (organization: Organization, call: number) => Promise<boolean>) {
  const swept: string[] = [];
  const errors: unknown[] = [];
  const sweeper = createSweeper({
    organizations: both,
    customers: {
      async sweep(organization) {
        swept.push(organization.id);
        return sweep(organization, swept.length);
      },
    },
    logger: { error: (fields: unknown) => void errors.push(fields) },
  });
  sweeper.start();
  return { sweeper, swept, errors };
}

it("sweeps every organisation at the start and every hour, until nothing is left of each", async () => {
  const { sweeper, swept } = startSweeper(async (_, call) => call < 3);
  await vi.waitUntil(() => swept.length === 4);
  const [first, second] = both.map(({ id }) => id);
  expect(swept).toEqual([first, first, first, second]);
  vi.advanceTimersByTime(hour);
  await vi.waitUntil(() => swept.length === 6);
  await sweeper.stop();
});

it("goes on with the others, and again later, when a store is away", async () => {
  const { sweeper, swept, errors } = startSweeper(async (organization) => {
    if (organization === both[0]) throw new Error("away");
    return false;
  });
  await vi.waitUntil(() => swept.length === 2);
  vi.advanceTimersByTime(hour);
  await vi.waitUntil(() => swept.length === 4);
  expect(errors).toHaveLength(2);
  await sweeper.stop();
});

it("stops after the part that is under way", async () => {
  const part = Promise.withResolvers<boolean>();
  const { sweeper, swept } = startSweeper(() => part.promise);
  const stopped = sweeper.stop();
  part.resolve(true);
  await stopped;
  vi.advanceTimersByTime(2 * hour);
  expect(swept).toHaveLength(1);
});
