import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Conversation } from "../../contract/genesys-conversation.ts";
import type { LookupAnswer } from "../../contract/lookup.ts";
import type { AgentSession } from "../genesys/genesys.ts";
import type { Subject } from "../journey/journey-queries.ts";
import type { Reading } from "../journey/reading.ts";
import { recallReferences, rememberReferences } from "../offline/references-of.ts";
import type { RememberedJourney } from "../offline/remembered.ts";
import type { WidgetLaunch } from "./launch.ts";
import { unlockMemory } from "./unlock-memory.ts";
import { useRemembers } from "./use-connections.ts";

interface Shown {
  readonly launch: WidgetLaunch;
  readonly session: AgentSession | null;
  readonly isSignedOut: boolean;
  readonly conversation: Reading<Conversation> | undefined;
  /** Whether who is shown is the one a widget of this interaction shows first. */
  readonly isFirstCaller: boolean;
  readonly subject: Subject | null;
  /** Undefined until this very subject was answered. */
  readonly lookup: Reading<LookupAnswer> | undefined;
}

/** Keeps the device's memory in step with what is on screen; returns what it remembers of whom is shown. */
export function useDeviceMemory(shown: Shown): RememberedJourney | null {
  const { launch, session, isSignedOut, conversation, isFirstCaller, subject, lookup } = shown;
  const client = useQueryClient();
  const state = launch.state();
  const launched = state.kind === "launched" ? state : null;
  const connections = launched?.connections ?? null;
  const conversationId = launched?.parameters.conversationId ?? "";
  const remembers = useRemembers(connections);

  useEffect(() => {
    if (!connections || !session) return undefined;
    const leave = new AbortController();
    void (async () => {
      try {
        const same = await unlockMemory(session, connections, leave.signal);
        if (!same) launch.forgetRemembered();
      } catch {
        // The session ended meanwhile, or there is no WebCrypto here.
        if (!leave.signal.aborted) connections.memory.giveUp();
      }
    })();
    return () => leave.abort();
  }, [connections, session, launch]);

  useEffect(() => {
    if (!isSignedOut) return;
    launch.forgetRemembered();
    void connections?.memory.purge();
    void client.resetQueries();
  }, [isSignedOut, connections, client, launch]);

  useEffect(() => {
    if (!connections || remembers !== true) return;
    const of = { conversationId, isFirstCaller, subject };
    const gone = conversation?.failure?.kind === "forbidden" || conversation?.failure?.kind === "not-found";
    if (gone) void connections.memory.forget([{ conversationId }]);
    else if (conversation?.known && !subject) void connections.memory.forget([{ conversationId }]);
    else if (lookup?.known?.value.status === "returning_customer" && lookup.failure === null) {
      const { value: customer, at } = lookup.known;
      void connections.memory.remember({ customer, at }, rememberReferences(of, customer));
    } else if (lookup && (lookup.known ? lookup.failure === null : isDenied(lookup))) {
      void connections.memory.forget(recallReferences(of));
    }
  }, [connections, remembers, conversationId, isFirstCaller, subject, conversation, lookup]);

  const references = recallReferences({ conversationId, isFirstCaller, subject });
  const recalled = useQuery({
    queryKey: ["remembered", subject?.participantId, references],
    enabled: remembers === true && !lookup?.known && references.length > 0,
    queryFn: () => connections?.memory.recall(references) ?? null,
    gcTime: 0,
  }).data;

  const isOfConversation = isFirstCaller && subject?.chosen !== true;
  return (isOfConversation ? launched?.remembered : null) ?? recalled ?? null;
}

function isDenied(lookup: Reading<LookupAnswer>): boolean {
  return (
    lookup.failure?.kind === "forbidden" || lookup.failure?.kind === "not-found" || lookup.failure?.kind === "erased"
  );
}
