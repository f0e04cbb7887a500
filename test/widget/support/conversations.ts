import { type Conversation, conversation } from "../../../src/contract/genesys-conversation.ts";

export const conversationId = "8f4f8a52-6a0c-4a7b-9d3d-52d0f4b2b8a1";

export interface CallerFacts {
  readonly id?: string;
  readonly phone?: string | undefined;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly name?: string;
}

/** A conversation of calls, one customer participant each, as Genesys Cloud answers it. */
export function aConversation(...callers: readonly CallerFacts[]): Conversation {
  return conversation.parse({
    id: conversationId,
    startTime: "2026-03-04T09:14:00.000Z",
    participants: [
      { id: "agent-1", purpose: "agent", userId: "u-1" },
      ...callers.map(({ id = "p-1", phone, attributes = {}, name = "Nimali" }, place) => ({
        id,
        purpose: "customer",
        name,
        connectedTime: `2026-03-04T09:14:0${place}.000Z`,
        attributes,
        ani: phone,
        address: phone,
        calls: [{ state: "connected", direction: "inbound" }],
      })),
    ],
  });
}
