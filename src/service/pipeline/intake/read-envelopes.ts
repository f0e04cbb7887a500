import type * as z from "zod/mini";
import { limits } from "../../../contract/limits.ts";
import type { Issue } from "../../../contract/problem.ts";
import type { Outcome } from "../../customers/customers.ts";
import type { InboxEvent } from "../../stores/inbox-store.ts";
import { detailSchemas, envelope, organizationOf, topicOf, type UsedTopic } from "./envelope.ts";

export interface ReadEnvelopes {
  readonly events: readonly InboxEvent[];
  readonly ignored: number;
}

/** Reads a request of envelopes, or refuses all of it: `invalid_request` with the path of each fault, `forbidden` for another organisation's. */
export function readEnvelopes(organizationId: string, envelopes: readonly unknown[]): Outcome<ReadEnvelopes> {
  if (envelopes.length > limits.eventsPerRequest) {
    return invalid([{ path: "", message: `must have at most ${limits.eventsPerRequest} envelopes` }]);
  }
  const read = envelopes.map((candidate, index) => readEnvelope(candidate, index));
  const issues = read.flatMap((one) => (one.kind === "malformed" ? one.issues : []));
  if (issues.length > 0) return invalid(issues);
  if (read.some((one) => one.kind !== "malformed" && !isSameOrganization(one.organizationId, organizationId))) {
    return {
      ok: false,
      code: "forbidden",
      detail:
        "An event is of another organisation than the service key; send each organisation's events with its own key.",
    };
  }
  const events = read.flatMap((one) => (one.kind === "event" ? [one.event] : []));
  return { ok: true, value: { events, ignored: read.length - events.length } };
}

type ReadEnvelope =
  | { readonly kind: "malformed"; readonly issues: readonly Issue[] }
  | { readonly kind: "ignored"; readonly organizationId: string }
  | { readonly kind: "event"; readonly organizationId: string; readonly event: InboxEvent };

function readEnvelope(candidate: unknown, index: number): ReadEnvelope {
  const outer = envelope.safeParse(candidate);
  if (!outer.success) return malformed(index, outer.error);
  const organizationId = organizationOf(outer.data);
  const topic = topicOf(outer.data);
  if (topic === null) return { kind: "ignored", organizationId };
  const event = readEvent(topic, candidate);
  if (!event.success) return malformed(index, event.error);
  return { kind: "event", organizationId, event: event.data };
}

type ReadEvent =
  | { readonly success: true; readonly data: InboxEvent }
  | { readonly success: false; readonly error: z.core.$ZodError };

function readEvent(topic: UsedTopic, candidate: unknown): ReadEvent {
  const inner = detailSchemas[topic].safeParse(candidate);
  if (!inner.success) return inner;
  const body = inner.data.detail.eventBody;
  const part = "participantId" in body && typeof body.participantId === "string" ? body.participantId : "";
  const event: InboxEvent = {
    conversationId: body.conversationId,
    topic,
    sessionId: body.sessionId ?? part,
    eventTime: Math.trunc(body.eventTime ?? 0),
    triggers: topic === "customer.end",
  };
  return { success: true, data: event };
}

function malformed(index: number, error: z.core.$ZodError): ReadEnvelope {
  const issues = error.issues.map(({ path, message }) => ({ path: [index, ...path].map(String).join("."), message }));
  return { kind: "malformed", issues };
}

function isSameOrganization(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function invalid(issues: readonly Issue[]): Outcome<ReadEnvelopes> {
  const detail = "Send EventBridge envelopes as Genesys Cloud makes them; nothing of this request was kept.";
  return { ok: false, code: "invalid_request", detail, issues };
}
