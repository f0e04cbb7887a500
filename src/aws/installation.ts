import { pathToFileURL } from "node:url";
import * as z from "zod/mini";

const functionNames = ["events", "work", "api", "sweep"] as const;
export type FunctionName = (typeof functionNames)[number];

const headers = z.record(z.string(), z.string());
const variables = z.array(z.string());
const installation = z.object({
  organizationIds: z.array(z.string()).check(z.minLength(1)),
  eventTypes: z.array(z.string()).check(z.minLength(1)),
  secrets: z.object({ work: variables, api: variables, sweep: variables }),
  widgetHeaders: headers,
  operatorsHeaders: headers,
  longestRetentionDays: z.number(),
});
/** What is deployed, as the built functions themselves describe it. */
export interface Installation {
  readonly organizationIds: readonly string[];
  /** `detail-type` of the events that are of use. */
  readonly eventTypes: readonly string[];
  /** Variables that each function takes from secrets. */
  readonly secrets: Readonly<Record<"work" | "api" | "sweep", readonly string[]>>;
  /** Of every file of the widget, and of the operators' page. */
  readonly widgetHeaders: Readonly<Record<string, string>>;
  readonly operatorsHeaders: Readonly<Record<string, string>>;
  readonly longestRetentionDays: number;
}

const described = z.union([
  z.object({ ok: z.literal(true), value: installation }),
  z.object({ ok: z.literal(false), faults: z.array(z.string()) }),
]);
type Described =
  | { readonly ok: true; readonly value: Installation }
  | { readonly ok: false; readonly faults: readonly string[] };

const bundle = z.object({
  describeInstallation: z.custom<(texts: { readonly service: string; readonly widget: string }) => unknown>(
    (member) => typeof member === "function",
  ),
});

/** Asks the bundle, so that headers, secrets and topics have one source; a fault in words when it is not there. */
export async function readInstallation(
  bundleFolder: string,
  texts: { readonly service: string; readonly widget: string },
): Promise<Described> {
  let loaded: unknown;
  try {
    loaded = await import(pathToFileURL(`${bundleFolder}/installation.mjs`).href);
  } catch {
    return { ok: false, faults: [`${bundleFolder} has no built functions; run npm run build:lambda.`] };
  }
  return z.parse(described, z.parse(bundle, loaded).describeInstallation(texts));
}
