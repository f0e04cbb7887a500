import { failed, type Answer } from "./answer.ts";

type Ask<T> = () => Promise<Answer<T>>;

const forgottenAfter = 60 * 60_000;

/** Asks for what needs a licence or permission of its own; once refused, it is not asked for again for an hour: no call is spent on it. */
export function whileAllowed(now: () => number): <T>(ask: Ask<T>) => Promise<Answer<T>> {
  let refusedUntil = 0;
  return async (ask) => {
    if (refusedUntil > now()) return failed({ kind: "refused", reason: "Genesys Cloud refused this lately." });
    const answer = await ask();
    if (!answer.ok && answer.failure.kind === "refused") refusedUntil = now() + forgottenAfter;
    return answer;
  };
}
