import { lookupAnswer, type LookupAnswer, type LookupRequest } from "../contract/lookup.ts";
import { unifiedInteractionContext, type UnifiedInteractionContext } from "../contract/record.ts";
import { routes } from "../contract/routes.ts";
import {
  interactionAnswer,
  resolvedIdentity,
  session,
  type ChannelUserRequest,
  type InteractionAnswer,
  type InteractionRequest,
  type Session,
  type SessionRequest,
} from "../contract/writes.ts";
import { createSender, type ClientOptions, type Result } from "./send.ts";

export type { ClientOptions, Failure, Result } from "./send.ts";

/** What a bot or an IVR flow asks of the context service. Every failure is a value; nothing rejects. */
export interface Client {
  /** The most recent session of the same person, whatever the channel, or null: then this is the first one that is kept. */
  loadLatestSession(user: ChannelUserRequest): Promise<Result<Session | null>>;
  /** Keeps the running session, `data` whole. The voice agent and the next bot see it at once. */
  saveSession(sessionId: string, request: SessionRequest): Promise<Result<Session>>;
  /** Who these identifiers mean, and what is open. */
  lookup(request: LookupRequest): Promise<Result<LookupAnswer>>;
  /** The customer behind a channel's own id, or null. */
  resolveIdentity(user: ChannelUserRequest): Promise<Result<string | null>>;
  readCustomer(customerId: string): Promise<Result<UnifiedInteractionContext>>;
  /** Adds one ended interaction. The same conversation again never doubles, so it may be sent until it is answered. */
  recordInteraction(request: InteractionRequest): Promise<Result<InteractionAnswer>>;
}

export function createClient(options: ClientOptions): Client {
  const sender = createSender(options);
  return {
    async loadLatestSession(user) {
      return orNull(
        await sender.read({ method: "POST", path: routes.latestSession(), body: user, answer: session }),
        (found) => found,
      );
    },
    saveSession: (sessionId, body) =>
      sender.write({ method: "PUT", path: routes.session(sessionId), body, answer: session }),
    lookup: (body) => sender.read({ method: "POST", path: routes.lookup(), body, answer: lookupAnswer }),
    async resolveIdentity(user) {
      return orNull(
        await sender.read({ method: "POST", path: routes.resolveIdentity(), body: user, answer: resolvedIdentity }),
        ({ customerId }) => customerId,
      );
    },
    readCustomer: (customerId) =>
      sender.read({ method: "GET", path: routes.customer(customerId), answer: unifiedInteractionContext }),
    recordInteraction: (body) =>
      sender.write({ method: "POST", path: routes.interactions(), body, answer: interactionAnswer }),
  };
}

/** Nobody is known yet: to a bot that is no failure. */
function orNull<T, U>(result: Result<T>, toValue: (value: T) => U): Result<U | null> {
  if (result.ok) return { ok: true, value: toValue(result.value) };
  const isUnknown = result.reason === "refused" && result.problem.code === "not_found";
  return isUnknown ? { ok: true, value: null } : result;
}
