import type { InteractionRequest } from "../../contract/writes.ts";
import { iso } from "../runtime.ts";

export type Identifiers = InteractionRequest["identifiers"];
export type Summary = InteractionRequest["interaction"];

/** Milliseconds. */
export const day = 86_400_000;

const fillerIntents = ["Billing question", "Technical fault", "Plan upgrade", "Roaming", "Payment reminder"] as const;
const fillerChannels = ["voice", "email", "chat", "sms", "whatsapp", "messaging", "callback"] as const;
const fillerAgents = ["Amara Silva", "Kasun Fernando", "Dilan Wickramasinghe"] as const;
const fillerSentiments = [
  { sentiment: "POSITIVE", sentimentScore: 0.5 },
  { sentiment: "NEUTRAL", sentimentScore: 0 },
  { sentiment: "NEGATIVE", sentimentScore: -0.4 },
] as const;

/** An ordinary past, all of it settled, spread evenly and the same at every start. */
export function filler({
  name,
  identifiers,
  count,
  now,
  newestDaysAgo,
  oldestDaysAgo,
  customerName,
}: {
  readonly name: string;
  readonly identifiers: Identifiers;
  readonly count: number;
  readonly now: number;
  readonly newestDaysAgo: number;
  readonly oldestDaysAgo: number;
  readonly customerName?: string;
}): readonly InteractionRequest[] {
  const span = count > 1 ? (oldestDaysAgo - newestDaysAgo) / (count - 1) : 0;
  return Array.from({ length: count }, (_, index) => {
    const startedAt = now - (newestDaysAgo + span * index) * day;
    const intent = pick(fillerIntents, index * 7);
    const abandoned = index % 17 === 5;
    return {
      identifiers,
      ...(index > 0 || customerName === undefined ? {} : { collectedData: { customerName } }),
      interaction: summary(
        `${name}-${String(count - index).padStart(4, "0")}`,
        startedAt,
        pick(fillerChannels, index * 3),
        intent,
        abandoned ? "ABANDONED" : "RESOLVED",
        {
          durationSeconds: abandoned ? 40 : 120 + ((index * 37) % 600),
          agentName: abandoned ? null : pick(fillerAgents, index * 5),
          queueName: index % 2 === 0 ? "Customer care" : "Billing",
          outcomeNotes: abandoned ? "" : `${intent} answered in one contact; nothing is open.`,
          ...pick(fillerSentiments, index * 11),
        },
      ),
    };
  });
}

function pick<const T extends readonly [unknown, ...unknown[]]>(choices: T, index: number): T[number] {
  return choices[index % choices.length] ?? choices[0];
}

export function summary(
  conversationId: string,
  startedAt: number,
  channel: Summary["channel"],
  intent: string,
  resolutionStatus: Summary["resolutionStatus"],
  more: Omit<Summary, "conversationId" | "channel" | "intent" | "startTime" | "resolutionStatus">,
): Summary {
  return {
    conversationId: `demo-${conversationId}`,
    channel,
    direction: "inbound",
    startTime: iso(startedAt),
    resolutionStatus,
    intent,
    summarySource: "agent",
    ...more,
  };
}

/** A time of day, some days ago, on the clock of the machine that shows the demo. */
export function at(now: number, daysAgo: number, hour: number, minute: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - daysAgo, hour, minute).getTime();
}
