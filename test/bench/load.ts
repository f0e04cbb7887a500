import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import * as z from "zod";
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

const generator = fileURLToPath(new URL("load-generator.ts", import.meta.url));

/** Sends load from a process of its own; throws when anything but success was answered. */
export async function load(order: LoadOrder): Promise<Timing & { readonly perSecond: number }> {
  const child = spawn(process.execPath, [generator, JSON.stringify(order)], { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  for await (const chunk of child.stdout) text += String(chunk);
  const { perSecond, milliseconds, failures } = loadResult.parse(JSON.parse(text));
  if (failures > 0) throw new Error(`${failures} requests of ${order.kind} failed: the numbers would mean nothing.`);
  return { perSecond, ...timingOf(milliseconds) };
}
