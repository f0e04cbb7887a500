import * as z from "zod/mini";
import { conversation } from "../../contract/genesys-conversation.ts";
import type { ConversationOutcome, Platform } from "./genesys.ts";
import type { PlatformAnswer, PlatformClient } from "./platform-client.ts";

const me = z.object({ id: z.string().check(z.minLength(1)) });
const token = z.object({ organization: z.object({ id: z.string().check(z.minLength(1)) }) });

/** The platform API's answers as values. The client is loaded by the first call; null where it cannot be. */
export function createPlatform({
  client,
  now,
}: {
  readonly client: () => Promise<PlatformClient | null>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}): Platform {
  return {
    async readConversation(conversationId, session, signal) {
      const platform = await client();
      const path = "/api/v2/conversations/{conversationId}";
      const answer = await platform?.call(session, { method: "GET", path, pathParameters: { conversationId } }, signal);
      return conversationOutcome(answer, conversationId, now());
    },

    async readAgent(session, signal) {
      const platform = await client();
      // preserveIdleTTL: looking must not count as the agent's activity, or an idle agent would never be signed out.
      const [user, own] = await Promise.all([
        platform?.call(session, { method: "GET", path: "/api/v2/users/me" }, signal),
        platform?.call(
          session,
          { method: "GET", path: "/api/v2/tokens/me", query: { preserveIdleTTL: "true" } },
          signal,
        ),
      ]);
      const agent = me.safeParse(user?.status === 200 ? user.body : null);
      const organization = token.safeParse(own?.status === 200 ? own.body : null);
      return agent.success && organization.success
        ? { agentId: agent.data.id, organizationId: organization.data.organization.id }
        : null;
    },
  };
}

function conversationOutcome(
  answer: PlatformAnswer | null | undefined,
  conversationId: string,
  now: number,
): ConversationOutcome {
  if (answer == null) return { kind: "unreachable" };
  switch (answer.status) {
    case 200: {
      const read = conversation.safeParse(answer.body);
      return read.success && read.data.id.toLowerCase() === conversationId
        ? { kind: "found", conversation: read.data }
        : { kind: "malformed" };
    }
    case 400:
    case 404:
    case 410:
      return { kind: "not-found" };
    case 401:
      return { kind: "unauthenticated" };
    case 403:
      return { kind: "forbidden" };
    case 429:
      return { kind: "rate-limited", retryAfterSeconds: retryAfterSeconds(answer.headers["retry-after"], now) };
    default:
      return { kind: "unreachable" };
  }
}

/** Seconds or an HTTP date; null where the browser may not read it or it is neither. */
function retryAfterSeconds(header: string | undefined, now: number): number | null {
  const text = header?.trim() ?? "";
  if (/^\d+$/u.test(text)) return Number(text);
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1000));
}
