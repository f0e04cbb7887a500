import { parseArgs } from "node:util";

export interface BackfillOrder {
  readonly days: number;
  /** Null: every organisation of the configuration. */
  readonly organizationId: string | null;
  readonly withInsights: boolean;
  readonly callsPerMinute: number;
  /** Begins anew where an earlier run was not finished. */
  readonly restart: boolean;
}

export type CommandLine =
  | { readonly kind: "run"; readonly order: BackfillOrder }
  | { readonly kind: "help" }
  | { readonly kind: "wrong"; readonly fault: string };

/** Genesys Cloud keeps whole details for 558 days. */
const mostDays = 558;
/** What Genesys Cloud allows one client in a minute. A running service has the same client: half is left to it. */
const mostCalls = 300;
/** With fewer not even one conversation with insights would come to its end within a minute. */
const fewestCalls = 10;
const usualCalls = 150;

export const help = `Usage: npm run backfill -- --days N [--organization ID] [options]

Reads the ended conversations of the past N days from Genesys Cloud into the store that
UIC_STORE names, beside a running service too. It takes the same variables as the service
and needs the organisation's "client". Stop it with Ctrl-C and run it again to go on.

  --days N               how many days back, 1 to ${mostDays}; what is older than the
                         organisation keeps is left out
  --organization ID      only this organisation of the configuration; else all of them
  --insights             also fetches summaries and sentiment, two to five further calls a
                         conversation; without it a wrap-up note is the summary
  --calls-per-minute N   ${fewestCalls} to ${mostCalls}; ${usualCalls} when left out, so that a running service that uses
                         the same client has the other half
  --restart              forgets where an unfinished run was
  --help                 this text

It ends with 0 when everything was read, 1 when something was not (and says what), 2 when
the command line is wrong, and 130 or 143 when it was stopped.
`;

/** Reads what stands behind `npm run backfill --`; what is wrong is said in one sentence. */
export function readCommandLine(parameters: readonly string[]): CommandLine {
  let values: ReturnType<typeof parse>;
  try {
    values = parse(parameters);
  } catch (error) {
    const [sentence = ""] = error instanceof Error ? error.message.split(/\.\s|\n/u) : [];
    return wrong(`${sentence.replace(/\.$/u, "")}; see npm run backfill -- --help.`);
  }
  if (values.help) return { kind: "help" };
  const days = wholeNumber(values.days, 1, mostDays);
  if (values.days === undefined) return wrong("Say how many days back, such as npm run backfill -- --days 90.");
  if (days === null) return wrong(`--days must be a whole number from 1 to ${mostDays}.`);
  const calls = wholeNumber(values["calls-per-minute"], fewestCalls, mostCalls);
  if (calls === null) return wrong(`--calls-per-minute must be a whole number from ${fewestCalls} to ${mostCalls}.`);
  const { organization } = values;
  if (organization !== undefined && organization.trim() === "")
    return wrong("--organization needs an id of the configuration.");
  return {
    kind: "run",
    order: {
      days,
      organizationId: organization ?? null,
      withInsights: values.insights,
      callsPerMinute: calls,
      restart: values.restart,
    },
  };
}

function parse(parameters: readonly string[]) {
  const { values } = parseArgs({
    args: [...parameters],
    allowPositionals: false,
    options: {
      days: { type: "string" },
      organization: { type: "string" },
      insights: { type: "boolean", default: false },
      "calls-per-minute": { type: "string", default: String(usualCalls) },
      restart: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  return values;
}

function wholeNumber(text: string | undefined, least: number, most: number): number | null {
  const number = /^\d{1,4}$/u.test(text ?? "") ? Number(text) : Number.NaN;
  return number >= least && number <= most ? number : null;
}

function wrong(fault: string): CommandLine {
  return { kind: "wrong", fault };
}
