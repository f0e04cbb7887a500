import { parseArgs } from "node:util";
import * as z from "zod/mini";

const options = z.object({
  /** Names the stack, and so everything in it. */
  name: z._default(z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9-]{0,40}$/)), "CustomerJourney"),
  /** The end of the partner event source's name, as it was typed into Genesys Cloud. */
  "event-source": z._default(z.string().check(z.regex(/^[A-Za-z0-9._-]{1,64}$/)), "customer-journey"),
  /** Where parameters of SSM with the secrets begin. */
  secrets: z._default(z.string().check(z.regex(/^(?:\/[A-Za-z0-9._-]+)+$/)), "/customer-journey"),
  config: z._default(z.string(), "./uic.config.json"),
  "widget-config": z._default(z.string(), "./config.json"),
  "alarm-email": z.optional(z.string().check(z.regex(/^[^\s@]+@[^\s@]+$/))),
  /** A name of one's own for the widget and the API, with the certificate for it in us-east-1. */
  domain: z.optional(z.string().check(z.regex(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/))),
  certificate: z.optional(z.string().check(z.regex(/^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/[0-9a-f-]+$/))),
  /** For how many days the table can be taken back to a point in time; as long erased facts are in its backups. */
  "recovery-days": z._default(z.string().check(z.regex(/^(?:[1-9]|[12]\d|3[0-5])$/)), "7"),
  output: z._default(z.string(), "./dist/cdk"),
});
export type Options = z.infer<typeof options>;

/** Reads `--name value` pairs, or says what is wrong in words. */
export function readOptions(
  args: readonly string[],
): { readonly ok: true; readonly options: Options } | { readonly ok: false; readonly faults: readonly string[] } {
  const names = Object.keys(options.shape);
  const known = Object.fromEntries(names.map((name) => [name, { type: "string" as const }]));
  let values: unknown;
  try {
    ({ values } = parseArgs({ args: [...args], options: known, strict: true }));
  } catch {
    return {
      ok: false,
      faults: [`Use these options only, each with a value: ${names.map((n) => `--${n}`).join(" ")}`],
    };
  }
  const read = options.safeParse(values);
  if (!read.success)
    return {
      ok: false,
      faults: read.error.issues.map(({ path }) => `--${path.join("")} has a value that it cannot have.`),
    };
  const { domain, certificate } = read.data;
  if ((domain === undefined) !== (certificate === undefined))
    return { ok: false, faults: ["--domain and --certificate belong together: name both or none."] };
  return { ok: true, options: read.data };
}
