import { createReadStream } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { finished } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { routes } from "../../src/contract/routes.ts";
import { phoneOf, serviceKey } from "./installation.ts";
import { load, type LoadOrder } from "./load.ts";
import { median, type Timing } from "./numbers.ts";
import { seededFile } from "./seeded-store.ts";
import { startConstant, startService } from "./service-process.ts";
import type { Row } from "./table.ts";

const connections = 16;
const rounds = 5;
/** Of each before the first round, in lengths of a round: code, and what finds a million customers, come into memory by use. */
const warmUp = 2;

/** Lookups among few and among many customers, in turns with constants, so that all meet the same machine. */
export async function measureLookups(few: number, many: number, seconds: number): Promise<readonly Row[]> {
  const files = [await seededFile(few), await seededFile(many)] as const;
  const services = [await startService(files[0]), await startService(files[1])] as const;
  const constant = await startConstant(await oneAnswer(services[0].url));
  try {
    const orders = {
      healthz: { url: services[0].url, kind: "constant", customers: few },
      constant: { url: constant.url, kind: "lookup", customers: few },
      few: { url: services[0].url, kind: "lookup", customers: few },
      many: { url: services[1].url, kind: "lookup", customers: many },
    } as const;
    const measured = await inTurns(orders, seconds, async (name) => {
      for (const file of files) await untilFiled(file);
      if (name === "few" || name === "many") await readThrough(files[name === "few" ? 0 : 1]);
    });
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

/** A service that has run for a while finds its file in the system's memory, where that is large enough and kept; else this would measure the disk. */
async function readThrough(file: string): Promise<void> {
  await finished(createReadStream(file, { highWaterMark: 2 ** 20 }).resume());
}

/** A service files the audit entries of its lookups once it is left alone: another's turn begins when that is done. */
async function untilFiled(file: string): Promise<void> {
  const database = new DatabaseSync(file, { readOnly: true });
  const waiting = database.prepare("SELECT COUNT(*) AS batches FROM audit_waiting");
  while (Number(waiting.get()?.["batches"]) > 0) await sleep(200);
  database.close();
}

function atLeast(ratio: number, share: number, ofWhat: string): Pick<Row, "ratio" | "reach"> {
  return { ratio, reach: { words: `≥ ${share} ${ofWhat}`, holds: ratio >= share } };
}

async function inTurns<N extends string>(
  orders: Readonly<Record<N, Omit<LoadOrder, "connections" | "seconds">>>,
  seconds: number,
  prepare: (name: N) => Promise<void>,
): Promise<Record<N, Timing & { readonly perSecond: number }>> {
  const names = Object.keys(orders).filter((name): name is N => name in orders);
  const runs = new Map<N, (Timing & { readonly perSecond: number })[]>(names.map((name) => [name, []]));
  const run = async (name: N, length: number) => {
    await prepare(name);
    return load({ ...orders[name], connections, seconds: length });
  };
  for (const name of names) await run(name, warmUp * seconds);
  for (let round = 0; round < rounds; round += 1)
    for (const name of round % 2 === 0 ? names : names.toReversed()) runs.get(name)?.push(await run(name, seconds));
  const middle = (name: N, of: keyof Timing | "perSecond") => median((runs.get(name) ?? []).map((one) => one[of]));
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
