import * as z from "zod/mini";
import { catch as orElse } from "zod/mini";

// Genesys Cloud leaves members out and adds others between versions: a member that is not what it should be
// counts as absent, so that the rest of the detail stays readable.
const text = orElse(z.optional(z.string()), undefined);
const texts = orElse(z.array(z.string()), []);

function readable<T extends z.ZodMiniType>(item: T): z.ZodMiniCatch<z.ZodMiniType<z.output<T>[]>> {
  const list = z.pipe(
    z.array(z.unknown()),
    z.transform((items) => items.flatMap((candidate): z.output<T>[] => listed(item.safeParse(candidate)))),
  );
  return orElse(list, []);
}

function listed<T>(read: { readonly success: boolean; readonly data?: T }): T[] {
  return read.success && read.data !== undefined ? [read.data] : [];
}

const segment = z.object({
  segmentStart: text,
  segmentEnd: text,
  segmentType: text,
  disconnectType: text,
  queueId: text,
  wrapUpCode: text,
  wrapUpNote: text,
  subject: text,
});
export type DetailSegment = z.infer<typeof segment>;

const outcome = z.object({ flowOutcome: text, flowOutcomeValue: text });

const session = z.object({
  sessionId: text,
  mediaType: text,
  messageType: text,
  direction: text,
  ani: text,
  dnis: text,
  sessionDnis: text,
  addressFrom: text,
  addressTo: text,
  addressSelf: text,
  addressOther: text,
  remote: text,
  callbackNumbers: texts,
  callbackUserName: text,
  flow: orElse(z.optional(z.object({ flowName: text, exitReason: text, outcomes: readable(outcome) })), undefined),
  segments: readable(segment),
});
export type DetailSession = z.infer<typeof session>;

const participant = z.object({
  participantId: text,
  participantName: text,
  purpose: text,
  userId: text,
  externalContactId: text,
  // Only the details jobs have them.
  attributes: orElse(z.record(z.string(), z.unknown()), {}),
  sessions: readable(session),
});
export type DetailParticipant = z.infer<typeof participant>;

/** The analytics detail of one conversation, as far as it is read. Without participants it is no detail at all. */
export const conversationDetail = z.object({
  conversationId: text,
  conversationStart: text,
  conversationEnd: text,
  originatingDirection: text,
  participants: z.pipe(
    z.array(z.unknown()),
    z.transform((items) => items.flatMap((candidate) => listed(participant.safeParse(candidate)))),
  ),
});
export type ConversationDetail = z.infer<typeof conversationDetail>;
