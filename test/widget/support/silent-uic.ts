import type { UicClient, UicOutcome } from "../../../src/widget/journey/uic.ts";

const unreachable = (): Promise<UicOutcome<never>> => Promise.resolve({ kind: "unreachable" });

/** A service that answers only what a test gives it to answer. */
export function silentUic(answers: Partial<UicClient> = {}): UicClient {
  return {
    lookup: unreachable,
    interactions: unreachable,
    customer: unreachable,
    change: unreachable,
    link: unreachable,
    previewMerge: unreachable,
    merge: unreachable,
    cacheKey: unreachable,
    measure: () => undefined,
    ...answers,
  };
}
