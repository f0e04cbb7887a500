import { iso } from "../../runtime.ts";
import { type Interaction, isAgent, type Leg } from "../interaction.ts";
import { customerOf, type Members, type MediumShape, nothing } from "./shape.ts";

interface Kind {
  readonly type: "sms" | "whatsapp" | "webmessaging" | "open" | "facebook";
  /** Web messaging knows the visitor's browser by a cookie. */
  readonly journey?: boolean;
}

/** SMS and the messengers share one shape; only a web message has a guest's id instead of an address that someone could know. */
export function message({ type, journey = false }: Kind): MediumShape {
  return {
    collection: "messages",
    provider: "PureCloud Messaging",
    mediaType: "message",
    messageType: type,
    participant: nothing,
    communication: (leg, interaction) => {
      const { from, to } = addresses(leg, interaction);
      const name = customerOf(leg, interaction)?.name ?? "";
      const inbound = interaction.direction === "inbound";
      return {
        authenticated: false,
        type,
        toAddress: address(to, inbound ? "" : name),
        fromAddress: address(from, inbound ? name : ""),
        messages: [received(leg, interaction)],
        ...(journey ? { journeyContext: journeyOf(leg, interaction) } : {}),
      };
    },
    session: (leg, interaction) => {
      const { from, to } = addresses(leg, interaction);
      return {
        addressFrom: from,
        addressTo: to,
        ...(isAgent(leg) ? { remote: customerOf(leg, interaction)?.name ?? undefined } : {}),
        ...(journey ? { journeyCustomerId: cookieOf(leg, interaction), journeyCustomerIdType: "cookie" } : {}),
      };
    },
    event: (leg, interaction) => {
      const { from, to } = addresses(leg, interaction);
      return { addressFrom: from, addressTo: to };
    },
  };
}

function addresses(leg: Leg, interaction: Interaction): { readonly from: string; readonly to: string } {
  const customer = customerOf(leg, interaction)?.address ?? "";
  return interaction.direction === "inbound"
    ? { from: customer, to: interaction.line }
    : { from: interaction.line, to: customer };
}

function address(text: string, name: string): Members {
  return { name, addressNormalized: text, addressRaw: text, addressDisplayable: text };
}

function received(leg: Leg, interaction: Interaction): Members {
  return {
    messageId: leg.sessionId,
    messageURI: `/api/v2/conversations/messages/${interaction.id}/messages/${leg.sessionId}`,
    messageStatus: "received",
    messageTime: iso(interaction.startedAt),
  };
}

function journeyOf(leg: Leg, interaction: Interaction): Members {
  return {
    customer: { id: cookieOf(leg, interaction), idType: "cookie" },
    customerSession: { id: interaction.id, type: "web" },
  };
}

function cookieOf(leg: Leg, interaction: Interaction): string | undefined {
  return customerOf(leg, interaction)?.participantId;
}
