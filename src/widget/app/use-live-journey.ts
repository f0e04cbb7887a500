import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { callersOf, type LiveCaller } from "../journey/callers.ts";
import { closeIssue, restateIssue } from "../journey/issue-changes.ts";
import { conversationQuery, lookupKey, lookupQuery, type Subject } from "../journey/journey-queries.ts";
import type { Reading } from "../journey/reading.ts";
import { refreshAll } from "../journey/refresh.ts";
import { situationOf } from "../journey/situation-of.ts";
import type { Actions } from "../journey/situation.ts";
import type { RememberedJourney } from "../offline/remembered.ts";
import type { Connections } from "./connections.ts";
import type { ShownJourney } from "./shown-journey.ts";
import { useOnline, useRemembers, useSignIn } from "./use-connections.ts";
import { useDeviceMemory } from "./use-device-memory.ts";
import { useRefreshes } from "./use-refreshes.ts";

interface Choice {
  readonly participantId: string;
  readonly customerId: string;
}

interface Followed {
  readonly connections: Connections;
  readonly conversationId: string;
  readonly remembered: RememberedJourney | null;
  /** What was remembered is another agent's, or older than what is known now. */
  readonly onOutdated: () => void;
}

/** The journey of the live interaction; the same object as long as nothing of it changed. */
export function useLiveJourney({ connections, conversationId, remembered, onOutdated }: Followed): ShownJourney {
  const client = useQueryClient();
  const signIn = useSignIn(connections);
  const online = useOnline(connections);
  const remembers = useRemembers(connections);
  const session = signIn.kind === "signed-in" ? signIn.session : null;
  const sources = session && connections.sources;

  const [participantId, setParticipantId] = useState<string | null>(null);
  const [choice, setChoice] = useState<Choice | null>(null);

  const conversation = useQuery(conversationQuery(sources, conversationId)).data;
  const known = conversation?.known ?? null;
  const callers = useMemo(() => (known ? callersOf(known.value) : []), [known]);
  const shown = callers.find(({ caller }) => caller.participantId === participantId) ?? callers[0] ?? null;
  const subject = useMemo(() => subjectOf(shown, choice), [shown, choice]);
  const { data: lookup, isPlaceholderData } = useQuery(lookupQuery(sources, conversationId, subject));

  const recalled = useDeviceMemory({
    connections,
    conversationId,
    session,
    conversation,
    subject,
    remembered,
    onOutdated,
    isSignedOut: signIn.kind === "agent-needed" && signIn.reason === "signed-out",
    isFirstCaller: shown === (callers[0] ?? null),
    lookup: isPlaceholderData ? undefined : lookup,
  });
  useRefreshes(connections, conversationId, session);

  const situation = useMemo(
    () => situationOf({ signIn, online, conversation, callers, shown, lookup, remembered: recalled }),
    [signIn, online, conversation, callers, shown, lookup, recalled],
  );

  const actions = useMemo((): Actions => {
    const change = () => {
      const key = lookupKey(conversationId, subject);
      return sources && { client, lookupKey: key, uic: sources.uic, now: () => sources.clock.now() };
    };
    return {
      retry: () => void refreshAll(client),
      signIn: () => connections.signIn.openPopup(),
      signOutAndForget: () => void connections.signIn.signOut(),
      chooseCaller: setParticipantId,
      chooseCandidate(customerId) {
        if (shown) setChoice({ participantId: shown.caller.participantId, customerId });
      },
      async closeIssue() {
        const by = change();
        return by === null ? false : closeIssue(by);
      },
      async restateIssue(issue) {
        const by = change();
        return by === null ? false : restateIssue(by, issue);
      },
      openInteraction: (id) => connections.host.openInteraction(id),
    };
  }, [client, connections, conversationId, shown, sources, subject]);

  const ahead = clockAheadBy(lookup);
  const surroundings = useMemo(() => ({ rememberedOnDevice: remembers, clockAheadBy: ahead }), [remembers, ahead]);
  const archive = useMemo(() => ({ uic: connections.sources.uic, client }), [connections, client]);
  return useMemo(() => ({ situation, actions, surroundings, archive }), [situation, actions, surroundings, archive]);
}

/** A candidate is chosen for this interaction only, and until the interaction names the customer by itself. */
function subjectOf(shown: LiveCaller | null, choice: Choice | null): Subject | null {
  if (!shown) return null;
  const { participantId } = shown.caller;
  const isNamed = shown.identifiers.some(({ type }) => type === "customerId");
  if (choice?.participantId === participantId && !isNamed) {
    return { participantId, identifiers: [{ type: "customerId", value: choice.customerId }], chosen: true };
  }
  return { participantId, identifiers: shown.identifiers, chosen: false };
}

/** `Date` headers have whole seconds: a difference of less than two says nothing. */
function clockAheadBy(lookup: Reading<unknown> | undefined): number {
  const ahead = lookup?.known?.clockAheadBy ?? 0;
  return Math.abs(ahead) < 2000 ? 0 : ahead;
}
