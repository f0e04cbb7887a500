import type { ChangesRequest } from "../../contract/writes.ts";
import type { CustomerChange } from "../customers/customers.ts";
import type { StreamedEvent } from "./event-stream.ts";

/** The changes as events of a stream about one customer, or about several, whose ids must then say of whom. */
export async function* changeEvents(
  changes: AsyncIterable<CustomerChange>,
  about: "one" | "several",
): AsyncGenerator<StreamedEvent> {
  for await (const change of changes) {
    switch (change.kind) {
      case "context": {
        const { version } = change.record;
        const id = about === "one" ? String(version) : `${change.customerId}:${version}`;
        yield { event: "context", id, data: change.record };
        break;
      }
      case "erased":
        yield { event: "erased", data: { customerId: change.customerId } };
        break;
      case "merged": {
        const from = about === "one" ? {} : { from: change.from };
        yield { event: "merged", data: { customerId: change.customerId, ...from } };
        break;
      }
      default:
        change satisfies never;
    }
  }
}

/** The customers with the version that the last event's id (`<customerId>:<version>`) gives for the one that it was about. */
export function resumed(
  customers: ChangesRequest["customers"],
  lastEventId: string | null,
): ChangesRequest["customers"] {
  const [, id, version] = /^(.+):(\d{1,15})$/.exec(lastEventId ?? "") ?? [];
  if (id === undefined) return customers;
  return customers.map((one) => (one.customerId === id ? { ...one, version: Number(version) } : one));
}
