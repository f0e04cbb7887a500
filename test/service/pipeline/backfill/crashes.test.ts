import { expect, it } from "vitest";
import type { BackfillDeps } from "../../../../src/service/pipeline/backfill/run-backfill.ts";
import { aConversation, createBench, day, journeyOf, startPastDesk, type Bench } from "./harness.ts";

const nimali = { address: "+94771234567", attributes: { customerId: "C-1001" } };
const ruwan = { address: "+94112555777", attributes: { customerId: "C-3001" } };

const killed = () => new Error("The process was killed.");
const told = (bench: Bench) => Promise.all(["C-1001", "C-3001"].map((id) => journeyOf(bench, id)));

/** A run that dies at its nth write, before it took effect or after it did but before anybody heard of it. */
function dyingAt(step: number, when: "before" | "after", { deps }: Bench) {
  let taken = 0;
  let dead = false;
  function begin(): boolean {
    if (dead) throw killed();
    taken += 1;
    dead = taken === step;
    if (dead && when === "before") throw killed();
    return dead;
  }
  const stepped = async <T>(act: () => Promise<T>): Promise<T> => {
    const isLast = begin();
    const done = await act();
    if (isLast) throw killed();
    return done;
  };
  const dying: Pick<BackfillDeps, "customers" | "inbox" | "progress"> = {
    customers: {
      ...deps.customers,
      recordInteraction: (...given) => stepped(() => deps.customers.recordInteraction(...given)),
    },
    inbox: { addEvents: (...given) => stepped(() => deps.inbox.addEvents(...given)) },
    progress: {
      ...deps.progress,
      save(...given) {
        const isLast = begin();
        deps.progress.save(...given);
        if (isLast) throw killed();
      },
    },
  };
  return { dying, isDead: () => dead };
}

it("a backfill that dies at any of its writes, before or after it took effect, is finished by the next", async () => {
  const desk = await startPastDesk(2);
  aConversation(desk, { customers: [nimali] });
  desk.clock.advance(day);
  aConversation(desk, { customers: [nimali, ruwan] });
  desk.clock.advance(day);
  const whole = createBench(desk.origin, desk.clock);
  await whole.run();
  const expected = await told(whole);
  expect(expected).toMatchObject([{ interactionCount: 2 }, { interactionCount: 1 }]);

  let steps = 0;
  for (const when of ["before", "after"] as const) {
    for (let step = 1; ; step += 1) {
      const bench = createBench(desk.origin, desk.clock);
      const { dying, isDead } = dyingAt(step, when, bench);
      await bench.run({}, dying).catch(() => undefined);
      await bench.run();
      expect(await told(bench), `${when} write ${step}`).toEqual(expected);
      steps += 1;
      if (!isDead()) break;
    }
  }
  expect(steps).toBeGreaterThan(20);
});
