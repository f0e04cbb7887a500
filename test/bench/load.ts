import { spawn, spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { routes } from "../../src/contract/routes.ts";
import { anInteraction, serviceKey } from "./installation.ts";
import { timingOf, type Timing } from "./numbers.ts";

/** What one run of the load generator is to send. */
export const loadOrder = z.object({
  url: z.string(),
  kind: z.enum(["lookup", "constant", "record"]),
  /** Whoever is asked for is drawn from so many. */
  customers: z.int(),
  connections: z.int(),
  seconds: z.number(),
});
export type LoadOrder = z.infer<typeof loadOrder>;

export const loadResult = z.object({
  perSecond: z.number(),
  milliseconds: z.array(z.number()),
  /** Answers that were not 2xx, and connections that broke. */
  failures: z.int(),
});
const wrkResult = z.object({ perSecond: z.number(), median: z.number(), p99: z.number(), failures: z.int() });

type Load = Timing & { readonly perSecond: number };

/** wrk takes a tenth of the processor that autocannon takes: on two cores the service is what is measured, and not who asks. */
export const loadTool: "wrk" | "autocannon" = spawnSync("wrk", ["-v"]).error ? "autocannon" : "wrk";

/** Sends load from a process of its own; throws when anything but success was answered. */
export async function load(order: LoadOrder): Promise<Load> {
  const { failures, ...measured } = await (loadTool === "wrk" ? loadByWrk(order) : loadByAutocannon(order));
  if (failures > 0) throw new Error(`${failures} requests of ${order.kind} failed: the numbers would mean nothing.`);
  return measured;
}

async function loadByAutocannon(order: LoadOrder): Promise<Load & { readonly failures: number }> {
  const generator = fileURLToPath(new URL("load-generator.ts", import.meta.url));
  const text = await outputOf(process.execPath, [generator, JSON.stringify(order)], {});
  const { perSecond, milliseconds, failures } = loadResult.parse(JSON.parse(text));
  return { perSecond, failures, ...timingOf(milliseconds) };
}

async function loadByWrk(order: LoadOrder): Promise<Load & { readonly failures: number }> {
  const script = fileURLToPath(new URL("requests.lua", import.meta.url));
  const options = ["-t1", `-c${order.connections}`, `-d${order.seconds}s`, "--timeout", "30s", "-s", script];
  const text = await outputOf("wrk", [...options, order.url], {
    BENCH_KEY: serviceKey,
    BENCH_CUSTOMERS: String(order.customers),
    BENCH_SEED: String(randomInt(2 ** 31)),
    ...requestOf(order),
  });
  return wrkResult.parse(JSON.parse(text.trim().split("\n").at(-1) ?? ""));
}

function requestOf({ kind }: LoadOrder): Readonly<Record<"BENCH_PATH" | "BENCH_BODY", string>> {
  const phone = { type: "phone", value: "%PHONE%" } as const;
  switch (kind) {
    case "constant":
      return { BENCH_PATH: "/healthz", BENCH_BODY: "" };
    case "lookup":
      return { BENCH_PATH: routes.lookup(), BENCH_BODY: JSON.stringify({ identifiers: [phone] }) };
    case "record": {
      const interaction = { ...anInteraction(0, "%ID%"), identifiers: [phone] };
      return { BENCH_PATH: routes.interactions(), BENCH_BODY: JSON.stringify(interaction) };
    }
    default:
      return kind satisfies never;
  }
}

async function outputOf(
  program: string,
  options: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<string> {
  const env = { PATH: process.env["PATH"] ?? "", ...variables };
  const child = spawn(program, options, { stdio: ["ignore", "pipe", "inherit"], env });
  let text = "";
  for await (const chunk of child.stdout) text += String(chunk);
  return text;
}
