import { median } from "./numbers.ts";
import { caller, customerIdOf } from "./installation.ts";
import { remove, seed, temporaryFile } from "./seeded-store.ts";
import { openStore, timedUpsert } from "./store-in-process.ts";
import type { Row } from "./table.ts";

const writers = 64;

/** Many writers on one customer: whether all they wrote is there, and how much longer the slowest of them took. */
export async function measureHotKey(upsertsEach: number): Promise<readonly Row[]> {
  const file = temporaryFile("hot-key");
  await seed(file, { customers: 1, pastOf: () => 10 });
  const store = openStore(file);
  try {
    const begun = performance.now();
    const written: number[] = [];
    const finished = await Promise.all(
      Array.from({ length: writers }, async () => {
        for (let number = 0; number < upsertsEach; number += 1) written.push(await timedUpsert(store.customers, 0));
        return performance.now() - begun;
      }),
    );
    const record = await store.customers.read(caller, customerIdOf(0));
    const count = record.ok ? record.value.interactionCount : 0;
    const lost = 10 + writers * upsertsEach - count;
    const slowestWrite = Math.max(...written) / median(written);
    const slowestWriter = Math.max(...finished) / median(finished);
    return [
      {
        what: `${writers} writers on one customer: ${lost} of ${writers * upsertsEach} lost`,
        perSecond: (writers * upsertsEach * 1000) / Math.max(...finished),
        median: median(written),
        reach: { words: "none lost", holds: lost === 0 },
      },
      { what: "the slowest write against the median", ratio: slowestWrite },
      {
        what: "the slowest writer against the median",
        ratio: slowestWriter,
        reach: { words: "≤ 1.5 × (none starves)", holds: slowestWriter <= 1.5 },
      },
    ];
  } finally {
    await store.close();
    remove(file);
  }
}
