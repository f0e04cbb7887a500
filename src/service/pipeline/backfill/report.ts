import type { BackfillReport } from "./run-backfill.ts";
import { readIn, type Tally } from "./tally.ts";

/** What a run came to, in words for whoever started it. */
export function describeReport(report: BackfillReport): string {
  const { organizationId, days, daysRead, daysKnown, tally, newest, availableUntil, faults } = report;
  const { added, renewed, unchanged } = tally;
  const skipped = skips.flatMap(([fate, why]) =>
    tally[fate] > 0 ? [`  ${why.padEnd(width)}${shown(tally[fate])}`] : [],
  );
  return [
    `Organisation ${organizationId}: ${headline(report)}`,
    `  ${"days".padEnd(width)}${shown(daysRead)} of ${shown(days)}${daysKnown > 0 ? `, ${shown(daysKnown)} of them by an earlier run` : ""}`,
    `  ${"conversations read".padEnd(width)}${shown(readIn(tally))}`,
    `  ${"written".padEnd(width)}${shown(added + renewed)} (${shown(added)} new, ${shown(renewed)} renewed)`,
    `  ${"unchanged".padEnd(width)}${shown(unchanged)}`,
    ...skipped,
    ...(newest > 0
      ? [`  ${"handed over, too new for jobs".padEnd(width)}${shown(newest)} (ended after ${availableUntil})`]
      : []),
    ...(newest + tally.handedOver > 0
      ? ["  The running service takes what was handed over; GET /v1/dead-letters has what it cannot read either."]
      : []),
    ...faults.map((fault) => `  ${fault}`),
    "",
  ].join("\n");
}

const width = 34;

const skips = [
  ["anonymous", "skipped, anonymous"],
  ["noCustomer", "skipped, no customer took part"],
  ["erased", "skipped, customer erased"],
  ["expired", "skipped, past the days it is kept"],
  ["ongoing", "skipped, still going on"],
  ["unreadable", "skipped, no readable id"],
  ["handedOver", "handed over, unreadable here"],
] as const satisfies readonly (readonly [keyof Tally, string])[];

function headline({ ending }: BackfillReport): string {
  switch (ending) {
    case "done":
      return "everything was read.";
    case "stopped":
      return "stopped; the same command goes on where it was.";
    case "failed":
      return "not everything was read; the same command tries the rest again.";
    default:
      return ending satisfies never;
  }
}

function shown(count: number): string {
  return count.toLocaleString("en");
}
