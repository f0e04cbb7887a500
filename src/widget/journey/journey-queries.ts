import { queryOptions, type QueryClient, type UseQueryOptions } from "@tanstack/react-query";
import type { Conversation } from "../../contract/genesys-conversation.ts";
import type { Identifier } from "../../contract/identifier.ts";
import type { LookupAnswer } from "../../contract/lookup.ts";
import type { AgentSession, ConversationOutcome, Platform } from "../genesys/genesys.ts";
import type { Clock } from "../genesys/clock.ts";
import { advance, type Chance, type Reading } from "./reading.ts";
import type { UicClient, UicOutcome } from "./uic.ts";

/** What the journey is read from once the agent is signed in. */
export interface JourneySources {
  readonly platform: Platform;
  readonly uic: UicClient;
  session(): AgentSession | null;
  /** Genesys Cloud answered 401 to this token. */
  reject(accessToken: string): void;
  readonly clock: Clock;
  /** 0 to 1, exclusive. */
  random(): number;
}

/** Whose journey is looked up: a customer of the interaction, or the candidate the agent chose in their place. */
export interface Subject {
  readonly participantId: string;
  readonly identifiers: readonly Identifier[];
  readonly chosen: boolean;
}

type ReadingOptions<T> = UseQueryOptions<Reading<T>>;

/** The live conversation. A failed read is part of the data, so that the last known conversation stays beside it. */
export function conversationQuery(
  sources: JourneySources | null,
  conversationId: string,
): ReadingOptions<Conversation> & { queryKey: readonly unknown[] } {
  const queryKey = ["conversation", conversationId];
  return queryOptions<Reading<Conversation>>({
    queryKey,
    enabled: sources !== null,
    async queryFn({ client, signal }) {
      const from = needed(sources);
      const session = from.session();
      const outcome: ConversationOutcome =
        session === null
          ? { kind: "unauthenticated" }
          : await from.platform.readConversation(conversationId, session, signal);
      signal.throwIfAborted();
      if (session !== null && outcome.kind === "unauthenticated") from.reject(session.accessToken);
      return advance(previous(client, queryKey), asReading(outcome, from.clock.now()), chanceOf(from), true);
    },
    refetchInterval: (query) => untilRetry(query.state, sources),
    // Another interaction being in front is no reason to let this one grow old.
    refetchIntervalInBackground: true,
  });
}

/** The one lookup of a customer. Nobody is asked about a caller who has no identifier: that is an answer by itself. */
export function lookupQuery(
  sources: JourneySources | null,
  conversationId: string,
  subject: Subject | null,
): ReadingOptions<LookupAnswer> & { queryKey: readonly unknown[] } {
  const queryKey = lookupKey(conversationId, subject);
  return queryOptions<Reading<LookupAnswer>>({
    queryKey,
    enabled: sources !== null && subject !== null,
    async queryFn({ client, signal }) {
      const from = needed(sources);
      const identifiers = [...(subject?.identifiers ?? [])];
      const outcome: UicOutcome<LookupAnswer> =
        identifiers.length === 0
          ? { kind: "ok", value: nobodyToLookUp, at: from.clock.now() }
          : await from.uic.lookup({ conversationId, identifiers }, signal);
      signal.throwIfAborted();
      return advance(previous(client, queryKey) ?? knownBefore(client, queryKey, identifiers), outcome, chanceOf(from));
    },
    // New identifiers of the same caller replace the answer when theirs is here; another caller or a chosen candidate never shows the one before.
    placeholderData: (before, query) =>
      subject !== null && !subject.chosen && sameCaller(query?.queryKey, queryKey) ? before : undefined,
    refetchInterval: (query) => untilRetry(query.state, sources),
    refetchIntervalInBackground: true,
  });
}

/** The key names the identifiers: it lives in memory only. */
export function lookupKey(conversationId: string, subject: Subject | null): readonly unknown[] {
  return ["lookup", conversationId, subject?.participantId, subject?.chosen, subject?.identifiers];
}

const nobodyToLookUp: LookupAnswer = { status: "first_contact", recentInteractions: [], tried: [] };

function sameCaller(one: readonly unknown[] | undefined, other: readonly unknown[]): boolean {
  return [0, 1, 2, 3].every((part) => one?.[part] === other[part]);
}

function previous<T>(client: QueryClient, queryKey: readonly unknown[]): Reading<T> | undefined {
  return client.getQueryData<Reading<T>>(queryKey);
}

/**
 * What is known of this caller under fewer identifiers, so that it stays on screen while the service does not answer for
 * the new ones; never where one was taken away, or where a customer id now names somebody else.
 */
function knownBefore(
  client: QueryClient,
  queryKey: readonly unknown[],
  identifiers: readonly Identifier[],
): Reading<LookupAnswer> | undefined {
  const present = new Set(identifiers.map((one) => JSON.stringify(one)));
  const name = identifiers.find(({ type }) => type === "customerId")?.value;
  for (const [key, reading] of client.getQueriesData<Reading<LookupAnswer>>({ queryKey: queryKey.slice(0, 4) })) {
    const before: unknown = key[4];
    const answer = reading?.known?.value;
    const isKept = Array.isArray(before) && before.every((one) => present.has(JSON.stringify(one)));
    const isWhoIsNamed = answer?.status === "returning_customer" && (name === undefined || name === answer.customerId);
    if (reading && isKept && isWhoIsNamed) return { known: reading.known, failure: null };
  }
  return undefined;
}

function asReading(outcome: ConversationOutcome, now: number): Parameters<typeof advance<Conversation>>[1] {
  return outcome.kind === "found" ? { kind: "ok", value: outcome.conversation, at: now } : outcome;
}

function untilRetry(
  state: { readonly data: Reading<unknown> | undefined; readonly fetchStatus: string },
  sources: JourneySources | null,
): number | false {
  const retryAt = state.data?.failure?.retryAt ?? null;
  if (sources === null || retryAt === null || state.fetchStatus !== "idle") return false;
  return Math.max(1, retryAt - sources.clock.now());
}

function chanceOf(from: JourneySources): Chance {
  return { now: () => from.clock.now(), random: () => from.random() };
}

function needed(sources: JourneySources | null): JourneySources {
  if (sources === null) throw new Error("A query that is not enabled was run. Check `enabled` in journey-queries.");
  return sources;
}
