import { randomInt, randomUUID } from "node:crypto";
import autocannon from "autocannon";
import { routes } from "../../src/contract/routes.ts";
import { anInteraction, phoneOf, serviceKey } from "./installation.ts";
import { loadOrder, type loadResult, type LoadOrder } from "./load.ts";
import type * as z from "zod";

/** The process that sends the load: autocannon, timed here because its own histogram is in whole milliseconds. */
const order = loadOrder.parse(JSON.parse(process.argv[2] ?? ""));
const headers = { authorization: `Bearer ${serviceKey}`, "content-type": "application/json" };
const milliseconds: number[] = [];
const instance = autocannon(
  {
    url: order.url,
    connections: order.connections,
    duration: order.seconds,
    headers,
    ...requestsOf(order),
  },
  (error, result) => {
    if (error) throw new Error("The load generator failed.", { cause: error });
    const { non2xx, errors, timeouts, duration } = result;
    const said: z.infer<typeof loadResult> = {
      perSecond: milliseconds.length / duration,
      milliseconds,
      failures: non2xx + errors + timeouts,
    };
    process.stdout.write(JSON.stringify(said));
  },
);
instance.on("response", (_client, _status, _bytes, responseTime) => void milliseconds.push(responseTime));

function requestsOf({ kind, customers, connections, seconds }: LoadOrder): Partial<autocannon.Options> {
  const someone = () => randomInt(customers);
  switch (kind) {
    case "constant":
      return { method: "GET", requests: [{ path: "/healthz" }] };
    case "lookup": {
      // Made before the clock runs, other customers for every connection: the generator has one core, and so has the service.
      const perConnection = Math.ceil((seconds * 12_000) / connections);
      return {
        setupClient(client) {
          client.setRequests(
            Array.from({ length: perConnection }, () => ({
              method: "POST" as const,
              path: routes.lookup(),
              headers,
              body: JSON.stringify({ identifiers: [{ type: "phone", value: phoneOf(someone()) }] }),
            })),
          );
        },
      };
    }
    case "record":
      return {
        requests: [
          {
            method: "POST",
            path: routes.interactions(),
            setupRequest: (request) => ({
              ...request,
              body: JSON.stringify(anInteraction(someone(), randomUUID())),
            }),
          },
        ],
      };
    default:
      return kind satisfies never;
  }
}
