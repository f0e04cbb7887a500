import * as z from "zod/mini";
import { id, isInstant, toUtc } from "../../../contract/primitives.ts";

/** Topics of `v2.detail.events.conversation.{id}` that are used; the first says that a customer left, the others correct what is known. */
export const usedTopics = ["customer.end", "wrapup", "acw", "user.end", "attributes"] as const;
export type UsedTopic = (typeof usedTopics)[number];

/** What every EventBridge envelope has, whatever its topic; the organisation stands in `source` only. */
export const envelope = z.object({
  source: z
    .string()
    .check(
      z.regex(
        /^aws\.partner\/genesys\.com(?:\.test)?\/cloud\/[^/]+(?:\/|$)/,
        "must be aws.partner/genesys.com/cloud/<organisation>/<suffix>",
      ),
    ),
  "detail-type": z.string(),
});
export type Envelope = z.infer<typeof envelope>;

/** The organisation that an envelope's `source` names. */
export function organizationOf({ source }: Envelope): string {
  return source.split("/")[3] ?? "";
}

/** The used topic that an envelope carries, or null; `detail-type` has the literal `{id}` where `topicName` has the conversation's. */
export function topicOf(read: Envelope): UsedTopic | null {
  const [, name] = /^v2\.detail\.events\.conversation\.[^.]+\.(.+)$/.exec(read["detail-type"]) ?? [];
  return usedTopics.find((topic) => topic === name) ?? null;
}

// Detail events write epoch milliseconds, others ISO 8601.
const eventTime = z.union([
  z.number().check(z.nonnegative(), z.maximum(8_640_000_000_000_000)),
  z.pipe(
    z.string().check(z.refine(isInstant, "must be epoch milliseconds or an ISO 8601 time")),
    z.transform((text) => Date.parse(toUtc(text))),
  ),
]);

const body = {
  conversationId: id,
  sessionId: z.nullish(z.string()),
  eventTime: z.nullish(eventTime),
};

function detailOf<Shape extends z.core.$ZodShape>(
  eventBody: z.ZodMiniObject<Shape>,
): z.ZodMiniObject<{ detail: z.ZodMiniObject<{ eventBody: z.ZodMiniObject<Shape> }> }> {
  return z.object({ detail: z.object({ eventBody }) });
}

/** One schema a topic. Only what tells one event from another is read: what happened is fetched from Genesys Cloud. */
export const detailSchemas = {
  "customer.end": detailOf(z.object(body)),
  wrapup: detailOf(z.object(body)),
  acw: detailOf(z.object(body)),
  "user.end": detailOf(z.object(body)),
  // Attributes belong to a participant; a session is not always named.
  attributes: detailOf(z.object({ ...body, participantId: z.nullish(z.string()) })),
} as const satisfies Record<UsedTopic, z.ZodMiniType>;
