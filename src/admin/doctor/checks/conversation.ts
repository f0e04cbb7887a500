import { conversation, customersOf, type Conversation } from "../../../contract/genesys-conversation.ts";
import type { Channel } from "../../../contract/primitives.ts";
import type { Platform } from "../../genesys/platform.ts";
import { fails, holds, holdsIf, unknown, type Finding } from "../finding.ts";
import type { Shown } from "./integration.ts";

/** What each channel is called in the widget's communication types. */
const media: Readonly<Record<Channel, readonly string[]>> = {
  voice: ["call"],
  callback: ["callback"],
  chat: ["chat"],
  email: ["email"],
  sms: ["sms"],
  whatsapp: ["whatsapp"],
  messaging: ["webmessaging", "open"],
  social: ["facebook", "line", "twitter", "instagram", "apple"],
};

interface Looked {
  readonly findings: readonly Finding[];
  /** Whether it has ended, so that its event may be sent once more. */
  readonly hasEnded: boolean;
}

/** Whether there is something to show for this very conversation. */
export async function checkConversation(
  pipeline: Platform,
  id: string,
  { agentId, shown }: { readonly agentId: string | null; readonly shown: Shown | null },
): Promise<Looked> {
  const path = `/api/v2/conversations/${encodeURIComponent(id)}`;
  const answer = await pipeline.ask({ method: "GET", path, answer: conversation });
  if (!answer.ok) {
    const isGone = answer.failure.kind === "missing";
    const finding = isGone
      ? fails(
          "The conversation is not there for the pipeline",
          "Look at its id; it is of another organisation, of a division that the pipeline's role lacks, or too old.",
        )
      : unknown("The conversation", answer.failure.sentence);
    return { findings: [finding], hasEnded: false };
  }
  return { findings: findingsOf(answer.value, agentId, shown), hasEnded: answer.value.endTime !== undefined };
}

function findingsOf(read: Conversation, agentId: string | null, shown: Shown | null): readonly Finding[] {
  const [customer] = customersOf(read);
  if (!customer)
    return [fails("The conversation has no customer", "It is an internal call: the panel has nobody to tell of.")];
  const kinds = [...new Set(customer.identifiers.map(({ type }) => type))];
  const types = customer.channel === null ? [] : media[customer.channel];
  const queues = read.participants.flatMap(({ queueId }) => (queueId === undefined ? [] : [queueId]));
  return [
    holdsIf(
      kinds.length > 0,
      `The customer can be looked up by ${kinds.join(", ")}`,
      "The customer shows no identifier, so the panel says that they are anonymous",
      "Ask for an email in the pre-chat form, or set attributes.customerId in the flow.",
    ),
    ...(agentId === null
      ? []
      : [
          holdsIf(
            read.participants.some(({ userId }) => userId === agentId),
            "The agent takes part in it",
            "The agent takes no part in it",
            "Genesys Cloud shows a conversation to those who take part in it only.",
          ),
        ]),
    ...(shown === null
      ? []
      : [
          holdsIf(
            shown.media.length === 0 || types.some((one) => shown.media.includes(one)),
            "The widget is shown for its kind of communication",
            `The widget is not shown for ${types.length === 0 ? "its kind of communication" : types.join(" or ")}`,
            "Add it under Communication type filtering of the widget.",
          ),
          shown.queues.length === 0 || queues.some((one) => shown.queues.includes(one))
            ? holds("The widget is shown for its queue")
            : fails("The widget is not shown for its queue", "Add the queue under Queue filtering of the widget."),
        ]),
  ];
}
