import { StoreUnavailable } from "../store-unavailable.ts";

export interface RetryDeps {
  readonly random: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

const attempts = 12;
/** A probe or a request must not hang on a network that swallows everything. */
const patienceMilliseconds = 8000;
const firstMilliseconds = 20;
const longestMilliseconds = 1000;

const transientNames = new Set([
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "ThrottlingException",
  "ThrottledException",
  "Throttling",
  "LimitExceededException",
  "InternalServerError",
  "InternalError",
  "ServiceUnavailable",
  "SlowDown",
  "OperationAborted",
  "TransactionConflictException",
  "TransactionInProgressException",
  "RequestTimeout",
  "TimeoutError",
  "ReplicatedWriteConflictException",
]);
/** Reasons of a cancelled transaction that say nothing against its conditions. */
const transientReasons = new Set(["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"]);
const brokenConnection = new Set(["ECONNRESET", "ECONNREFUSED", "EPIPE", "ETIMEDOUT", "EAI_AGAIN", "ENOTFOUND"]);

/**
 * Tries again, after waits with full jitter, while the service throttles, is in conflict with itself or does not answer; then it is unavailable.
 * The attempt must do the same however often it is run.
 */
export async function untilServed<T>({ random, wait }: RetryDeps, attempt: () => Promise<T>): Promise<T> {
  const began = performance.now();
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt();
    } catch (error) {
      // What the SDK throws can hold items, and so personal data: only its name goes on.
      const name = error instanceof Error ? error.name : "unknown error";
      if (!isTransient(error))
        throw new StoreUnavailable(
          `AWS refused a request of the store (${name}); look at its rights, region and names.`,
        );
      if (tried >= attempts || performance.now() - began > patienceMilliseconds) {
        throw new StoreUnavailable(
          `AWS did not serve the store after ${tried} tries (${name}); try again, or raise its capacity.`,
        );
      }
    }
    await wait(random() * Math.min(firstMilliseconds * 2 ** tried, longestMilliseconds));
  }
}

function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (transientNames.has(error.name)) return true;
  if (error.name === "TransactionCanceledException")
    return reasonCodes(error).some((code) => transientReasons.has(code));
  if ("code" in error && brokenConnection.has(String(error.code))) return true;
  const status = statusOf(error);
  return status === 429 || (status !== null && status >= 500);
}

function reasonCodes(error: Error): readonly string[] {
  const reasons: unknown = "CancellationReasons" in error ? error.CancellationReasons : [];
  return Array.isArray(reasons)
    ? reasons.map((reason: unknown) =>
        typeof reason === "object" && reason !== null && "Code" in reason ? String(reason.Code) : "",
      )
    : [];
}

export function statusOf(error: Error): number | null {
  const metadata: unknown = "$metadata" in error ? error.$metadata : null;
  if (typeof metadata !== "object" || metadata === null || !("httpStatusCode" in metadata)) return null;
  return Number(metadata.httpStatusCode);
}
