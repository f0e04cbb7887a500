import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import type { Conversation } from "../../contract/genesys-conversation.ts";
import type { LookupAnswer } from "../../contract/lookup.ts";
import type { AgentSession } from "../genesys/genesys.ts";
import type { Subject } from "../journey/journey-queries.ts";
import type { Failure, Reading } from "../journey/reading.ts";
import { everyReference, recallReferences, rememberReferences } from "../offline/references-of.ts";
import type { RememberedJourney } from "../offline/remembered.ts";
import type { Connections } from "./connections.ts";
import { unlockMemory } from "./unlock-memory.ts";
import { useRemembers } from "./use-connections.ts";

interface Shown {
  readonly connections: Connections;
  readonly conversationId: string;
  readonly session: AgentSession | null;
  readonly isSignedOut: boolean;
  readonly conversation: Reading<Conversation> | undefined;
  /** Whether who is shown is the one a widget of this interaction shows first. */
  readonly isFirstCaller: boolean;
  readonly subject: Subject | null;
  /** Undefined until this very subject was answered. */
  readonly lookup: Reading<LookupAnswer> | undefined;
  /** The customers of whom the agent said that it is not them. */
  readonly wrong: readonly string[];
  /** The device's memory is open for whom this token is, or cannot be; null when nobody can say who that is. */
  readonly onSettled: (accessToken: string, agentId: string | null) => void;
  /** What was read before anything else. */
  readonly remembered: RememberedJourney | null;
  /** What was remembered is another agent's, or older than what is known now. */
  readonly onOutdated: () => void;
}

/** Keeps the device's memory in step with what is on screen; returns what it remembers of whom is shown. */
export function useDeviceMemory(shown: Shown): RememberedJourney | null {
  const { connections, conversationId, session, isSignedOut, conversation, isFirstCaller, subject, lookup } = shown;
  const { remembered, onOutdated, onSettled, wrong } = shown;
  const { memory } = connections;
  const client = useQueryClient();
  const remembers = useRemembers(connections);

  useEffect(() => {
    if (!session) return undefined;
    const leave = new AbortController();
    void (async () => {
      let agentId: string | null = null;
      try {
        const unlocked = await unlockMemory(session, connections, leave.signal);
        ({ agentId } = unlocked);
        if (!unlocked.isSame) onOutdated();
      } catch {
        // The session ended meanwhile, or there is no WebCrypto here.
        if (!leave.signal.aborted) memory.giveUp();
      }
      if (!leave.signal.aborted) onSettled(session.accessToken, agentId);
    })();
    return () => leave.abort();
  }, [connections, memory, session, onOutdated, onSettled]);

  useEffect(() => {
    if (!isSignedOut) return;
    onOutdated();
    void memory.purge();
    void client.resetQueries();
  }, [isSignedOut, memory, client, onOutdated]);

  const outcome = useMemo(() => outcomeOf(conversation, subject, lookup), [conversation, subject, lookup]);

  useEffect(() => {
    if (outcome === null) return;
    // From now on this is the last known record: what was remembered before must not come back when the source fails.
    onOutdated();
    client.setQueriesData({ queryKey: ["remembered"] }, null);
  }, [outcome, client, onOutdated]);

  const onScreen = outcome?.kind === "present" ? outcome.journey : remembered;
  const isHidden = onScreen !== null && wrong.includes(onScreen.customer.customerId);
  useEffect(() => {
    if (remembers !== true || (outcome === null && !isHidden)) return;
    const sought = { conversationId, isFirstCaller, subject };
    if (outcome === null || outcome.kind === "gone" || isHidden) void memory.forget(everyReference(sought));
    else void memory.remember(outcome.journey, rememberReferences(sought, outcome.journey.customer));
  }, [memory, remembers, conversationId, isFirstCaller, subject, outcome, isHidden]);

  const references = recallReferences({ conversationId, isFirstCaller, subject });
  const recalled = useQuery({
    queryKey: ["remembered", subject?.participantId, references],
    enabled: remembers === true && outcome === null && references.length > 0,
    queryFn: () => memory.recall(references),
    gcTime: 0,
  }).data;

  const customerId = subject?.identifiers.find(({ type }) => type === "customerId")?.value;
  const isOfSubject = customerId === undefined ? isFirstCaller : customerId === remembered?.customer.customerId;
  return (isOfSubject ? remembered : null) ?? recalled ?? null;
}

type Outcome = { readonly kind: "present"; readonly journey: RememberedJourney } | { readonly kind: "gone" };

/** What the sources have said about who is shown; null while they have not, or cannot. */
function outcomeOf(
  conversation: Reading<Conversation> | undefined,
  subject: Subject | null,
  lookup: Reading<LookupAnswer> | undefined,
): Outcome | null {
  if (isDenied(conversation?.failure) || (conversation?.known && !subject)) return { kind: "gone" };
  if (isDenied(lookup?.failure)) return { kind: "gone" };
  if (!lookup?.known || lookup.failure) return null;
  const { value, at } = lookup.known;
  return value.status === "returning_customer"
    ? { kind: "present", journey: { customer: value, at } }
    : { kind: "gone" };
}

function isDenied(failure: Failure | null | undefined): boolean {
  return failure?.kind === "forbidden" || failure?.kind === "not-found" || failure?.kind === "erased";
}
