import { fails, holds, unknown, type Finding } from "../finding.ts";
import type { Reached } from "../reach.ts";

/** Whole seconds in `Date` headers, the way of the answer, and what Genesys Cloud tolerates. */
const toleratedSeconds = 60;

/** Whether this machine, the service and Genesys Cloud agree what time it is, by answers that came from them. */
export function checkClocks(answers: Readonly<Record<string, Reached>>): readonly Finding[] {
  return Object.entries(answers).map(([name, reached]) => checkClock(name, reached));
}

function checkClock(name: string, reached: Reached): Finding {
  if (!reached.ok) return unknown(`The clock of ${name}`, reached.next);
  const told = Date.parse(reached.headers.get("date") ?? "");
  if (Number.isNaN(told)) return unknown(`The clock of ${name}`, "Its answer has no Date header.");
  const ahead = Math.round((reached.at - told) / 1000);
  return Math.abs(ahead) <= toleratedSeconds
    ? holds(`This machine and ${name} agree what time it is`)
    : fails(
        `This machine's clock is ${String(Math.abs(ahead))} s ${ahead > 0 ? "ahead of" : "behind"} that of ${name}`,
        "Let the operating system keep its time (NTP, timedatectl): tokens, events and retention go by it.",
      );
}
