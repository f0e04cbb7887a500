import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Conversation } from "../../contract/genesys-conversation.ts";
import type { LookupAnswer } from "../../contract/lookup.ts";
import type { AgentSession } from "../genesys/genesys.ts";
import type { Subject } from "../journey/journey-queries.ts";
import type { Reading } from "../journey/reading.ts";
import { recallReferences, rememberReferences } from "../offline/references-of.ts";
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
  /** What was read before anything else. */
  readonly remembered: RememberedJourney | null;
  /** What was remembered is another agent's. */
  readonly onNotOurs: () => void;
}

/** Keeps the device's memory in step with what is on screen; returns what it remembers of whom is shown. */
export function useDeviceMemory(shown: Shown): RememberedJourney | null {
  const { connections, conversationId, session, isSignedOut, conversation, isFirstCaller, subject, lookup } = shown;
  const { remembered, onNotOurs } = shown;
  const { memory } = connections;
  const client = useQueryClient();
  const remembers = useRemembers(connections);

  useEffect(() => {
    if (!session) return undefined;
    const leave = new AbortController();
    void (async () => {
      try {
        const same = await unlockMemory(session, connections, leave.signal);
        if (!same) onNotOurs();
      } catch {
        // The session ended meanwhile, or there is no WebCrypto here.
        if (!leave.signal.aborted) memory.giveUp();
      }
    })();
    return () => leave.abort();
  }, [connections, memory, session, onNotOurs]);

  useEffect(() => {
    if (!isSignedOut) return;
    onNotOurs();
    void memory.purge();
    void client.resetQueries();
  }, [isSignedOut, memory, client, onNotOurs]);

  useEffect(() => {
    if (remembers !== true) return;
    const of = { conversationId, isFirstCaller, subject };
    const gone = conversation?.failure?.kind === "forbidden" || conversation?.failure?.kind === "not-found";
    if (gone) void memory.forget([{ conversationId }]);
    else if (conversation?.known && !subject) void memory.forget([{ conversationId }]);
    else if (lookup?.known?.value.status === "returning_customer" && lookup.failure === null) {
      const { value: customer, at } = lookup.known;
      void memory.remember({ customer, at }, rememberReferences(of, customer));
    } else if (lookup && (lookup.known ? lookup.failure === null : isDenied(lookup))) {
      void memory.forget(recallReferences(of));
    }
  }, [memory, remembers, conversationId, isFirstCaller, subject, conversation, lookup]);

  const references = recallReferences({ conversationId, isFirstCaller, subject });
  const recalled = useQuery({
    queryKey: ["remembered", subject?.participantId, references],
    enabled: remembers === true && !lookup?.known && references.length > 0,
    queryFn: () => memory.recall(references),
    gcTime: 0,
  }).data;

  const isOfConversation = isFirstCaller && subject?.chosen !== true;
  return (isOfConversation ? remembered : null) ?? recalled ?? null;
}

function isDenied(lookup: Reading<LookupAnswer>): boolean {
  return (
    lookup.failure?.kind === "forbidden" || lookup.failure?.kind === "not-found" || lookup.failure?.kind === "erased"
  );
}
