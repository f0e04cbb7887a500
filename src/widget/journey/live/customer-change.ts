import * as z from "zod/mini";
import { customerRecord } from "../uic-answers.ts";
import type { ServerSentEvent } from "./event-reader.ts";

/** What the service tells of a customer who is followed; `erased` and `merged` are the last about them. */
export const customerChange = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("context"), customerId: z.string(), record: customerRecord }),
  /** Also of a customer who is unknown to the service. */
  z.object({ kind: z.literal("erased"), customerId: z.string() }),
  /** `customerId` is now answered for by the survivor. */
  z.object({ kind: z.literal("merged"), customerId: z.string(), survivor: z.string() }),
]);
export type CustomerChange = z.infer<typeof customerChange>;

const ofCustomer = z.object({ customerId: z.string() });
const ofMerge = z.object({ customerId: z.string(), from: z.string() });

/** Reads one event of a stream about several customers; null for what is new to this widget or cannot be read. */
export function readChange({ event, id, data }: ServerSentEvent): CustomerChange | null {
  const body = json(data);
  switch (event) {
    case "context": {
      const record = customerRecord.safeParse(body).data;
      // The id says who was asked for, the record who answers for them.
      const customerId = /^(.+):\d+$/.exec(id)?.[1] ?? record?.customerId;
      return record && customerId !== undefined ? { kind: "context", customerId, record } : null;
    }
    case "erased": {
      const read = ofCustomer.safeParse(body).data;
      return read ? { kind: "erased", ...read } : null;
    }
    case "merged": {
      const read = ofMerge.safeParse(body).data;
      return read ? { kind: "merged", customerId: read.from, survivor: read.customerId } : null;
    }
    default:
      return null;
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
