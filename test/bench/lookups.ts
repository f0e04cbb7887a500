import { createReadStream } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { finished } from "node:stream/promises";
import { routes } from "../../src/contract/routes.ts";
import { phoneOf, serviceKey } from "./installation.ts";
import { load, type LoadOrder } from "./load.ts";
import { median, type Timing } from "./numbers.ts";
import { seededFile } from "./seeded-store.ts";
import { startConstant, startService } from "./service-process.ts";
import type { Row } from "./table.ts";

const connections = 16;
const rounds = 3;

/** Lookups among few and among many customers, in turns with constants, so that all meet the same machine. */
export async function measureLookups(few: number, many: number, seconds: number): Promise<readonly Row[]> {
  const files = [await seededFile(few), await seededFile(many)] as const;
  for (const file of files) await readThrough(file);
  const services = [await startService(files[0]), await startService(files[1])] as const;
  const constant = await startConstant(await oneAnswer(services[0].url));
  try {
    const orders = {
      healthz: { url: services[0].url, kind: "constant", customers: few },
      constant: { url: constant.url, kind: "lookup", customers: few },
      few: { url: services[0].url, kind: "lookup", customers: few },
      many: { url: services[1].url, kind: "lookup", customers: many },
    } as const;
    const measured = await inTurns(orders, seconds);
    const rate = (name: keyof typeof orders) => measured[name].perSecond;
    const slower = measured.many.p99 / measured.few.p99;
    return [
      { what: "constant: GET /healthz", ...measured.healthz },
      { what: "constant: the same request, one answer for all", ...measured.constant },
      {
        what: `lookup, ${few.toLocaleString("en")} customers, file in memory`,
        ...measured.few,
        ratio: rate("few") / rate("constant"),
      },
      {
        what: `lookup, ${many.toLocaleString("en")} customers, file in memory`,
        ...measured.many,
        ...atLeast(rate("many") / rate("constant"), 0.6, "of the constant"),
      },
      { what: "its rate against GET /healthz", ...atLeast(rate("many") / rate("healthz"), 0.6, "of the constant") },
      {
        what: "its p99 against that of the fewer",
        ratio: slower,
        reach: { words: "≤ 1.2 ×", holds: slower <= 1.2 },
      },
    ];
  } finally {
    await Promise.all([...services, constant].map((one) => one.stop()));
    for (const file of files) dropAudit(file);
  }
}

/** A service that has run for a while finds its file in the system's memory, where that is large enough; else the first minutes would measure the disk. */
async function readThrough(file: string): Promise<void> {
  await finished(createReadStream(file, { highWaterMark: 2 ** 20 }).resume());
}

function atLeast(ratio: number, share: number, ofWhat: string): Pick<Row, "ratio" | "reach"> {
  return { ratio, reach: { words: `≥ ${share} ${ofWhat}`, holds: ratio >= share } };
}

async function inTurns<N extends string>(
  orders: Readonly<Record<N, Omit<LoadOrder, "connections" | "seconds">>>,
  seconds: number,
): Promise<Record<N, Timing & { readonly perSecond: number }>> {
  const names = Object.keys(orders).filter((name): name is N => name in orders);
  const runs = new Map<N, (Timing & { readonly perSecond: number })[]>(names.map((name) => [name, []]));
  // The first round warms the code up and is not counted.
  for (let round = 0; round <= rounds; round += 1)
    for (const name of names) {
      const run = await load({ ...orders[name], connections, seconds });
      if (round > 0) runs.get(name)?.push(run);
    }
  const middle = (name: N, of: keyof Timing | "perSecond") => median((runs.get(name) ?? []).map((run) => run[of]));
  const entries = names.map((name) => [
    name,
    { perSecond: middle(name, "perSecond"), median: middle(name, "median"), p99: middle(name, "p99") },
  ]);
  return Object.fromEntries(entries);
}

async function oneAnswer(url: string): Promise<string> {
  const answer = await fetch(url + routes.lookup(), {
    method: "POST",
    headers: { authorization: `Bearer ${serviceKey}`, "content-type": "application/json" },
    body: JSON.stringify({ identifiers: [{ type: "phone", value: phoneOf(7) }] }),
  });
  return answer.text();
}

/** Every lookup leaves an audit entry: the next run shall find the cached file as this one did. */
function dropAudit(file: string): void {
  const database = new DatabaseSync(file);
  database.exec("DELETE FROM audit_entries; DELETE FROM audit_waiting; PRAGMA wal_checkpoint(TRUNCATE)");
  database.close();
}
