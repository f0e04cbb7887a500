import * as z from "zod/mini";
import { mediumOf, type Medium } from "../../../contract/genesys-addresses.ts";
import { conversation, type Conversation } from "../../../contract/genesys-conversation.ts";
import { participant } from "../../../contract/genesys-participant.ts";
import type { ConversationDetail, DetailParticipant, DetailSession } from "./detail.ts";

/** The detail in the shape of the conversation, so that both are read by the same rules. */
export function detailAsConversation(conversationId: string, detail: ConversationDetail): Conversation {
  return z.parse(conversation, {
    id: conversationId,
    startTime: detail.conversationStart,
    endTime: detail.conversationEnd,
    participants: detail.participants.map((one, index) => asParticipant(one, one.sessions, String(index))),
  });
}

/** What carried one session, and which way it was started. */
export function mediumOfSession(session: DetailSession): Medium {
  return mediumOf(z.parse(participant, asParticipant({ ...nobody, sessions: [] }, [session], "")));
}

const nobody = {
  participantId: undefined,
  participantName: undefined,
  purpose: undefined,
  userId: undefined,
  externalContactId: undefined,
  attributes: {},
};

function asParticipant(
  from: DetailParticipant,
  sessions: readonly DetailSession[],
  place: string,
): z.input<typeof participant> {
  const of = (media: string) => sessions.filter((session) => session.mediaType?.toLowerCase() === media);
  const [calls, emails] = [of("voice"), of("email")];
  return {
    id: from.participantId ?? place,
    purpose: from.purpose?.toLowerCase(),
    name: from.participantName,
    externalContactId: from.externalContactId,
    attributes: from.attributes,
    ani: first(calls.map((session) => session.ani)),
    dnis: first(calls.map((session) => session.dnis ?? session.sessionDnis)),
    address: first(emails.map((session) => (isOutbound(session) ? session.addressTo : session.addressFrom))),
    calls: calls.map((session) => leg(session)),
    callbacks: of("callback").map((session) =>
      Object.assign(leg(session), {
        callbackNumbers: session.callbackNumbers,
        callbackUserName: session.callbackUserName,
      }),
    ),
    chats: of("chat").map((session) => leg(session)),
    emails: emails.map((session) => leg(session)),
    messages: of("message").map((session) =>
      Object.assign(leg(session), {
        type: session.messageType,
        fromAddress: { addressNormalized: session.addressFrom },
        toAddress: { addressNormalized: session.addressTo },
      }),
    ),
    socialExpressions: of("socialexpression").map((session) => leg(session)),
  };
}

function leg(session: DetailSession): { readonly state: string; readonly direction: string | undefined } {
  return { state: "disconnected", direction: session.direction?.toLowerCase() };
}

function isOutbound(session: DetailSession): boolean {
  return session.direction?.toLowerCase() === "outbound";
}

function first(values: readonly (string | undefined)[]): string | undefined {
  return values.find((value) => value !== undefined);
}
