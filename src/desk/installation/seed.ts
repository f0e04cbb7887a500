import { routes } from "../../contract/routes.ts";
import type { InteractionRequest } from "../../contract/writes.ts";

const atOnce = 16;

/** Writes a past into the service through its public API, as a bot or an import would. Throws at the first refusal. */
export async function seedInteractions(
  origin: string,
  serviceKey: string,
  histories: readonly InteractionRequest[],
): Promise<void> {
  const waiting = histories.values();
  const work = async (): Promise<void> => {
    for (const request of waiting) {
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
  await Promise.all(Array.from({ length: atOnce }, work));
}
