import process from "node:process";
import { pathToFileURL } from "node:url";
import * as z from "zod";

/** Stands for the runtime of AWS Lambda: loads the bundle it is given and hands it one invocation after the other. */
const invocation = z.object({ event: z.unknown(), milliseconds: z.number() });
const handler = z.custom<(event: unknown, context: unknown) => Promise<unknown>>((one) => typeof one === "function");

const [, , bundle = "", name = ""] = process.argv;
// As the runtime does: what a function opens may be opened while it is loaded.
process.env["_HANDLER"] = `index.${name}`;
const loaded: unknown = await import(pathToFileURL(bundle).href);
const handle = z.looseObject({ [name]: handler }).parse(loaded)[name];

process.on("message", (message) => void invoke(message));
process.send?.({ loaded: true });

async function invoke(message: unknown): Promise<void> {
  const { event, milliseconds } = invocation.parse(message);
  const endsAt = Date.now() + milliseconds;
  const context = { awsRequestId: "req-1", getRemainingTimeInMillis: () => endsAt - Date.now() };
  try {
    process.send?.({ ok: true, answer: await handle?.(event, context) });
  } catch (error) {
    process.send?.({ ok: false, message: error instanceof Error ? error.message : String(error) });
  }
}
