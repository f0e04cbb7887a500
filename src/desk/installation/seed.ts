import { routes } from "../../contract/routes.ts";
import type { InteractionRequest } from "../../contract/writes.ts";

const atOnce = 16;

/**
 * Writes a past into the service through its public API, as a bot or an import would. Throws at the first refusal.
 * Who exists decides whom later identifiers belong to: the first of every customer is written before anything else, in order.
 */
export async function seedInteractions(
  origin: string,
  serviceKey: string,
  histories: readonly InteractionRequest[],
): Promise<void> {
  const firsts = new Map<string, InteractionRequest>();
  for (const request of histories) {
    const key = JSON.stringify(request.identifiers[0] ?? null);
    if (!firsts.has(key)) firsts.set(key, request);
  }
  const first = new Set(firsts.values());
  const rest = histories.filter((request) => !first.has(request)).values();
  const write = async (requests: Iterable<InteractionRequest>): Promise<void> => {
    for (const request of requests) {
      const response = await fetch(`${origin}${routes.interactions()}`, {
        method: "POST",
        headers: { Authorization: `Bearer ${serviceKey}`, "Content-Type": "application/json" },
        body: JSON.stringify(request),
      });
      const answer = await response.text();
      if (!response.ok) {
        throw new Error(`The service refused a seeded interaction with ${String(response.status)}: ${answer}`);
      }
    }
  };
  await write(first);
  await Promise.all(Array.from({ length: atOnce }, () => write(rest)));
}
