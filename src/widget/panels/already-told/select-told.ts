import type { CollectedData } from "../../../contract/record.ts";
import type { Channel, PlainValue } from "../../../contract/primitives.ts";

/** One thing the customer has told already, with where and when. */
export interface Told {
  readonly key: string;
  readonly value: PlainValue;
  readonly channel: Channel | null;
  readonly at: string;
  /** So old that the agent should ask whether it still holds. */
  readonly stale: boolean;
}

const daysUntilStale = 90;

/** Newest first; of the same moment by name. What stands over the panel as the customer's name is not said twice. */
export function selectTold(collected: CollectedData, displayName: string | null, now: number): readonly Told[] {
  return Object.entries(collected)
    .filter(([key, { value }]) => key !== "customerName" || value !== displayName)
    .map(([key, { value, channel, collectedAt }]) => ({
      key,
      value,
      channel,
      at: collectedAt,
      stale: now - Date.parse(collectedAt) >= daysUntilStale * 86_400_000,
    }))
    .filter(({ value }) => String(value).trim() !== "")
    .toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at) || (one.key < other.key ? -1 : 1));
}

/** The agent's words in the place of what was told: a number stays one, where they are one. */
export function correctedValue(before: PlainValue, words: string): PlainValue {
  return typeof before === "number" && words !== "" && String(Number(words)) === words ? Number(words) : words;
}
