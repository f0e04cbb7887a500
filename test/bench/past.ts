import { median, timingOf } from "./numbers.ts";
import { remove, seed, temporaryFile } from "./seeded-store.ts";
import { openStore, timedUpsert } from "./store-in-process.ts";
import type { Row } from "./table.ts";

/** So many customers of each past that no one's past grows by much while it is measured. */
const pasts = [
  { past: 10, customers: 50 },
  { past: 50, customers: 20 },
  { past: 1300, customers: 5 },
  { past: 20_000, customers: 1 },
] as const;

/** One caller's upserts for customers with short and long pasts, in turns. */
export async function measurePast(upserts: number): Promise<readonly Row[]> {
  const file = temporaryFile("past");
  const everyone = pasts.flatMap(({ past, customers }) => Array.from({ length: customers }, () => past));
  await seed(file, { customers: everyone.length, pastOf: (customer) => everyone[customer] ?? 0 });
  const store = openStore(file);
  const timed = new Map<number, { readonly milliseconds: number[]; readonly cpu: number[] }>(
    pasts.map(({ past }) => [past, { milliseconds: [], cpu: [] }]),
  );
  const warmUp = 50;
  try {
    for (let round = -warmUp; round < upserts; round += 1)
      for (const { past, customers } of pasts) {
        const customer = everyone.indexOf(past) + (Math.max(round, 0) % customers);
        const before = process.cpuUsage();
        const took = await timedUpsert(store.customers, customer);
        const { user, system } = process.cpuUsage(before);
        if (round < 0) continue;
        timed.get(past)?.milliseconds.push(took);
        timed.get(past)?.cpu.push((user + system) / 1000);
      }
  } finally {
    await store.close();
    remove(file);
  }
  const costOf = (past: number) => median(timed.get(past)?.milliseconds ?? []);
  const cpuOf = (past: number) => median(timed.get(past)?.cpu ?? []);
  const [{ past: shortest }] = pasts;
  return pasts.flatMap(({ past }) => {
    const timing = timingOf(timed.get(past)?.milliseconds ?? []);
    const what = `upsert at ${past.toLocaleString("en")} past interactions`;
    const ratio = costOf(past) / costOf(shortest);
    const cpu = { what: `its processor time`, median: cpuOf(past), ratio: cpuOf(past) / cpuOf(shortest) };
    if (past === shortest)
      return [
        { what, ...timing },
        { ...cpu, ratio: 1 },
      ];
    const isJudged = past === 1300;
    return [
      { what, ...timing, ratio, ...(isJudged && { reach: { words: "≤ 1.2 × that at 10", holds: ratio <= 1.2 } }) },
      cpu,
    ];
  });
}
