import * as z from "zod/mini";
import { catch as orElse } from "zod/mini";

// Genesys Cloud leaves members out, sends null for them and changes types between versions and transports:
// a member that is not what it should be counts as absent, and the rest stays readable.
/** Text, or absent. */
export const text = orElse(z.optional(z.string()), undefined);
const texts = orElse(z.array(z.string()), []);

const address = orElse(z.optional(z.object({ addressNormalized: text, addressRaw: text })), undefined);
export type GenesysAddress = z.infer<typeof address>;

const medium = { state: text, direction: text };

function media<T extends z.core.$ZodShape>(shape: T): z.ZodMiniCatch<z.ZodMiniArray<z.ZodMiniObject<T>>> {
  return orElse(z.array(z.object(shape)), []);
}

/** One participant of a conversation, as far as it is read. */
export const participant = z.object({
  id: z.string(),
  purpose: text,
  name: text,
  userId: text,
  startTime: text,
  connectedTime: text,
  endTime: text,
  externalContactId: text,
  queueId: text,
  queueName: text,
  address: text,
  ani: text,
  dnis: text,
  attributes: orElse(z.record(z.string(), z.unknown()), {}),
  calls: media({ ...medium, self: address }),
  callbacks: media({ ...medium, callbackNumbers: texts, callbackUserName: text }),
  chats: media(medium),
  emails: media({ ...medium, subject: text }),
  messages: media({ ...medium, type: text, fromAddress: address, toAddress: address }),
  socialExpressions: media({ ...medium, socialMediaId: text, socialUserName: text }),
});
export type Participant = z.infer<typeof participant>;
